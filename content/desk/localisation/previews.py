"""A preview next to the form of a translation: the source's words, and the parts that have changed since."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from content.approval.signoff.parts import name_part, name_parts
from content.desk.localisation.staleness import read_source
from content.model.guides.models import GuidePage
from content.model.guides.previews import register_mode


def render_source(page: GuidePage, request: HttpRequest) -> HttpResponse:
    source = page.source_page
    rows = [(name_part(part.part), part) for part in read_source(page)]
    changed = name_parts(part.part for _name, part in rows if part.has_changed)
    context = {"page": page, "rows": rows, "source": source, "changed": changed}
    return render(request, "admin/source_preview.html", context)


register_mode("source", _("Source text"), render_source, lambda page: not page.is_source, order=20)
