"""What everybody may see: the roles of a district that agrees, without a name."""

from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, When

from districts.models import District
from portal.community.members.enums import PostRole
from portal.community.members.models import Post


def public_posts(district: District) -> QuerySet[Post]:
    """The posts that a district shows to everybody: its switch is on, and the one of the post. One query."""
    order = [When(role=role, then=place) for place, role in enumerate(PostRole.values)]
    return (
        Post.objects.filter(district=district, public=True, district__desk__shows_posts=True)
        .select_related("district")
        .order_by(Case(*order, output_field=IntegerField()), "unit", "pk")
    )
