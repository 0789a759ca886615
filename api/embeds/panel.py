"""The screen “Share and embed”: choose what to show and where, preview it, and copy the snippet for a website."""

from typing import Any

import segno
from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from api.embeds import servers
from api.embeds.contents import Content, build_content
from api.embeds.requests import CLICK, HEADINGS, SHORT, read_asked
from api.embeds.snippets import Snippets, build_snippets
from api.languages import LOCALES
from api.problems import Problem
from content.model.vocabulary import ColourScheme, SectionKey
from content.public import listing, reading
from content.public.reading import House
from content.public.staff import find_own_branches


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
    variant = forms.ChoiceField(
        label=gettext_lazy("How much"),
        required=False,
        choices=[("", gettext_lazy("All of it")), (SHORT, gettext_lazy("In short"))],
        help_text=gettext_lazy("In short: the summary, the facts, the risks and a link to the rest."),
    )
    heading = forms.ChoiceField(
        label=gettext_lazy("Level of its title"),
        required=False,
        choices=list(zip(("", *HEADINGS[1:]), (f"h{level}" for level in HEADINGS), strict=True)),
        help_text=gettext_lazy("One below the heading that it stands under. Screen readers find their way by it."),
    )
    loading = forms.ChoiceField(
        label=gettext_lazy("When it loads"),
        required=False,
        choices=[
            ("", gettext_lazy("When scrolled near")),
            ("eager", gettext_lazy("With the page")),
            (CLICK, gettext_lazy("On a click")),
        ],
        help_text=gettext_lazy("For “Any website”. Until then a link stands there, and we are asked nothing."),
    )
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
    locales = house.locales(str(given["locale"]))
    if "branch" not in given:
        given["branch"] = _find_own_branch(request, house, locales)
    form = PanelForm(given, locales)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            asked = read_asked(_as_query(chosen), **_find_names(chosen))
            content = build_content(asked)
        except Problem as error:
            form.add_error(None, str(error))
        else:
            snippets = build_snippets(asked, content, chosen["loading"])
            code = segno.make(snippets.address).svg_inline(scale=4, border=2, light="#fff")
            context |= {"content": content, "snippets": snippets, "code": code}
            context["ways"] = _list_ways(snippets, content, is_strict=chosen["strict"])
    return render(request, "admin/embeds.html", context)


def _find_own_branch(request: HttpRequest, house: House, locales: tuple[str, ...]) -> str:
    """Whoever looks after one branch alone embeds guides on its website. Empty for others."""
    own = find_own_branches(request.user)
    public = {branch.slug for branch in house.list_branches(locales)}
    return own[0] if len(own) == 1 and own[0] in public else ""


def _find_names(chosen: dict[str, Any]) -> dict[str, str]:
    if chosen["guide"]:
        return {"guide": chosen["guide"], "section": chosen["section"]}
    return {"branch": chosen["branch"]}


def _as_query(chosen: dict[str, Any]) -> QueryDict:
    query = QueryDict(mutable=True)
    scheme = "" if chosen["scheme"] == ColourScheme.AUTO else chosen["scheme"]
    same = {name: chosen[name] for name in ("locale", "branch", "variant", "heading")}
    query.update(same | {"scheme": scheme})
    return query


def _list_ways(snippets: Snippets, content: Content, *, is_strict: bool) -> list[dict[str, Any]]:
    fragment = snippets.fragment_address + ("&css=link" if is_strict else "")
    return [
        {
            "id": "element",
            "name": _("Any website"),
            "help": _("Paste this HTML where the guide should appear."),
            "codes": [snippets.strict_element if is_strict else snippets.element],
            "rule": snippets.element_rule if is_strict else "",
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
            "help": _(
                "An iframe. Paste all of it: with the script it is as high as its content. Where the website takes the "
                "script out, it is a small window that scrolls, with a link below it."
            ),
            "codes": [snippets.strict_frame if is_strict else snippets.frame],
            "rule": snippets.frame_rule if is_strict else "",
        },
        {
            "id": "php",
            "name": _("Included by the website's server: PHP"),
            "help": _(
                "Works without JavaScript, and search engines can read it. Paste it where the guide should appear."
            ),
            "codes": [servers.build_php(fragment, content)],
        },
        {
            "id": "nginx",
            "name": _("Included by the website's server: nginx"),
            "help": _(
                "Works without JavaScript, and search engines can read it. Save the first once, as "
                "/etc/nginx/conf.d/guides.conf with the website's name and folder; paste the second where the guide "
                "should appear."
            ),
            "codes": [servers.build_nginx(), servers.build_include(fragment, content)],
        },
    ]
