"""Marks everything that is saved, deleted, moved or restricted, by signals: models don't know editions."""

from typing import Any

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from content.edition import compiler
from content.model.branches.models import BranchPage
from content.model.consent.models import Consent
from content.model.group.models import GroupSettings
from content.model.guides.models import GuidePage
from content.model.images.models import GuideImage
from content.model.notices.models import Recall
from content.model.publishing import DRAFT_FIELDS, mark, mark_placed, publishing
from content.model.snippets.drafting import taking_off
from content.model.snippets.models import Category, Citation, Clinician, Therapy
from content.release import deletion_refusals, pictures
from content.release.references import find_reference


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
        # Wagtail saves some pages as the base class. Their content type says what they are.
        sender = instance.cached_content_type.model_class() if instance.content_type_id else sender
    if sender is GuideImage and signal is post_save:
        return  # `pictures.follow` marks it
    if reference := find_reference(instance, sender):
        mark(reference.kind, reference.id, page=instance.pk if isinstance(instance, Page) else None)
    elif sender is GroupSettings:
        mark("group", compiler.GROUP_SUBJECT)
    elif sender is Recall:
        with publishing():
            mark("guide", instance.guide)
            mark("recalls", compiler.RECALLS_SUBJECT)


@receiver(pre_save, sender=GuideImage)
def guard_picture(
    instance: GuideImage, raw: bool = False, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    if not raw:
        pictures.refuse_taken_back(instance, update_fields)


@receiver(post_save, sender=GuideImage)
def follow_picture(
    instance: GuideImage, raw: bool = False, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    if not raw:
        pictures.follow(instance, update_fields)


@receiver(post_save, sender=Consent)
def follow_consent(instance: Consent, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        pictures.follow_consent(instance)


@receiver(pre_delete, sender=GuideImage)
def keep_picture(instance: GuideImage, **kwargs: Any) -> None:
    pictures.keep(instance)


@receiver(taking_off)
@receiver(pre_delete, sender=Category)
@receiver(pre_delete, sender=Citation)
@receiver(pre_delete, sender=Therapy)
@receiver(pre_delete, sender=GuideImage)
def keep_what_is_shown(instance: Any, **kwargs: Any) -> None:
    deletion_refusals.keep_what_is_shown(instance)


@receiver(pre_delete, sender=Category)
@receiver(pre_delete, sender=Citation)
@receiver(pre_delete, sender=Clinician)
@receiver(pre_delete, sender=GuideImage)
def keep_what_drafts_name(instance: Any, **kwargs: Any) -> None:
    deletion_refusals.keep_what_drafts_name(instance)


@receiver(post_page_move)
def mark_moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    mark_below(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def mark_restricted(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    mark_below(instance.page)


@receiver([post_save, post_delete], sender=Site)
@receiver(post_save, sender=Locale)
def mark_tree(sender: Any, raw: bool = False, **kwargs: Any) -> None:
    """A change to a site or to a language's code can affect every page."""
    if not raw:
        mark_below(Page.get_first_root_node())


def mark_below(page: Page | None) -> None:
    """Mark a page, if it is a guide or branch, and every guide and branch below it."""
    if page is None:
        return
    with publishing():
        for kind, model in (("guide", GuidePage), ("branch", BranchPage)):
            for pk, id in model.objects.descendant_of(page, inclusive=True).values_list("pk", "translation_key"):
                mark_placed(kind, id, page=pk)


@receiver(post_migrate)
def mark_what_code_defines(sender: Any, **kwargs: Any) -> None:
    """A new version of the code may have changed the vocabulary's labels. Group and recalls must exist to be read."""
    if sender is not apps.get_app_config("content") or not is_migrated():
        return
    with publishing(reason="migrate", heals=True):
        mark("vocabulary", compiler.VOCABULARY_SUBJECT)
        mark("group", compiler.GROUP_SUBJECT)
        mark("recalls", compiler.RECALLS_SUBJECT)


def is_migrated() -> bool:
    """Whether every migration of `content` is applied."""
    loader = MigrationLoader(connection)
    needed = (plan for leaf in loader.graph.leaf_nodes("content") for plan in loader.graph.forwards_plan(leaf))
    return loader.applied_migrations.keys() >= set(needed)
