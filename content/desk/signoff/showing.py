"""Renders a part of a draft as the web page will show it, with the sources that its statements cite."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi, override

from content.edition.compiler.guides import compile_overview
from content.model.compilation import Compilation, NamedGuide
from content.model.guides.models import GuidePage, find_linked
from content.model.sections import SECTIONS
from content.model.vocabulary import OVERVIEW


def render_part(draft: GuidePage, part: str, content: dict[str, Any]) -> str:
    """A whole HTML document, with the stylesheet of the web pages. `content`: the part as judged. Raises NotReady."""
    locale = draft.locale.language_code
    compilation = Compilation(locale=locale, find_guide=_find_guide)
    with override(locale):
        context: dict[str, Any] = {"locale": locale, "direction": "rtl" if get_language_bidi() else "ltr"}
        if part == OVERVIEW:
            context["guide"] = compile_overview(draft, compilation)
        else:
            section = next(section for section in SECTIONS if section.key == part)
            compiled = section.compile(draft, draft.facts_page, {"compilation": compilation})
            context |= {"section": compiled, "cited": _find_cited(compiled["blocks"], content)}
        return render_to_string("admin/sign_off_page.html", context)


def _find_guide(compilation: Compilation, page_id: str) -> NamedGuide | None:
    """Also finds guides that are not public yet, so that the clinician sees links as readers may later."""
    page = find_linked(page_id)
    return NamedGuide(str(page.translation_key), page.title, page.web_path) if page else None


def _find_cited(blocks: list[dict[str, Any]], content: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The name of each block that cites something, with what it cites. Web pages list sources at their end only."""
    known = {one["id"]: one for block in content.get("blocks", []) for one in block["value"].get("citations", [])}
    cited = []
    for block in blocks:
        value = block["value"]
        if ids := value.get("citations"):
            chosen = value.get("guide") or value.get("therapy") or {}
            name = value.get("name") or chosen.get("title") or chosen.get("name", "")
            cited.append((name, [known[id] for id in ids]))
    return cited
