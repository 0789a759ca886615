"""What a bulk operation is asked for: which things, and what becomes of them."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from content.desk.bulk.matching import Wanted
from content.model.branches.models import BranchPage, Offering
from content.model.branches.policy import editable_branches, find_guides, offering_branches
from content.model.guides.models import GuidePage
from content.model.ordering import ByCodePoint
from content.model.snippets.models import Category
from content.model.sources import keep_sources

#: The longest text that is looked for or put in.
LONGEST = 200


class Choice(forms.Form):
    """The base. `title` names the operation in lists and logs."""

    def __init__(self, data: Any, user: Any) -> None:
        super().__init__(data)
        self.user = user

    @property
    def title(self) -> str:
        raise NotImplementedError


def list_categories(used_by: Any = None) -> QuerySet[Category]:
    """Each category once. `used_by`: only those of these guides."""
    found: QuerySet[Category] = keep_sources(Category.objects.filter(live=True))
    if used_by is None:
        return found
    keys = GuidePage.objects.filter(pk__in=used_by).values("category__translation_key")
    return found.filter(translation_key__in=keys)


class OfferingChoice(Choice):
    branch: Any = forms.ModelChoiceField(None, required=False, label=gettext_lazy("Branch"))
    category: Any = forms.ModelChoiceField(None, required=False, label=gettext_lazy("Category"))

    def __init__(self, data: Any, user: Any) -> None:
        super().__init__(data, user)
        fields: Any = self.fields
        fields["branch"].queryset = offering_branches(user).order_by(ByCodePoint("title"))
        fields["branch"].empty_label = _("All branches")
        fields["category"].queryset = list_categories(find_guides(user).values("pk"))
        fields["category"].empty_label = _("All categories")

    @cached_property
    def guides(self) -> dict[int, GuidePage]:
        """Key of a page -> the page."""
        return {guide.pk: guide for guide in find_guides(self.user)}

    def find_offerings(self) -> QuerySet[Offering]:
        """The chosen offerings, of branches that the user may edit, without their guides: see `guides`."""
        chosen = self.cleaned_data
        branches: Any = self.fields["branch"]
        guides = find_guides(self.user).values("pk")
        found = Offering.objects.filter(branch__in=branches.queryset.values("pk"), guide__in=guides)
        if chosen.get("branch"):
            found = found.filter(branch=chosen["branch"])
        if chosen.get("category"):
            found = found.filter(guide__category__translation_key=chosen["category"].translation_key)
        return found.select_related("branch").order_by(ByCodePoint("branch__title"), ByCodePoint("guide__title"))


class ContactChoice(Choice):
    FIELDS = ("phone", "email", "contact_label", "contact_url")

    field = forms.ChoiceField(label=gettext_lazy("What changes"))
    before = forms.CharField(
        label=gettext_lazy("Only where it is now"),
        required=False,
        max_length=LONGEST,
        help_text=gettext_lazy("Leave it empty to change it at every branch that you choose."),
    )
    after = forms.CharField(label=gettext_lazy("New value"), required=False, max_length=LONGEST)
    publishes = forms.BooleanField(
        label=gettext_lazy("Publish at once"),
        required=False,
        help_text=gettext_lazy("Only branches whose draft has no other changes. The others are saved as drafts."),
    )
    branch: Any = forms.ModelChoiceField(None, required=False, label=gettext_lazy("Branch"))
    language: Any = forms.ModelChoiceField(None, required=False, label=gettext_lazy("Language"))

    def __init__(self, data: Any, user: Any) -> None:
        super().__init__(data, user)
        fields: Any = self.fields
        names = [(name, self.name_field(name)) for name in self.FIELDS]
        fields["field"].choices = names
        fields["branch"].queryset = editable_branches(user).order_by(ByCodePoint("title"))
        fields["branch"].empty_label = _("All branches")
        fields["language"].queryset, fields["language"].empty_label = Locale.objects.all(), _("All languages")

    def name_field(self, name: str) -> str:
        model_field: Any = BranchPage._meta.get_field(name)
        return str(model_field.verbose_name).capitalize()

    @property
    def title(self) -> str:
        names = {"field": self.name_field(self.cleaned_data["field"]), "after": self.cleaned_data["after"] or "–"}
        return _("Contact of branches: %(field)s → %(after)s") % names


class GuideChoice(Choice):
    """Which guides."""

    language: Any = forms.ModelChoiceField(None, label=gettext_lazy("Language"))
    of_category: Any = forms.ModelChoiceField(None, required=False, label=gettext_lazy("Guides of the category"))
    branch: Any = forms.ModelChoiceField(None, required=False, label=gettext_lazy("Guides offered at"))

    def __init__(self, data: Any, user: Any) -> None:
        super().__init__(data, user)
        fields: Any = self.fields
        fields["language"].queryset, fields["language"].empty_label = Locale.objects.all(), _("Choose a language")
        fields["of_category"].queryset, fields["of_category"].empty_label = list_categories(), _("All categories")
        fields["branch"].queryset = offering_branches(user).order_by(ByCodePoint("title"))
        fields["branch"].empty_label = _("All branches")

    def keep_chosen(self, pages: Any) -> Any:
        chosen = self.cleaned_data
        if chosen.get("language"):
            pages = pages.filter(locale=chosen["language"])
        if chosen.get("of_category"):
            pages = pages.filter(category__translation_key=chosen["of_category"].translation_key)
        if chosen.get("branch"):
            offered = Offering.objects.filter(branch=chosen["branch"], available=True)
            pages = pages.filter(translation_key__in=offered.values("guide__translation_key"))
        return pages


class CategoryChoice(GuideChoice):
    after: Any = forms.ModelChoiceField(None, label=gettext_lazy("New category"))
    field_order = ["after", "of_category", "language", "branch"]

    def __init__(self, data: Any, user: Any) -> None:
        super().__init__(data, user)
        fields: Any = self.fields
        fields["after"].queryset = list_categories()
        fields["language"].required, fields["language"].empty_label = False, _("All languages")

    @property
    def title(self) -> str:
        before, after = self.cleaned_data.get("of_category") or "–", self.cleaned_data["after"]
        return _("Category: %(before)s → %(after)s") % {"before": before, "after": after}

    @cached_property
    def translations(self) -> dict[int, Category]:
        """Language -> the new category in it."""
        rows = Category.objects.filter(translation_key=self.cleaned_data["after"].translation_key, live=True)
        return {row.locale_id: row for row in rows}


class AftercareChoice(GuideChoice):
    WAYS = [
        ("add", gettext_lazy("Add a line")),
        ("replace", gettext_lazy("Replace a line")),
        ("remove", gettext_lazy("Remove a line")),
    ]
    way = forms.ChoiceField(label=gettext_lazy("What changes"), choices=WAYS)
    before = forms.CharField(
        label=gettext_lazy("The line now"),
        required=False,
        max_length=LONGEST,
        help_text=gettext_lazy("The whole paragraph or item, as it stands under “Aftercare”."),
    )
    after = forms.CharField(label=gettext_lazy("The new line"), required=False, max_length=LONGEST)
    field_order = ["way", "before", "after", "language", "of_category", "branch"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("way") in ("replace", "remove") and not cleaned.get("before"):
            self.add_error("before", _("Enter the line that is there now."))
        if cleaned.get("way") in ("add", "replace") and not cleaned.get("after"):
            self.add_error("after", _("Enter the new line."))
        return cleaned

    @property
    def title(self) -> str:
        names = {"before": self.cleaned_data["before"], "after": self.cleaned_data["after"]}
        sentences = {
            "add": _("Aftercare: added “%(after)s”"),
            "replace": _("Aftercare: “%(before)s” → “%(after)s”"),
            "remove": _("Aftercare: removed “%(before)s”"),
        }
        return sentences[self.cleaned_data["way"]] % names


class WordsChoice(GuideChoice):
    find = forms.CharField(label=gettext_lazy("Find"), max_length=LONGEST)
    replacement = forms.CharField(label=gettext_lazy("Replace with"), max_length=LONGEST, required=False)
    match_case = forms.BooleanField(label=gettext_lazy("Match capital letters"), required=False)
    parts_of_words = forms.BooleanField(label=gettext_lazy("Parts of words too"), required=False)
    field_order = ["find", "replacement", "match_case", "parts_of_words", "language", "of_category", "branch"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("find") and cleaned["find"] == cleaned.get("replacement"):
            self.add_error("replacement", _("This is what is looked for. Nothing would change."))
        return cleaned

    @property
    def title(self) -> str:
        return _("Replaced “%(before)s” by “%(after)s”") % {
            "before": self.cleaned_data["find"],
            "after": self.cleaned_data["replacement"],
        }

    @property
    def wanted(self) -> Wanted:
        chosen = self.cleaned_data
        return Wanted(chosen["find"], chosen["replacement"], bool(chosen["match_case"]), not chosen["parts_of_words"])
