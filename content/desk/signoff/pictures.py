"""The pictures of a part as a clinician compares them: what was signed beside what is to be signed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from content.edition.models import Current
from content.model.blocks.documents import build_image
from content.model.compilation import NotReady
from content.model.guides.models import GuidePage
from content.model.images.models import GuideImage
from content.model.vocabulary import Kind, State


@dataclass(frozen=True)
class Picture:
    """`image`: its document, for the template of pictures; None if it can't be shown, for the reason in `problem`."""

    alt: str
    image: dict[str, Any] | None
    problem: str = ""


@dataclass(frozen=True)
class Pair:
    """A picture of a part as it was signed and as it is now. Either is None where the part has no such picture."""

    before: Picture | None
    now: Picture | None
    has_changed: bool


class Pictures:
    """Finds the pictures of a guide's parts, by the judged content of each."""

    def __init__(self, page: GuidePage) -> None:
        self.page = page

    def pair(self, signed: dict[str, Any], content: dict[str, Any]) -> list[Pair]:
        """The pictures of a part in their order, then those that were removed. `signed`: empty if it never was."""
        before, now = list(_find(signed)), list(_find(content))
        same = [one for one in now if one in before]
        before = [one for one in before if one not in same]
        pairs = []
        for one in now:
            if one in same:
                pairs.append(Pair(None, self._show(one), has_changed=False))
            else:
                earlier = _take(before, one)
                pairs.append(Pair(self._show(earlier) if earlier else None, self._show(one), has_changed=bool(signed)))
        return pairs + [Pair(self._show(one), None, has_changed=True) for one in before]

    def _show(self, judged: dict[str, Any]) -> Picture:
        alt = judged.get("alt", "")
        image = GuideImage.objects.filter(public_id=judged["id"]).first()
        if image is None or image.get_file_hash() != judged["file"]:
            document = self._public.get(judged["id"])
            return Picture(alt, document, "" if document else _("This picture is no longer kept."))
        try:
            document = build_image(image, alt)
        except NotReady as error:
            return Picture(alt, None, str(error))
        names = {"title": image.title, "why": image.why_withheld}
        return Picture(alt, document, "" if document else _("“%(title)s” can't be shown: %(why)s.") % names)

    @cached_property
    def _public(self) -> dict[str, dict[str, Any]]:
        """Id -> the picture as readers see it now, whose files are kept even if another file has replaced it."""
        current = Current.objects.filter(
            kind=Kind.GUIDE,
            subject=self.page.translation_key,
            locale=self.page.locale.language_code,
            state=State.LIVE,
        ).first()
        return {one["id"]: one for one in _find(json.loads(bytes(current.edition.body)), "sources")} if current else {}


def _take(before: list[dict[str, Any]], now: dict[str, Any]) -> dict[str, Any] | None:
    """The earlier picture that this one replaces: the same one with another file or description, else the next."""
    found = next((one for one in before if one["id"] == now["id"]), before[0] if before else None)
    if found:
        before.remove(found)
    return found


def _find(value: Any, mark: str = "file") -> Iterator[dict[str, Any]]:
    """The pictures in judged content, or with the mark of compiled ones in a document, in order."""
    if isinstance(value, dict) and mark in value:
        yield value
    elif isinstance(value, dict | list):
        for below in value.values() if isinstance(value, dict) else value:
            yield from _find(below, mark)
