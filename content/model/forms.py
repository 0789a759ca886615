"""The base of all our forms in the admin: detects conflicts, keeps unedited times exact, and saves expired drafts."""

from datetime import datetime
from itertools import chain, count
from typing import Any

from django import forms
from django.db import models
from django.utils import formats, timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.models import Page

from content.model.conflicts import ComparingForm
from content.model.days import DateField, DateTimeField

register_form_field_override(models.DateField, override={"widget": AdminDateInput, "form_class": DateField})
register_form_field_override(models.DateTimeField, override={"widget": AdminDateTimeInput, "form_class": DateTimeField})

#: Fields for scheduled publishing and expiry.
SCHEDULE = ("go_live_at", "expire_at")


def explain_expiry(moment: datetime) -> str:
    day = formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    return _("It expired on %(day)s. Before you publish, set a later expiry or remove it.") % {"day": day}


def find_expired(thing: Any) -> str:
    """A message for a draft whose expiry is past; empty if it isn't."""
    moment = getattr(thing, "expire_at", None)
    return explain_expiry(moment) if moment and moment <= timezone.now() else ""


def explain_zone() -> str:
    """Whose clock the times of a form are of. Users choose their time zone in their account."""
    names = {
        "zone": timezone.get_current_timezone_name(),
        "now": formats.time_format(timezone.localtime(), "H:i"),
    }
    return _("Times are in the time zone %(zone)s, where it is %(now)s now.") % names


class EditingForm(ComparingForm):
    """Mixed in before Wagtail's form."""

    cleaned_data: dict[str, Any]
    is_deferred_validation: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateTimeField):
                field.help_text = " ".join(filter(None, [str(field.help_text), explain_zone()]))

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name, field in self.fields.items():
            if isinstance(field, forms.DateTimeField) and self._is_as_shown(name, field):
                self.cleaned_data[name] = self.initial[name]  # type: ignore[attr-defined]
                self._errors.pop(name, None)  # type: ignore[attr-defined]

    def _is_as_shown(self, name: str, field: forms.DateTimeField) -> bool:
        """Whether the field was not edited. Then the stored time is kept exactly.

        The form shows no seconds, and when clocks go back, two moments look the same.
        """
        stored = self.initial.get(name)  # type: ignore[attr-defined]
        if not isinstance(stored, datetime):
            return False
        key = self.add_prefix(name)  # type: ignore[attr-defined]
        sent = field.widget.value_from_datadict(self.data, self.files, key)  # type: ignore[attr-defined]
        return bool(sent == field.widget.format_value(field.prepare_value(stored)))

    def _clean_form(self) -> None:
        typed = {name: self.cleaned_data.get(name) for name in SCHEDULE if name in self.fields}
        super()._clean_form()  # type: ignore[misc]
        if self.is_deferred_validation:
            for name, value in typed.items():
                if value and value == self.initial.get(name) and name in self._errors:  # type: ignore[attr-defined]
                    # A past time that was not typed now is accepted in a draft. Publishing refuses it.
                    del self._errors[name]  # type: ignore[attr-defined]
                    self.cleaned_data[name] = value
            return
        moment = typed.get("expire_at")
        if "expire_at" in self._errors and moment and moment == self.initial.get("expire_at"):  # type: ignore[attr-defined]
            self.add_error("expire_at", explain_expiry(moment))  # type: ignore[attr-defined]


class ModelEditForm(EditingForm, WagtailAdminModelForm):
    """The form of a snippet or setting."""


class PageEditForm(EditingForm, WagtailAdminPageForm):
    """The form of a page. In a draft, a slug that can't be used prevents neither saving nor preview."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.is_deferred_validation and "slug" in self._errors:
            del self._errors["slug"]
            self.instance.slug_refused = self.data.get(self.add_prefix("slug"), "")
            cleaned["slug"] = self._find_free_slug()
        return cleaned

    def _find_free_slug(self) -> str:
        """The slug of the stored draft. For a new page, or if that is taken meanwhile: the typed one with a number."""
        base = self.initial.get("slug") or slugify(self.instance.slug_refused) or slugify(self.data.get("title", ""))
        base = base or self.instance._meta.model_name
        candidates = chain([base], (f"{base}-{number}" for number in count(2)))
        return next(slug for slug in candidates if Page._slug_is_available(slug, self.parent_page, self.instance))


def explain_slug(page: Any) -> str:
    """A message for a draft that was saved with another slug than was typed; empty if it wasn't."""
    if not (refused := getattr(page, "slug_refused", "")):
        return ""
    message = _("The slug “%(typed)s” can't be used here, so the draft has “%(slug)s”. Choose one before publishing.")
    return message % {"typed": refused, "slug": page.slug}
