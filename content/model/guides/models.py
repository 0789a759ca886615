"""The guide page: an overview, five sections, and the list under which guides live."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.blocks import CharBlock, StructBlock
from wagtail.locks import WorkflowLock
from wagtail.models import Orderable, Page
from wagtail.search import index

from content.model.blocks.base import SectionStreamField, text_block
from content.model.forms import PageEditForm
from content.model.guides import previews
from content.model.guides.forms import GuideForm
from content.model.guides.panels import FilledFieldPanel, GuideTitlePanel, TemplatesPanel
from content.model.publishing import PublishedPage, Refused
from content.model.remembering import remembered, remembered_each
from content.model.sections import SECTIONS
from content.model.sections.combinations import CombinationsSection
from content.model.sections.mechanism import MechanismSection
from content.model.sections.process import ProcessSection
from content.model.sections.safety import SafetySection
from content.model.sections.sessions import SessionsSection
from content.model.vocabulary import BodyArea

#: The largest id that the database can have. Ids in rich texts are untrusted.
_MAX_ID = 2**31 - 1
SLUG_HELP = _("The last part of the web address: lower-case words with hyphens. Old addresses redirect.")
_NO_ALIAS = _("A guide cannot be an alias, because the same text would have two ids. Copy it instead.")


class WebAddressed(models.Model):
    """A page whose public address is a web page made from editions. Wagtail itself does not serve it."""

    web_folder: str

    class Meta:
        abstract = True

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str | None] | None:
        sites = self._get_relevant_site_root_paths(request)  # type: ignore[attr-defined]
        if not sites:
            return None
        site_id, _root_path, root_url, _language = sites[0]
        return site_id, root_url, self.web_path

    @property
    def web_path(self) -> str:
        return f"/{self.web_folder}/{self.slug}/?locale={self.locale.language_code}"  # type: ignore[attr-defined]


class HomePage(PublishedPage, Page):
    """The root of a language. It has the lists of guides and of branches."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["content.GuideIndexPage", "content.BranchIndexPage"]
    base_form_class = PageEditForm
    preview_modes: list[tuple[str, Any]] = []

    class Meta:
        verbose_name = _("home")


class GuideIndexPage(PublishedPage, Page):
    max_count_per_parent = 1
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.GuidePage"]
    base_form_class = PageEditForm
    preview_modes: list[tuple[str, Any]] = []

    class Meta:
        verbose_name = _("list of guides")


class FAQBlock(StructBlock):
    question = CharBlock(max_length=160, help_text=_("As a patient would ask it, for example “Does it hurt?”."))
    answer = text_block()

    class Meta:
        icon = "help"
        label = _("Question")


class GuideCitation(Orderable):
    page = ParentalKey("content.GuidePage", on_delete=models.CASCADE, related_name="guide_citations")
    citation = models.ForeignKey("content.Citation", on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("citation")]


class GuidePage(
    PublishedPage,
    WebAddressed,
    MechanismSection,
    ProcessSection,
    SessionsSection,
    SafetySection,
    CombinationsSection,
    Page,
):
    """One treatment in one locale. Its public id is `translation_key`, which all its locales share."""

    web_folder = "guides"

    summary = models.CharField(
        max_length=280,
        blank=True,
        help_text=_("What it is and who it is for, up to 280 characters. Cards and search results show it."),
    )
    category = models.ForeignKey("content.Category", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    body_area = models.CharField(max_length=20, choices=BodyArea.choices, blank=True)
    also_known_as = models.TextField(
        blank=True,
        validators=[MaxLengthValidator(1000)],
        help_text=_("Other names that patients search for, one on each line. For example, “hair injections”."),
    )
    hero = models.ForeignKey("content.GuideImage", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    hero_alt = models.CharField(
        _("image description (alt text)"),
        max_length=160,
        blank=True,
        help_text=_("For people who cannot see the image. Leave empty only if it is decorative."),
    )
    faqs = SectionStreamField([("faq", FAQBlock())], blank=True, verbose_name=_("questions people ask"))
    reviewer = models.ForeignKey("content.Clinician", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    last_reviewed = models.DateField(null=True, blank=True, help_text=_("The day the reviewer read the whole guide."))
    next_review = models.DateField(
        _("next review due"),
        null=True,
        blank=True,
        help_text=_("If empty, it is calculated from the last review and the group's settings."),
    )
    unplaced = models.TextField(
        _("text the import could not place"),
        blank=True,
        help_text=_("The import could not place this text. Move what you need, then clear it. Never public."),
    )

    base_form_class = GuideForm
    parent_page_types = ["content.GuideIndexPage"]
    subpage_types: list[str] = []

    overview_panels = [
        TemplatesPanel(heading=_("Begin with a template")),
        FilledFieldPanel("unplaced"),
        GuideTitlePanel("title", help_text=_("The treatment and what it is for. For example, “Mesotherapy for hair”.")),
        FieldPanel("slug", help_text=SLUG_HELP),
        FieldPanel("summary", widget=AdminAutoHeightTextInput),
        MultiFieldPanel(
            [FieldPanel("category"), FieldPanel("body_area"), FieldPanel("also_known_as")],
            heading=_("Search and categories"),
        ),
        MultiFieldPanel([FieldPanel("hero"), FieldPanel("hero_alt")], heading=_("Picture")),
        FieldPanel("faqs"),
    ]
    review_panels = [
        FieldPanel(
            "reviewer",
            help_text=_("Whom readers see. Any clinical reviewer can sign. Add who is missing under “Clinicians”."),
        ),
        FieldPanel("last_reviewed"),
        FieldPanel("next_review"),
        InlinePanel("guide_citations", heading=_("Citations"), label=_("Citation")),
        *Page.settings_panels,  # schedule and comments, which Wagtail shows in side panels
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(overview_panels, heading=_("Overview")),
            *(section.build_panel() for section in SECTIONS),
            ObjectList(review_panels, heading=_("Review")),
        ],
        base_form_class=GuideForm,
    )
    #: Wagtail asks the database at each save whether a site begins at the page.
    _is_site_root = False
    #: `content.desk.search.admin_index` does it.
    search_auto_update = False
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("also_known_as"),
        index.FilterField("body_area"),
        index.FilterField("category"),
    ]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    @cached_property
    def source_page(self) -> "GuidePage":
        """The page of the locale in which the guide was first written. Facts come from it."""
        return _find_source(self.translation_key) or self

    @property
    def is_source(self) -> bool:
        return self.source_page.pk == self.pk or self.pk is None

    @property
    def facts_page(self) -> "GuidePage":
        return self if self.is_source else self.source_page

    @staticmethod
    def find_chosen(keys: Iterable[int]) -> dict[int, "GuidePage"]:
        """For the block that chooses a guide."""
        return {key: page for key, pages in find_in_languages(keys).items() for page in pages if page.pk == key}

    def is_older_than(self, source: "GuidePage") -> bool:
        """Whether the source was published after this translation."""
        published, since = self.last_published_at, source.last_published_at
        return bool(self.pk != source.pk and published and since and published < since)

    @property
    def other_names(self) -> list[str]:
        return [name.strip() for name in self.also_known_as.splitlines() if name.strip()]

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        for section in SECTIONS:
            for fact in section.ranges:
                errors |= fact.check(self)
        if self.last_reviewed and self.next_review and self.next_review <= self.last_reviewed:
            errors["next_review"] = ValidationError(_("The next review must be after the last one."))
        if self.alias_of_id:
            errors["title"] = ValidationError(_NO_ALIAS)
        if errors:
            raise ValidationError(errors)

    def create_alias(self, *args: Any, **kwargs: Any) -> Any:
        """Raises Refused: there are no aliases of guides."""
        raise Refused([str(_NO_ALIAS)])

    def update_aliases(self, *args: Any, **kwargs: Any) -> None:
        """Asks nothing, at each publication: there are none."""

    def get_lock(self) -> Any:
        """None during a task that locks nobody out, such as sign-off: Wagtail would still report a lock."""
        lock = super().get_lock()
        return None if isinstance(lock, WorkflowLock) and not lock.for_user(AnonymousUser()) else lock

    def is_previewable(self) -> bool:
        """Always. Lists ask for each row: to find the previews would take queries."""
        return True

    @cached_property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """Found once for a form, which asks ten times."""
        return previews.modes(self)

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        return previews.render(self, request, mode_name)


def require_sections(page: type[models.Model]) -> None:
    """Raises ImproperlyConfigured where a section's columns are not in the page.

    No system check could say so: Wagtail's own fail before it, since forms name the columns.
    """
    for section in SECTIONS:
        if not issubclass(page, section.mixin):
            names = f"{page.__name__} lacks the section {section.key}: add {section.mixin.__name__} to its bases"
            raise ImproperlyConfigured(f"{names} in content/model/guides/models.py.")


require_sections(GuidePage)


@remembered_each
def find_in_languages(page_ids: list[int]) -> dict[int, list[GuidePage]]:
    """Page id -> the pages of its guide in all languages, without streams. One query."""
    named = GuidePage.objects.filter(pk__in=[id for id in page_ids if id <= _MAX_ID]).values("translation_key")
    pages = GuidePage.objects.defer_streamfields().filter(translation_key__in=named).select_related("locale")
    return {page.pk: found for found in group_by_guide(pages).values() for page in found}


def group_by_guide(pages: Iterable[GuidePage]) -> dict[Any, list[GuidePage]]:
    guides: dict[Any, list[GuidePage]] = {}
    for page in pages:
        guides.setdefault(page.translation_key, []).append(page)
    for found in guides.values():
        source = min(found, key=lambda page: page.pk)
        for page in found:
            page.source_page = source
    return guides


def find_linked(page_id: str) -> GuidePage | None:
    """The guide with this page id from a rich text. The id is untrusted text."""
    return GuidePage.objects.filter(pk=page_id).first() if page_id.isdecimal() else None


def find_sources(guides: Iterable[Any] | None = None) -> dict[Any, GuidePage]:
    """Guide id -> its source page, without its streams. One query. `guides`: their ids; None: all."""
    sources: dict[Any, GuidePage] = {}
    pages = GuidePage.objects.defer_streamfields().select_related("locale").order_by("pk")
    for page in pages if guides is None else pages.filter(translation_key__in=list(guides)):
        sources.setdefault(page.translation_key, page)
    return sources


def write_keys(guides: Any) -> Any:
    """The keys of these guides as texts, as Wagtail's revisions and workflows name pages: for `object_id__in`."""
    return guides.annotate(_key=Cast("pk", models.CharField())).values("_key")


@remembered
def _find_source(guide: Any) -> GuidePage | None:
    return GuidePage.objects.filter(translation_key=guide).order_by("pk").first()
