"""The screen “Share and embed”: choose what to show and where, preview it, and copy the snippet for a website."""

from typing import Any

import segno
from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from api.embeds.contents import build_content
from api.embeds.requests import read_asked
from api.embeds.snippets import build_snippets
from api.languages import LOCALES
from api.problems import Problem
from content.model.vocabulary import ColourScheme, SectionKey
from content.public import listing, reading


class PanelForm(forms.Form):
    """Offers only what is public now."""

    guide = forms.ChoiceField(label=gettext_lazy("Content"), required=False)
    section = forms.ChoiceField(
        label=gettext_lazy("Section"),
        required=False,
        choices=[("", gettext_lazy("Whole guide")), *SectionKey.choices],
    )
    branch = forms.ChoiceField(label=gettext_lazy("Branch"), required=False)
    locale = forms.ChoiceField(label=gettext_lazy("Language"), choices=list(LOCALES.items()))
    scheme = forms.ChoiceField(label=gettext_lazy("Colour scheme"), required=False, choices=ColourScheme.choices)
    strict = forms.BooleanField(
        label=gettext_lazy("The website blocks inline styles"),
        required=False,
        help_text=gettext_lazy(
            "Tick this only if the website's developer asks for it (a strict Content-Security-Policy)."
        ),
    )

    def __init__(self, given: Any, locales: tuple[str, ...]) -> None:
        super().__init__(given)
        cards = listing.list_guides(locales)
        guides = [(card["id"], card["title"]) for card in cards]
        self._offer("guide", [("", _("List of treatments")), *guides])
        branches = listing.list_branches(locales)
        nobody = ("", _("No branch (no prices)"))
        self._offer("branch", [nobody, *((branch["slug"], branch["name"]) for branch in branches)])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    house = reading.read_house()
    given = request.GET.copy()
    if given.get("locale") not in LOCALES:
        given["locale"] = house.default_locale
    form = PanelForm(given, house.locales(str(given["locale"])))
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            asked = read_asked(_as_query(chosen), **_find_names(chosen))
            content = build_content(asked)
        except Problem as error:
            form.add_error(None, str(error))
        else:
            snippets = build_snippets(asked, content)
            code = segno.make(snippets.address).svg_inline(scale=4, border=2, light="#fff")
            context |= {"content": content, "snippets": snippets, "ways": _list_ways(chosen, snippets), "code": code}
    return render(request, "admin/embeds.html", context)


def _find_names(chosen: dict[str, Any]) -> dict[str, str]:
    if chosen["guide"]:
        return {"guide": chosen["guide"], "section": chosen["section"]}
    return {"branch": chosen["branch"]}


def _as_query(chosen: dict[str, Any]) -> QueryDict:
    query = QueryDict(mutable=True)
    scheme = "" if chosen["scheme"] == ColourScheme.AUTO else chosen["scheme"]
    query.update({"locale": chosen["locale"], "scheme": scheme, "branch": chosen["branch"]})
    return query


def _list_ways(chosen: dict[str, Any], snippets: Any) -> list[dict[str, Any]]:
    element = [snippets.strict_element] if chosen["strict"] else [snippets.element]
    return [
        {
            "id": "element",
            "name": _("Any website"),
            "help": _("Paste this HTML where the guide should appear. It loads when a reader scrolls near it."),
            "codes": element,
            "rule": snippets.strict_rule if chosen["strict"] else "",
        },
        {
            "id": "address",
            "name": _("WordPress and other editors that embed links"),
            "help": _("Paste the link on its own line."),
            "codes": [snippets.address],
        },
        {
            "id": "frame",
            "name": _("Website builders that do not allow scripts"),
            "help": _("An iframe. The second line makes it grow with its content."),
            "codes": [snippets.frame],
        },
        {
            "id": "fragment",
            "name": _("Included by the website's server"),
            "help": _("Works without JavaScript, and search engines can read it. For nginx and for PHP:"),
            "codes": [snippets.include, snippets.php],
        },
    ]
