"""Keeps users from overwriting each other's changes unseen: a form compares the values that it showed with stored ones.

A form has a hidden field with a digest of each shown value. If a stored value has changed since, nothing is saved: the
form names the field and both values, and keeps what was typed. Saving again then overwrites knowingly.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db import connection
from django.utils import formats, timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey

#: The name of the hidden field.
SHOWN = "shown"
#: Letters of a digest. It has no digits, since spreadsheets could read them as a number.
LENGTH = 8
LONGEST = 300
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
#: Attribute of an instance that an edit view shows or saves: "latest", or "older" for an earlier revision.
_EDITED = "_is_edited"
#: Widgets with a single text value, which can be replaced in the sent data.
_PLAIN = (forms.widgets.Input, forms.Textarea, forms.Select)
#: Child rows that are not compared: Wagtail handles their conflicts itself.
_NOT_COMPARED = {"comments"}


def note_edit(instance: Any, is_older: bool) -> None:
    """Called by edit views only. Previews show what is typed, so they need no comparison."""
    setattr(instance, _EDITED, "older" if is_older else "latest")


def digest(value: Any) -> str:
    """The digest of a value as read from the database."""
    return hashlib.sha256(_write(value).encode()).hexdigest()[:LENGTH].translate(_LETTERS)


def _write(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return str(value.timestamp())
    if isinstance(value, list):
        return json.dumps([[_write(part) for part in row] for row in value])
    return "" if value is None else str(value).replace("\r\n", "\n")


def read_value(instance: Any, name: str) -> Any:
    """The value of a field in a form that can be compared: a stream or file as its stored text."""
    field: Any = instance._meta.get_field(name)
    value = field.value_from_object(instance)
    if hasattr(field, "stream_block"):
        return json.dumps(_without_ids(json.loads(field.value_to_string(instance))), sort_keys=True)
    return value if isinstance(value, Decimal | datetime | bool | int) or value is None else str(value)


def _without_ids(blocks: Any) -> Any:
    """Ids are removed, since new blocks have none until they are saved."""
    if isinstance(blocks, list):
        return [_without_ids(block) for block in blocks]
    if isinstance(blocks, dict):
        return {key: _without_ids(value) for key, value in blocks.items() if key != "id"}
    return blocks


def lock(instance: Any) -> Any:
    """The stored row, or its newest draft, locked until the end of the transaction."""
    model: Any = type(instance)
    root: Any = (model._meta.get_parent_list() or [model])[-1]
    if connection.in_atomic_block:
        root._base_manager.select_for_update(no_key=True).filter(pk=instance.pk).values_list("pk").first()
    return _read_stored(instance)


def _read_stored(instance: Any) -> Any:
    stored = type(instance)._base_manager.filter(pk=instance.pk).first()
    return stored.get_latest_revision_as_object() if hasattr(stored, "get_latest_revision_as_object") else stored


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else has changed since it was shown. The values are for display."""

    name: str
    label: str
    theirs: str
    yours: str
    #: Whether the user edited it too. Then saving again overwrites theirs; else the form now has their value.
    is_touched: bool

    @property
    def message(self) -> str:
        values = {"theirs": self.theirs, "yours": self.yours}
        if not self.is_touched:
            return _("This was changed after you opened the form. It is now “%(theirs)s”.") % values
        return (
            _(
                "This was changed after you opened the form. It is now “%(theirs)s”; you have “%(yours)s”. "
                "Save again to keep yours."
            )
            % values
        )


class ShownField(forms.CharField):
    widget = forms.HiddenInput(attrs={"autocomplete": "off"})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class ComparingForm:
    """Mixed in before a model form: it refuses to overwrite values that have changed since they were shown."""

    fields: dict[str, Any]
    instance: Any
    data: Any
    is_bound: bool
    #: Whether a form that doesn't say what it has shown is refused. It would overwrite everything unseen.
    must_say_shown: ClassVar[bool] = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts: list[Conflict] = []
        self.fields[SHOWN] = ShownField(required=False)
        if self.instance.pk and not self.is_bound:
            self.initial[SHOWN] = self.write_shown(self.find_shown())  # type: ignore[attr-defined]

    def find_shown(self) -> Any:
        return _read_stored(self.instance) if getattr(self.instance, _EDITED, "") == "older" else self.instance

    def find_stored(self) -> Any:
        """The stored row, locked; None if there is nothing to compare."""
        return lock(self.instance) if self.instance.pk and hasattr(self.instance, _EDITED) else None

    def write_shown(self, instance: Any) -> str:
        return json.dumps({name: digest(value) for name, value in self._read_all(instance).items()})

    def read_shown(self) -> dict[str, str] | None:
        """Field name -> digest; None if the form doesn't say."""
        try:
            shown = json.loads(self.data.get(self.add_prefix(SHOWN)) or "null")  # type: ignore[attr-defined]
        except (ValueError, RecursionError):
            return None
        return shown if isinstance(shown, dict) else None

    def _names(self) -> list[str]:
        fields = {field.name for field in self.instance._meta.concrete_fields}
        return [name for name, field in self.fields.items() if name in fields and not field.disabled]

    def _read_all(self, instance: Any) -> dict[str, Any]:
        values = {name: read_value(instance, name) for name in self._names()}
        return values | {name: _read_children(getattr(instance, name).all()) for name in self._formsets()}

    def _formsets(self) -> dict[str, Any]:
        found: Mapping[str, Any] = getattr(self, "formsets", {})
        return {name: formset for name, formset in found.items() if name not in _NOT_COMPARED}

    def _post_clean(self) -> None:
        stored = self.find_stored() if self.is_bound else None
        if stored is not None and not hasattr(stored, "latest_revision"):
            # Fields that the form doesn't show keep their stored values, not those from the start of the view.
            for field in stored._meta.concrete_fields:
                if field.name not in self.fields:
                    setattr(self.instance, field.attname, getattr(stored, field.attname))
        super()._post_clean()  # type: ignore[misc]
        if stored is None:
            return
        if (shown := self.read_shown()) is not None:
            self._compare(shown, stored)
        elif self.must_say_shown:
            self.show_conflicts({}, stored)
            message = _("This form doesn't say what it has shown. Look at it again, and save again to keep it.")
            self.add_error(None, message)  # type: ignore[attr-defined]

    def _compare(self, shown: dict[str, str], stored: Any) -> None:
        typed = {name: read_value(self.instance, name) for name in self._names()} | self._read_typed_children()
        for name, theirs in self._read_all(stored).items():
            then, now, here = shown.get(name), digest(theirs), digest(typed.get(name, theirs))
            if then is not None and now not in (then, here):
                self.conflicts.append(self._describe(name, stored, is_touched=here != then or not self._can_take(name)))
        if self.conflicts:
            self.show_conflicts(shown, stored)

    def is_touched(self, shown: dict[str, str]) -> bool:
        """Whether the user has changed any of the shown fields."""
        return any(digest(read_value(self.instance, name)) != shown[name] for name in self._names() if name in shown)

    def show_conflicts(self, shown: dict[str, str], stored: Any) -> None:
        """Refuse, and put the stored digests into the form, so that saving again succeeds."""
        self.data = self.data.copy()
        self.data[self.add_prefix(SHOWN)] = self.write_shown(stored)  # type: ignore[attr-defined]
        for conflict in self.conflicts:
            is_field = conflict.name in self.fields
            if is_field and not conflict.is_touched:
                self._take(conflict.name, stored)
            message = conflict.message if is_field else f"{conflict.label}: {conflict.message}"
            self.add_error(conflict.name if is_field else None, message)  # type: ignore[attr-defined]

    def _can_take(self, name: str) -> bool:
        widget = self.fields[name].widget if name in self.fields else None
        return isinstance(widget, _PLAIN) and not isinstance(widget, forms.FileInput)

    def _take(self, name: str, stored: Any) -> None:
        """Put their value into a field that the user has not edited: else saving again would undo it."""
        field, key = self.fields[name], self.add_prefix(name)  # type: ignore[attr-defined]
        value = field.prepare_value(stored._meta.get_field(name).value_from_object(stored))
        if isinstance(field.widget, forms.CheckboxInput):
            self.data.pop(key, None)
            if value:
                self.data[key] = "on"
            return
        text = "" if value is None else field.widget.format_value(value)
        self.data[key] = str(text[0] if isinstance(text, list) and text else text or "")

    def _read_typed_children(self) -> dict[str, Any]:
        return {
            name: _read_children([form.instance for form in _kept(formset)])
            for name, formset in self._formsets().items()
            if formset.is_valid()
        }

    def _describe(self, name: str, stored: Any, *, is_touched: bool) -> Conflict:
        if formset := self._formsets().get(name):
            mine = [form.instance for form in _kept(formset)] if formset.is_valid() else []
            label = capfirst(str(formset.model._meta.verbose_name_plural))
            return Conflict(name, label, _say_all(getattr(stored, name).all()), _say_all(mine), is_touched)
        label = str(self.fields[name].label or name)
        return Conflict(name, label, show_value(stored, name), show_value(self.instance, name), is_touched)

    def get_field_updates_for_resave(self) -> Any:
        """Updates the digests after Wagtail's autosave, since the form stays open."""
        updates = super().get_field_updates_for_resave()  # type: ignore[misc]
        if self.instance.pk:
            updates.append((self.add_prefix(SHOWN), self.write_shown(_read_stored(self.instance))))  # type: ignore[attr-defined]
        return updates


def _kept(formset: Any) -> list[Any]:
    rows = [form for form in formset.forms if form.has_changed() or form.instance.pk]
    rows = [form for form in rows if not (formset.can_delete and formset._should_delete_form(form))]
    return sorted(rows, key=lambda form: form.cleaned_data.get("ORDER") or 0) if formset.can_order else rows


def _child_fields(child: Any) -> list[str]:
    fields = [field for field in child._meta.concrete_fields if field.editable and not field.primary_key]
    return [field.name for field in fields if not isinstance(field, ParentalKey) and field.name != "sort_order"]


def _read_children(children: Any) -> list[list[Any]]:
    return [[read_value(child, name) for name in _child_fields(child)] for child in children]


def _say_all(children: Any) -> str:
    rows = [", ".join(show_value(child, name) for name in _child_fields(child)) for child in children]
    return Truncator("; ".join(rows) or "–").chars(LONGEST)


def show_value(instance: Any, name: str) -> str:
    """A field's value for display."""
    field: Any = instance._meta.get_field(name)
    if field.is_relation:
        value: Any = getattr(instance, name, None)
    elif hasattr(field, "stream_block"):
        value = " ".join(strip_tags(str(text)) for text in field.get_searchable_content(getattr(instance, name)))
    elif field.choices:
        value = getattr(instance, f"get_{name}_display")()
    else:
        value = getattr(instance, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    if isinstance(value, Decimal):
        value = formats.number_format(value, decimal_pos=field.decimal_places)
    text = strip_tags(str(formats.localize(value))) if value not in (None, "") else "–"
    return Truncator(text).chars(LONGEST)
