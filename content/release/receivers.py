"""Marks whatever is saved, deleted, moved or restricted. Models don't know editions; this listens to them."""

from typing import Any

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Count, Q
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from content.edition import compiler
from content.edition.models import Current, Reference
from content.model.branches.models import BranchPage, Offering
from content.model.compilation import Reference as ReferenceValue
from content.model.group.models import GroupSettings
from content.model.guides.models import GuidePage
from content.model.images.models import GuideImage
from content.model.notices.models import Recall
from content.model.publishing import Refused, mark, mark_placed, publishing
from content.model.snippets.drafting import taking_off
from content.model.snippets.models import Category, Citation, Clinician, Therapy
from content.model.vocabulary import Kind, State
from content.release.drafts import find_drafts

#: Model -> the kind of reference, and the attribute that is its public id.
MARKED_AS = {
    GuidePage: ("guide", "translation_key"),
    BranchPage: ("branch", "translation_key"),
    Offering: ("offering", "pk"),
    Category: ("category", "translation_key"),
    Therapy: ("therapy", "translation_key"),
    Clinician: ("clinician", "public_id"),
    Citation: ("citation", "public_id"),
    GuideImage: ("image", "public_id"),
}


#: What saving a draft writes into the page's own row: none of it is public.
DRAFT_FIELDS = {"latest_revision", "draft_title", "latest_revision_created_at", "has_unpublished_changes"}


@receiver([post_save, post_delete])
def mark_instance(
    sender: Any,
    instance: Any,
    signal: Any,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    if raw or (update_fields and update_fields <= DRAFT_FIELDS):
        return
    if isinstance(instance, Page):
        # Wagtail saves some pages as the base class; what they are is known by their content type.
        sender = instance.cached_content_type.model_class() if instance.content_type_id else sender
    if sender is GuideImage and signal is post_save and not instance.is_withheld and not instance.is_prepared:
        return  # marked once it is: until then what is public shows the picture as it was
    if sender in MARKED_AS:
        kind, attribute = MARKED_AS[sender]
        mark(kind, getattr(instance, attribute), page=instance.pk if isinstance(instance, Page) else None)
    elif sender is GroupSettings:
        mark("group", compiler.GROUP_SUBJECT)
    elif sender is Recall:
        with publishing():
            mark("guide", instance.guide)
            mark("recalls", compiler.RECALLS_SUBJECT)


@receiver(taking_off)
@receiver(pre_delete, sender=Category)
@receiver(pre_delete, sender=Citation)
@receiver(pre_delete, sender=Therapy)
@receiver(pre_delete, sender=GuideImage)
def keep_what_is_shown(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Raises Refused while a public guide shows it: it would have a hole in it, or wait to be signed without it."""
    kind, attribute = MARKED_AS[sender]
    shown = Reference.objects.filter(kind=kind, target=getattr(instance, attribute), edition__current__state=State.LIVE)
    if titles := sorted({edition.card["title"] for edition in (one.edition for one in shown) if edition.card}):
        message = _("“%(thing)s” is shown by: %(guides)s. Take it out there first.")
        raise Refused([message % {"thing": instance, "guides": ", ".join(titles)}])


@receiver(pre_delete, sender=Category)
@receiver(pre_delete, sender=Citation)
@receiver(pre_delete, sender=Clinician)
@receiver(pre_delete, sender=GuideImage)
def keep_what_drafts_name(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Raises Refused: the database protects only what the pages' own rows name."""
    if titles := find_drafts(instance):
        message = _("Drafts use “%(thing)s”: %(guides)s. Take it out there first.")
        raise Refused([message % {"thing": instance, "guides": ", ".join(titles)}])


@receiver(post_page_move)
def mark_moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    mark_below(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def mark_restricted(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    mark_below(instance.page)


@receiver([post_save, post_delete], sender=Site)
@receiver(post_save, sender=Locale)
def mark_tree(sender: Any, raw: bool = False, **kwargs: Any) -> None:
    """Which pages are in a site, and the code of a language, concern all that stands in the tree."""
    if not raw:
        mark_below(Page.get_first_root_node())


def mark_below(page: Page | None) -> None:
    """Mark every guide and branch at a page or under it."""
    if page is None:
        return
    with publishing():
        for model in (GuidePage, BranchPage):
            kind, attribute = MARKED_AS[model]
            for pk, id in model.objects.descendant_of(page, inclusive=True).values_list("pk", attribute):
                mark_placed(kind, id, page=pk)


@receiver(post_migrate)
def mark_what_code_defines(sender: Any, **kwargs: Any) -> None:
    """The vocabulary's labels are code: a new version of it may have changed them. The rest must be there to read."""
    if sender is not apps.get_app_config("content") or not is_migrated():
        return
    with publishing(reason="migrate") as publication:
        publication.heals = True
        mark("vocabulary", compiler.VOCABULARY_SUBJECT)
        mark("group", compiler.GROUP_SUBJECT)
        mark("recalls", compiler.RECALLS_SUBJECT)
        mark_brought_together()


def mark_brought_together() -> None:
    """A migration has moved what translations of a branch offered to the branch: what is gone becomes a tombstone.

    Nobody publishes it: what may not be public holds no migration up.
    """
    offered = Current.objects.filter(kind=Kind.OFFERING, state=State.LIVE)
    translated = BranchPage.objects.values("translation_key").annotate(pages=Count("pk")).filter(pages__gt=1)
    concerned = ~Q(subject__in=Offering.objects.values("pk")) | Q(
        branch__in=translated.order_by().values("translation_key")
    )
    with publishing() as publication:
        for subject in offered.filter(concerned).values_list("subject", flat=True):
            publication.taken_off.add(ReferenceValue("offering", str(subject)))
            mark("offering", subject)


def is_migrated() -> bool:
    """Whether the database has all that today's models are about, and nothing is on its way to or from there."""
    loader = MigrationLoader(connection)
    needed = (plan for leaf in loader.graph.leaf_nodes("content") for plan in loader.graph.forwards_plan(leaf))
    return loader.applied_migrations.keys() >= set(needed)
