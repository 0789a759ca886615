"""A guide or a section as Markdown, with its review date, its risks and its attribution."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from markdownify import ATX, markdownify

from content.public.caching import allow_caching
from content.public.served import Served
from content.public.signers import find_signers

Document = dict[str, Any]


def answer(group: Document, found: Served, section: Document | None = None) -> HttpResponse:
    """A live guide, or one of its sections."""
    document = found.document
    with override(found.locale):
        text = render_section(document, section, group) if section else render_guide(document, group)
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    allow_caching(response, ["guides"])
    response["Content-Language"] = found.locale
    return response


def render_guide(document: Document, group: Document) -> str:
    """A whole guide as Markdown."""
    parts = [f"# {document['title']}", document["summary"]]
    if document["also_known_as"]:
        parts.append(_("Also called:") + " " + ", ".join(document["also_known_as"]))
    for section in document["sections"]:
        parts += [f"## {section['heading']}", _markdown(section["html"])]
    if document["faqs"]:
        parts.append("## " + _("Questions people ask"))
        for faq in document["faqs"]:
            parts += [f"### {faq['question']}", _markdown(faq["answer"]["html"])]
    if document["citations"]:
        parts.append("## " + _("Sources"))
        parts.append("\n".join(f"- [{citation['title']}]({citation['url']})" for citation in document["citations"]))
    return "\n\n".join([*parts, _origin(document, group)]) + "\n"


def render_section(document: Document, section: Document, group: Document) -> str:
    """One section as Markdown, with the risks of the treatment."""
    parts = [f"# {document['title']}: {section['heading']}", _markdown(section["html"])]
    if note := section["safety_note"]:
        risks = f" {_('Possible side effects:')} {', '.join(note['risks'])}." if note["risks"] else ""
        parts.append(f"> {note['text']}{risks} [{_('Is it right for you?')}]({settings.BASE_URL}{note['web']})")
    return "\n\n".join([*parts, _origin(document, group)]) + "\n"


def _markdown(html: str) -> str:
    return str(markdownify(html, heading_style=ATX, bullets="-")).strip()


def _origin(document: Document, group: Document) -> str:
    review = document["review"]
    lines = [group["attribution"] or group["name"]]
    if review["reviewed_by"]:
        lines.append(
            _("Checked by {name}, {role}").format(**{key: review["reviewed_by"][key] for key in ("name", "role")})
        )
    for signer in find_signers(review["signed_off"]):
        names = {"name": signer["name"], "body": signer["registration_body"], "number": signer["registration_number"]}
        lines.append(_("Signed off by {name} ({body} {number})").format(**names))
    if review["last_reviewed"]:
        lines.append(_("Reviewed on {date}").format(date=review["last_reviewed"]))
    if review["next_review"]:
        lines.append(_("Next review due {date}").format(date=review["next_review"]))
    lines.append(_("Version {n}, {date}").format(n=document["version"], date=document["updated_at"][:10]))
    lines.append(settings.BASE_URL + document["links"]["web"])
    return "---\n\n" + "  \n".join(lines)
