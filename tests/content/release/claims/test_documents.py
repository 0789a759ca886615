"""No restricted claim is in any document, whoever typed it and wherever: every text of every model is tried."""

import json
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import RichText

from content.approval.claims.models import Overrule
from content.edition import inspecting
from content.edition.models import Current
from content.model.branches.models import BranchPage
from content.model.group.models import GroupSettings
from content.model.guides.models import GuidePage
from content.model.notices.models import Recall, Withdrawal
from content.model.publishing import Published, Refused, publishing
from content.model.sections import SECTIONS
from content.model.snippets.models import Category, Citation, Clinician, Therapy
from content.release.settle import settle_all
from tests.support import signing

pytestmark = pytest.mark.django_db
CLAIM = "Miracle"
#: Made by the code, and typed by nobody: where a page stands in the tree, and a picture in small.
MADE = {"path", "url_path", "placeholder"}
#: Why something was recalled is told at once, whatever words were found for it.
NEVER_HELD_UP = {Recall}


def texts_of(model: type[models.Model]) -> list[str]:
    """Its fields that hold text, addresses and choices too, and that are long enough for the claim."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and field.name not in MADE
        and (field.max_length or 99) >= len(CLAIM)
    ]


def is_public() -> bool:
    bodies = Current.objects.select_related("edition").values_list("edition__body", "edition__notice")
    return any(CLAIM.lower() in (bytes(body).decode() + json.dumps(notice)).lower() for body, notice in bodies)


def plant(thing: models.Model, name: str) -> bool:
    """Whether the claim becomes public, saved past every form; what a clinician could sign of it is signed."""
    with transaction.atomic():
        try:
            with publishing():
                setattr(thing, name, CLAIM)
                thing.save()
                if isinstance(thing, Therapy | Citation | GuidePage):
                    for page in [thing] if isinstance(thing, GuidePage) else GuidePage.objects.all():
                        signing.sign(page)
        except (Refused, ValidationError, DatabaseError):
            transaction.set_rollback(True)
            return False
        found = is_public()
        transaction.set_rollback(True)
        return found


def first_of(model: type[models.Model]) -> models.Model | None:
    """One that readers are shown, if any is."""
    if model is GuidePage:
        return GuidePage.objects.get(slug="superficial-chemical-peel")
    if model is Therapy:
        return Therapy.objects.get(name="Topical minoxidil")
    return model._default_manager.first()


SETTLED = [model for model in apps.get_app_config("content").get_models() if issubclass(model, Published)]
OTHERS = [model for model in apps.get_app_config("content").get_models() if not issubclass(model, Published)]


@pytest.mark.parametrize("model", SETTLED, ids=lambda model: model.__name__)
def test_a_claim_in_any_text_of_what_is_settled_is_refused_or_never_public(model):
    thing = first_of(model)
    if thing is None:
        assert model in NEVER_HELD_UP or model.__name__ in ("Consent",), "make one, so that its texts are tried"
        return
    assert texts_of(model)
    assert [name for name in texts_of(model) if plant(first_of(model), name)] == []


def test_a_claim_in_any_text_of_everything_else_is_never_public(peel):
    """Sign-offs, opening hours, log of what was withdrawn: none settles by itself, all is settled some day."""
    Withdrawal.objects.create(subject=peel.translation_key, locale="en", reason="For now.")
    peel.unpublish()
    for model in OTHERS:
        for name in texts_of(model):
            try:
                with transaction.atomic():
                    model._default_manager.update(**{name: CLAIM})
            except DatabaseError:
                continue  # there must be no two alike
    with suppress(Refused):
        settle_all()
    assert not is_public()


@pytest.mark.parametrize("model", [Category, Clinician, GroupSettings, BranchPage])
def test_without_the_check_claims_would_become_public(model, monkeypatch):
    """Else the tests above would prove nothing."""
    monkeypatch.setattr(inspecting, "checks", ())
    assert [name for name in texts_of(model) if plant(first_of(model), name)]


def leaves_of(block: StructBlock, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Paths of whatever is typed in a block."""
    for name, child in block.child_blocks.items():
        if isinstance(child, CharBlock | TextBlock | RichTextBlock):
            yield (*path, name)
        elif isinstance(child, ImageBlock):
            yield (*path, name, "alt_text")
        elif isinstance(child, StructBlock):
            yield from leaves_of(child, (*path, name))


STREAMS = {section.blocks_field: section.all_blocks for section in SECTIONS}
LEAVES = [
    (field, block.type_name, leaf)
    for field, blocks in STREAMS.items()
    for block in blocks
    for leaf in leaves_of(block())
]


def test_a_claim_in_any_text_of_any_block_is_refused(peel, mesotherapy):
    assert len(LEAVES) > 30
    partner = GuidePage.objects.get(slug="platelet-rich-plasma-for-hair")
    for field, type_name, leaf in LEAVES:
        page = GuidePage.objects.get(pk=peel.pk)
        block = getattr(page, field).stream_block.child_blocks[type_name]
        value = {name: child.get_default() for name, child in block.child_blocks.items()}
        if "guide" in value:
            value["guide"] = partner
        if "image" in value:
            raw = {"image": peel.hero.pk, "decorative": False, "alt_text": CLAIM if "alt_text" in leaf else "A face"}
            value["image"] = block.child_blocks["image"].to_python(raw)
        if "alt_text" not in leaf:
            rich = isinstance(block.child_blocks[leaf[0]], RichTextBlock)
            value[leaf[0]] = RichText(f"<p>{CLAIM}</p>") if rich else CLAIM
        getattr(page, field).append((type_name, value))
        with pytest.raises(Refused, match=f"“{CLAIM}” must not be published"):
            signing.publish(page, clean=False)


def test_whose_words_they_are_is_named_and_nothing_of_it_is_public(api):
    rao = Clinician.objects.get(name="Dr Asha Rao")
    before = api("guides/superficial-chemical-peel/").content
    rao.role = "Painless dermatologist"
    with pytest.raises(Refused, match=r"“Painless” must not be published. It is used in the clinician “Dr Asha Rao”"):
        rao.save()
    assert api("guides/superficial-chemical-peel/").content == before
    assert Clinician.objects.get(pk=rao.pk).role == "Consultant dermatologist"


def test_a_phrase_that_is_only_partly_emphasised_is_found(peel):
    peel.process_blocks.append(("paragraph", {"text": RichText("<p>It is pain<b>less</b>.</p>")}))
    with pytest.raises(Refused, match="“painless” must not be published"):
        signing.publish(peel)


def test_a_clinicians_overrule_holds_for_what_a_guide_shows_too(mesotherapy, api):
    citation = mesotherapy.guide_citations.first().citation
    guides = GuidePage.objects.filter(translation_key=mesotherapy.translation_key)
    citation.title = "A trial of permanent results"
    for locale in ("en", "hi"):
        said = {"rule": "permanent", "phrase": "permanent results", "reason": "The title of a paper."}
        Overrule.objects.create(guide=mesotherapy.translation_key, locale=locale, **said)
    with publishing():
        citation.save()
        for page in guides:
            signing.sign(page)
    assert "A trial of permanent results" in api("guides/mesotherapy-for-hair/").content.decode()


def test_the_form_points_to_where_something_with_a_claim_was_chosen(as_user, mesotherapy):
    """And the screen of claims lists it, so that a clinician can overrule it."""
    from content.model.guides.refusals import find_refusals

    reviewer = mesotherapy.reviewer
    Clinician.objects.filter(pk=reviewer.pk).update(role="Painless dermatologist")
    found = [one for one in find_refusals(GuidePage.objects.get(pk=mesotherapy.pk)) if one.code == "claim_painless"]
    assert [(one.field, one.is_absolute) for one in found] == [("reviewer", False)]
    assert "It is used in the clinician" in found[0].message


def test_rules_are_those_of_the_branches_country_and_for_everybody_those_of_all():
    london, mumbai = (BranchPage.objects.get(slug=slug) for slug in ("london", "mumbai"))
    for branch, is_refused in ((london, False), (mumbai, True)):
        branch.contact_label = "A fairer complexion"  # forbidden in India
        errors = {}
        try:
            branch.full_clean()
        except ValidationError as error:
            errors = error.message_dict
        assert ("contact_label" in errors) == is_refused
        try:
            with transaction.atomic():
                branch.save(clean=False)
            refused = False
        except Refused:
            refused = True
        assert refused == is_refused
    group = GroupSettings.objects.get()
    group.contact_label = "A fairer complexion"
    with pytest.raises(ValidationError, match="fairer"):
        group.full_clean()
    with pytest.raises(Refused, match="fairer"):
        group.save()


def test_labels_that_fall_back_to_another_language_are_read_in_any():
    category = Category.objects.get(locale__language_code="hi", name="बाल")
    category.name = "गारंटी"
    with pytest.raises(Refused, match="the category"):
        category.save()
    with pytest.raises(ValidationError, match="गारंटी"):
        category.full_clean()
