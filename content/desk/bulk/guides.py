"""Jobs that change drafts of guides: their category, and lines of aftercare."""

import html
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.desk.access.pages import editable_guides, may_edit_guides
from content.desk.bulk.effects import compare_signatures, find_new_claims
from content.desk.bulk.forms import AftercareChoice, CategoryChoice, GuideChoice
from content.desk.bulk.matching import Text
from content.desk.bulk.pages import PageJob
from content.desk.bulk.rows import Row
from content.desk.bulk.values import Change, read_blocks
from content.model.guides.models import GuidePage
from content.model.snippets.models import Category

DRAFTS = gettext_lazy("Only drafts change. Nothing becomes public until it is signed and published as always.")
#: A paragraph or an item of a list, in a stored rich text.
_LINE = re.compile(r"(<(p|li)\b[^>]*>)(.*?)(</\2>)", re.DOTALL)
_EMPTY_LIST = re.compile(r"<(ul|ol)>\s*</\1>")


class GuideJob(PageJob):
    thing = "guide"
    note = DRAFTS
    form: type[GuideChoice]

    def may(self, user: Any) -> bool:
        return may_edit_guides(user)

    def find_pages(self, choice: GuideChoice, user: Any) -> Any:
        pages = GuidePage.objects.filter(pk__in=editable_guides(user).values("pk"))
        return choice.keep_chosen(pages).select_related("locale", "latest_revision").order_by("title", "pk")

    def describe(self, before: GuidePage, after: GuidePage, changes: list[Change], choice: Any, row: Row) -> None:
        row.notes.append(compare_signatures(before, after).say())


class CategoryJob(GuideJob):
    key, icon = "category", "folder-open-inverse"
    title = gettext_lazy("Categories")
    help = gettext_lazy("Put many guides into another category.")
    form = CategoryChoice

    def find_changes(self, draft: GuidePage, choice: CategoryChoice) -> list[Change]:
        after = choice.translations.get(draft.locale_id, choice.cleaned_data["after"])
        before = draft.category
        if before and before.translation_key == after.translation_key:
            return []
        label = str(Category._meta.verbose_name).capitalize()
        return [Change("category", "", draft.category_id, after.pk, label, str(before or "–"), str(after))]


class AftercareJob(GuideJob):
    key, icon = "aftercare", "circle-check"
    title = gettext_lazy("Aftercare")
    help = gettext_lazy("Add, replace or remove a line of aftercare in many guides.")
    form = AftercareChoice
    FIELD, BLOCK = "safety_blocks", "aftercare"

    def find_changes(self, draft: GuidePage, choice: AftercareChoice) -> list[Change]:
        blocks = read_blocks(draft, self.FIELD)
        found = [(place, raw) for place, raw in enumerate(blocks) if raw["type"] == self.BLOCK and raw.get("id")]
        chosen = choice.cleaned_data
        if chosen["way"] == "add":
            return self._add(draft, chosen["after"], found, len(blocks))
        changes = []
        for place, raw in found:
            new = chosen["after"] if chosen["way"] == "replace" else ""
            text = replace_line(raw["value"]["text"], chosen["before"], new)
            if text != raw["value"]["text"]:
                after = raw | {"value": raw["value"] | {"text": text}} if read_lines(text) else None
                change = self._change(draft, raw["id"], raw, after, place, chosen["before"], new or "–")
                if new and raw["value"]["text"].count("<a ") > text.count("<a "):
                    change.problem = _("There is a link in this line. Change it by hand.")
                changes.append(change)
        return changes

    def _add(self, draft: GuidePage, line: str, found: list[tuple[int, Any]], end: int) -> list[Change]:
        if any(line in read_lines(raw["value"]["text"]) for _place, raw in found):
            return []
        if not found:
            raw = {"type": self.BLOCK, "value": {"text": f"<p>{html.escape(line, quote=False)}</p>"}}
            # Made of the guide's own id, so that it is the same in the preview and when it is applied.
            block = str(draft.translation_key)
            return [self._change(draft, block, None, raw | {"id": block}, end, "–", line)]
        place, raw = found[-1]
        after = raw | {"value": raw["value"] | {"text": add_line(raw["value"]["text"], line)}}
        return [self._change(draft, raw["id"], raw, after, place, "–", line)]

    def _change(self, draft: Any, block: str, before: Any, after: Any, place: int, old: str, new: str) -> Change:
        label = str(self._block(draft).label)
        return Change(self.FIELD, block, before, after, label, old, new, place)

    def _block(self, draft: Any) -> Any:
        return draft._meta.get_field(self.FIELD).stream_block.child_blocks[self.BLOCK]

    def describe(
        self, before: GuidePage, after: GuidePage, changes: list[Change], choice: AftercareChoice, row: Row
    ) -> None:
        super().describe(before, after, changes, choice, row)
        row.claims = find_new_claims(before, choice.cleaned_data["before"], choice.cleaned_data["after"])

    def find_problem(self, after: GuidePage, changes: list[Change]) -> str:
        block = self._block(after)
        faults = [find_fault(block, change.after["value"]) for change in changes if change.after]
        return super().find_problem(after, changes) or " ".join(filter(None, faults))


def find_fault(block: Any, stored: Any) -> str:
    """Why a block can't have this value; empty if it can."""
    try:
        block.clean(block.to_python(stored))
    except ValidationError as error:
        below = getattr(error, "block_errors", None) or {}
        return " ".join(sentence for one in [*below.values()] or [error] for sentence in one.messages)
    return ""


def read_lines(text: str) -> list[str]:
    """The words of each paragraph and item of a stored rich text."""
    return [words for segment in Text(text, is_rich=True).segments if (words := " ".join(segment.text.split()))]


def replace_line(text: str, before: str, after: str) -> str:
    """A stored rich text with other words in each line that says `before`; without those lines if there are none."""

    def put(found: re.Match[str]) -> str:
        if read_lines(found[3]) != [before]:
            return found[0]
        return f"{found[1]}{html.escape(after, quote=False)}{found[4]}" if after else ""

    new = _LINE.sub(put, text)
    return _EMPTY_LIST.sub("", new) if new != text else text


def add_line(text: str, line: str) -> str:
    """A stored rich text with one more item in its last list, if it ends with one; else with one more paragraph."""
    words = html.escape(line, quote=False)
    for end in ("</ul>", "</ol>"):
        if text.rstrip().endswith(end):
            return f"{text.rstrip().removesuffix(end)}<li>{words}</li>{end}"
    return f"{text}<p>{words}</p>"
