"""Reads combinations: the therapies that a sentence lists, and whether it warns against them."""

import re
from dataclasses import dataclass

from content.model.polarity.denials import find_denials
from content.model.polarity.sentences import is_limited, is_question


@dataclass(frozen=True)
class NamedTherapy:
    """A partner of a combination, as the document names it."""

    name: str

    @property
    def plain(self) -> str:
        return re.sub(r"\s*\([^)]*\)", "", self.name).strip()

    @property
    def kind(self) -> str | None:
        """How it is given, if its name says so; else None."""
        kinds = (
            ("surgical", r"transplant|surg"),
            ("device", r"laser|light|led\b|comb\b|cap\b|microneedl|electrolysis|radiofreq"),
            ("injectable", r"inject|plasma|prp|mesotherap|botulin|filler"),
            ("oral", r"\boral\b|tablet|capsule|\bpill"),
            ("topical", r"topical|cream|lotion|foam|serum|peel|retinoid|shampoo"),
        )
        return next((kind for kind, words in kinds if re.search(rf"(?i){words}", self.name)), None)


_MEMBERS = re.compile(r",\s*(?:(?:and|or)\b\s*)?|\s+(?:and|or)\s+")
_LISTS_THERAPIES = re.compile(
    r"(?i)\b(?:.*\b(?:such as|including)|combined with|joined with|together with|combination with)\s+(?P<list>[^.;]+)"
)
_CAUTION = re.compile(r"(?i)\b(?:leave|pause|apart|only|after|before|wait|careful|caution|ask)\b")


def list_therapies(text: str) -> list[NamedTherapy]:
    """“…treatments, such as topical A (B), oral C or D” -> A, C and D, if the name says how they are given."""
    match = _LISTS_THERAPIES.search(text)
    if (
        not match
        or is_limited(text)
        or any(d.start < match.end("list") for d in find_denials(text))
        or is_question(text)
    ):
        return []
    therapies = [NamedTherapy(_strip_article(name)) for name in _MEMBERS.split(match["list"]) if name.strip()]
    return [therapy for therapy in therapies if therapy.kind and len(therapy.name.split()) <= 6]


def is_caution(text: str) -> bool:
    """Whether a text warns against a combination instead of recommending it."""
    return bool(_CAUTION.search(text) or find_denials(text) or is_limited(text) or is_question(text))


def _strip_article(text: str) -> str:
    return re.sub(r"(?i)^(?:a|an|the|some)\s+", "", text.strip(" ."))
