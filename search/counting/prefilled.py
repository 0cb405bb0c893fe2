"""Forms of the admin that open with what the link to them says."""

from __future__ import annotations

from typing import Any

from wagtail.snippets.views.snippets import CreateView

from search.params import clean

_LONGEST = 200


class PrefilledCreateView(CreateView):
    """A new snippet; parameters of the address that name a field of the form fill it."""

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_initial()
        if self.request.method == "GET":
            fields = self.get_form_class().base_fields
            initial |= {
                name: clean(value)[:_LONGEST] for name, value in self.request.GET.items() if name in fields
            }
        return initial
