"""Blocks that choose a row: a shared thing, a guide or a picture. While a release is settled, each row is read once."""

import copy
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext
from wagtail.admin.widgets import AdminPageChooser
from wagtail.blocks import ListBlock, PageChooserBlock, RichTextBlock, StructBlock
from wagtail.images.blocks import ImageBlock as WagtailImageBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from content.model.remembering import is_remembering, remembered_each

#: A model and a primary key.
Row = tuple[type[Model], Any]


@remembered_each
def find_rows(wanted: list[Row]) -> dict[Row, Any]:
    """The rows with these keys; pictures with their prepared files. One query for each model."""
    keys: dict[type[Model], list[Any]] = {}
    for model, key in wanted:
        keys.setdefault(model, []).append(key)
    found: dict[Row, Any] = {}
    for model, of_model in keys.items():
        rows: Any = model._default_manager.all()
        if hasattr(model, "renditions"):
            rows = rows.prefetch_related("renditions")
        found |= {(model, key): row for key, row in rows.in_bulk(of_model).items()}
    return found


class _Chooser:
    """Wagtail's own queries once for each kind of block of each stream."""

    model_class: Any

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        values = list(values)
        if not is_remembering():
            return super().bulk_to_python(values)  # type: ignore[misc]
        rows = self.find_rows({value for value in values if value is not None})
        return [rows.get(value) for value in values]

    def find_rows(self, keys: set[Any]) -> dict[Any, Any]:
        return {key: row for (_model, key), row in find_rows((self.model_class, key) for key in keys).items()}


def _say(sentence: str, **names: Any) -> Any:
    return gettext(sentence) % names


#: A sentence of Wagtail's in the reader's language: by itself Wagtail keeps the words in which a block was first shown.
_say_lazily = lazy(_say, str)


class ThingBlock(_Chooser, SnippetChooserBlock):
    """Chooses a shared thing."""

    @cached_property
    def widget(self) -> Any:
        widget, name = super().widget, self.target_model._meta.verbose_name
        widget.choose_one_text = _say_lazily("Choose %(object)s", object=name)
        widget.choose_another_text = _say_lazily("Choose another %(object)s", object=name)
        widget.link_to_chosen_text = _say_lazily("Edit this %(object)s", object=name)
        return widget


class LanguageChooser(AdminPageChooser):
    """Chooses a page, and shows its language beside its title. The list of pages names it, too
    (templates/wagtailadmin/chooser/).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_one_text = AdminPageChooser.choose_one_text

    def get_display_title(self, instance: Any) -> str:
        return f"{super().get_display_title(instance)} ({instance.locale.get_display_name()})"


class GuideBlock(_Chooser, PageChooserBlock):
    """Chooses a guide."""

    @cached_property
    def widget(self) -> LanguageChooser:
        return LanguageChooser(self.target_models)

    def find_rows(self, keys: set[Any]) -> dict[Any, Any]:
        return self.model_class.find_chosen(keys)


class _PictureBlock(_Chooser, ImageChooserBlock):
    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        # Each place writes its own description on the picture.
        return [copy.copy(row) for row in super().bulk_to_python(values)]


class ImageBlock(WagtailImageBlock):
    """A picture, with its description for this place."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        self.child_blocks["image"] = chooser = _PictureBlock(required=required)
        chooser.set_name("image")


#: A link to a page in a stored rich text, and its page's id.
_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
_ID = re.compile(r'\bid="(\d+)"')


def find_chosen(block: Any, stored: Any) -> Iterator[tuple[type[Model] | None, int]]:
    """The model and key of each row that the stored value of a block names; no model: a page. Reads no row.

    What is stored otherwise than a block stores it is left out.
    """
    if isinstance(block, _Chooser) and isinstance(stored, int):
        yield (None if isinstance(block, GuideBlock) else block.model_class), stored
    elif isinstance(block, RichTextBlock) and isinstance(stored, str):
        yield from ((None, int(id)) for link in _LINK.findall(stored) for id in _ID.findall(link))
    elif isinstance(block, StructBlock) and isinstance(stored, dict):
        for name, child in block.child_blocks.items():
            yield from find_chosen(child, stored.get(name))
    elif isinstance(block, ListBlock) and isinstance(stored, list):
        for item in stored:
            yield from find_chosen(block.child_block, item.get("value", item) if isinstance(item, dict) else item)
