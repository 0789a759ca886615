"""The form of guides. A translation's facts come from its source. Publishing runs the checks of settling early."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from content.model.forms import SCHEDULE, PageEditForm
from content.model.guides import refusals
from content.model.guides.reviewing import find_next_review
from content.model.sections import SECTIONS


class GuideForm(PageEditForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: Phrases that must not be published. They are listed above the form.
        self.refused_claims: list[refusals.Refusal] = []
        page = self.instance
        if self.for_user and not self._may_publish():
            self._leave_schedule()
        if page.pk and not page.is_source:
            for section in SECTIONS:
                for column in section.all_fact_columns:
                    if column in self.fields:
                        self._take_from_source(column)

    def _may_publish(self) -> bool:
        if self.instance.pk:
            return bool(self.instance.permissions_for_user(self.for_user).can_publish())
        return bool(self.parent_page and self.parent_page.permissions_for_user(self.for_user).can_publish_subpage())

    def _leave_schedule(self) -> None:
        """Only users who may publish set the schedule. For others it stays as in the newest draft."""
        pk = self.instance.pk
        stored = type(self.instance)._default_manager.get(pk=pk).get_latest_revision_as_object() if pk else None
        for name in SCHEDULE:
            self.fields.pop(name, None)
            setattr(self.instance, name, getattr(stored, name, None))

    @property
    def show_schedule_publishing_toggle(self) -> bool:
        return all(name in self.fields for name in SCHEDULE)

    def _take_from_source(self, column: str) -> None:
        self.fields[column].disabled = True
        self.fields[column].help_text = _("Taken from the %(language)s guide; change it there.") % {
            "language": self.instance.source_page.locale.get_display_name()
        }
        self.initial[column] = getattr(self.instance.source_page, column)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name in ("summary", *(section.lead_field for section in SECTIONS)):
            if cleaned.get(name):
                cleaned[name] = " ".join(cleaned[name].split())  # the field accepts several lines
        if cleaned.get("last_reviewed") and not cleaned.get("next_review") and "next_review" not in self.errors:
            cleaned["next_review"] = find_next_review(cleaned["last_reviewed"])
        # Wagtail defers required fields only when it saves a draft. Otherwise this form publishes or submits.
        if not self.is_deferred_validation and not self.errors:
            page = self._build_page(cleaned)
            for refusal in refusals.find_refusals(page):
                if not refusal.stops(publishing="action-publish" in self.data):
                    continue
                if refusal.words and refusal.field in self.fields:
                    self.refused_claims.append(refusal)
                self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)
        return cleaned

    def _build_page(self, cleaned: dict[str, Any]) -> Any:
        """A copy of the page with the typed values: Django fills the instance only after `clean`."""
        page = self.instance.__class__(
            **{field.attname: getattr(self.instance, field.attname) for field in self.instance._meta.concrete_fields}
        )
        for name, value in cleaned.items():
            if name in self._meta.fields:
                setattr(page, name, value)
        citations = page.guide_citations
        citations.set([citations.model(citation=citation) for citation in self._typed_citations()])
        return page

    def _typed_citations(self) -> list[Any]:
        """The typed citations in the form's order, after those that the form does not show."""
        formset = self.formsets["guide_citations"]
        if not formset.is_valid():
            return [item.citation for item in self.instance.guide_citations.all()]
        typed = {form.instance.pk for form in formset.forms}
        kept = [item.citation for item in self.instance.guide_citations.all() if item.pk and item.pk not in typed]
        rows = [row for row in formset.cleaned_data if row.get("citation") and not row.get("DELETE")]
        return kept + [row["citation"] for row in sorted(rows, key=lambda row: row.get("ORDER") or 0)]
