"""What of each document an answer has: the fields that were asked for, and one form of its texts."""

import json
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from api.parameters import Choice, Choices, Parameters
from content.public.documents import encode

TEXTS = ("portable", "html", "plain")
#: Members that come whatever is chosen: a benefit never travels without its risk.
ALWAYS = {"recall", "safety_note"}
#: Types of blocks that there were when `text` came. Whoever asks for `portable` or `plain` draws these from their
#: values. Of a later type the ready HTML comes all the same, since an installed app can't draw it otherwise.
DRAWN = {
    *("aftercare", "callout", "combination", "contraindication", "does_not_suit", "image", "milestone", "paragraph"),
    *("point", "seek_help", "side_effect", "step", "suits"),
}


@dataclass(frozen=True)
class Portion:
    """`fields`: names of members; empty for all. `text`: one of TEXTS; empty for all forms."""

    fields: tuple[str, ...] = ()
    text: str = ""

    @classmethod
    def of(cls, values: dict[str, Any]) -> "Portion":
        """What the parameters `fields` and `text` ask for."""
        return cls(tuple(sorted(values.get("fields") or ())), values.get("text") or "")

    @property
    def is_whole(self) -> bool:
        """What is not is compressed well: else a part could be longer than the whole, which is stored so."""
        return not self.fields and not self.text

    def cut(self, body: bytes) -> bytes:
        """This of an encoded document. Of everything: the very bytes."""
        if self.is_whole:
            return body
        document = json.loads(body)
        if self.fields:
            document = {name: value for name, value in document.items() if name in ALWAYS or name in self.fields}
        return encode(_keep_form(document, self.text) if self.text else document)


def _keep_form(value: Any, form: str) -> Any:
    """The same with each text in one form. The others are empty, not missing: clients rely on fields that are required.

    As HTML, a block's ready `fallback` is kept, too. What a whole section is as HTML never is.
    """
    if isinstance(value, list):
        return [_keep_form(below, form) for below in value]
    if not isinstance(value, dict):
        return value
    if "portable_text" in value:
        return _keep_form_of_text(value, form)
    kept = {name: _keep_form(below, form) for name, below in value.items()}
    if "fallback" in kept and form != "html" and kept.get("type") in DRAWN:
        kept["fallback"] = ""
    if "blocks" in kept:
        kept["html"] = ""
    return kept


def _keep_form_of_text(text: dict[str, Any], form: str) -> dict[str, Any]:
    kept = text | {"portable_text": [], "html": ""}
    if form == "plain":
        return kept | {"text": _read_words(text["portable_text"])}
    name = "portable_text" if form == "portable" else "html"
    return kept | {name: text[name]}


def _read_words(blocks: list[dict[str, Any]]) -> str:
    """The words alone, a line for each block."""
    return "\n".join("".join(child["text"] for child in block["children"]) for block in blocks)


class Fields(Choices):
    """Names of members, of which the refusal of another tells all."""

    #: All of them together may be asked for.
    longest = 500

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            "Only these fields, with commas between them; others are missing then, also those that the description "
            "calls required. Where left out, all of them. A section keeps its `recall` and `safety_note`.",
            names,
        )
        self.allowed = names


def names_of(*documents: type[serializers.Serializer]) -> list[str]:
    """The members of documents, each name once."""
    return list(dict.fromkeys(name for document in documents for name in document._declared_fields))


def choosing(parameters: type[Parameters], *documents: type[serializers.Serializer]) -> type[Parameters]:
    """The parameters of a view, with those that choose of its documents."""
    text = Choice(
        "The one form in which texts come: `portable` (Portable Text), `html` or `plain` (words). Other forms are then "
        "empty. Where left out, all but `plain`.",
        list(TEXTS),
    )
    chosen = {"fields": Fields(names_of(*documents)), "text": text, "__doc__": parameters.__doc__}
    return type(f"Chosen{parameters.__name__}", (parameters,), chosen)
