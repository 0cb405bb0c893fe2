"""A search that somebody wants to run again and hear of."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedSearch(models.Model):
    """`query` is the query string of the results page, as `SearchRequest.parameters` writes it."""

    NAME_LENGTH = 80
    QUERY_LENGTH = 1000

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("이름"), max_length=NAME_LENGTH)
    query = models.CharField(_("찾는 말과 조건"), max_length=QUERY_LENGTH)
    # Documents that came later than this have not been told (`search.found`).
    mark = models.BigIntegerField(_("알린 데까지"), default=0)
    created_at = models.DateTimeField(_("담은 때"), auto_now_add=True)

    class Meta:
        verbose_name = _("담아 둔 검색")
        verbose_name_plural = _("담아 둔 검색")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "query"], name="saved_search_once")]

    def __str__(self) -> str:
        return self.name
