"""A district's own contact and posts, kept by its editors. Nobody reaches those of another district."""

from __future__ import annotations

from django.contrib import messages
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from districts.models import District
from portal.community.members.domain.rights import districts_edited
from portal.community.members.forms import DeskForm, DistrictPostForm
from portal.community.members.models import DistrictDesk, Post


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The districts that the editor looks after; the only one at once."""
    districts = list(districts_edited(request.user))
    if len(districts) == 1:
        return HttpResponseRedirect(reverse("district_desk", args=[districts[0].pk]))
    return render(request, "members/admin/districts.html", {"districts": districts})


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, district_id: int) -> HttpResponse:
    """General contact, the switch for public roles, and the posts of a district."""
    district = _own(request, district_id)
    found = DistrictDesk.objects.filter(district=district).first() or DistrictDesk(district=district)
    form = DeskForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        return _saved(request, form, district)
    posts = Post.objects.filter(district=district).select_related("district", "holder__user")
    context = {"district": district, "form": form, "posts": posts}
    return render(request, "members/admin/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, district_id: int) -> HttpResponse:
    """A new post of a district."""
    district = _own(request, district_id)
    return _edit(request, district, Post(district=district))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, district_id: int, post_id: int) -> HttpResponse:
    """A post of a district."""
    district = _own(request, district_id)
    return _edit(request, district, get_object_or_404(Post, pk=post_id, district=district))


def _edit(request: HttpRequest, district: District, post: Post) -> HttpResponse:
    form = DistrictPostForm(
        request.POST if request.method == "POST" else None, instance=post, district=district
    )
    if request.method == "POST" and form.is_valid():
        return _saved(request, form, district)
    context = {"district": district, "form": form, "post": post if post.pk else None}
    return render(request, "members/admin/post.html", context)


def _saved(
    request: HttpRequest, form: ModelForm[DistrictDesk] | ModelForm[Post], district: District
) -> HttpResponse:
    form.save()
    messages.success(request, _("저장했습니다."))
    return HttpResponseRedirect(reverse("district_desk", args=[district.pk]))


def _own(request: HttpRequest, district_id: int) -> District:
    """The district, for one of its editors; any other is not there."""
    return get_object_or_404(districts_edited(request.user), pk=district_id)
