"""A publication looks only at those languages of a guide that it can change."""

import pytest

from content.edition import compiler
from content.edition.models import Current, Edition, Reference
from content.model.guides.models import GuidePage
from content.model.publishing import look_again, publishing
from content.release.settle import settle_all
from tests.support import signing
from tests.support.changes import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def hindi(mesotherapy) -> GuidePage:
    publish(mesotherapy, summary="Other words than the translation was signed against.")
    return GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")


@pytest.fixture
def compiled(hindi, monkeypatch) -> list[str]:
    """Languages of the guide that were compiled."""
    locales = []
    compile_guide = compiler.compile_guide

    def watch(page):
        locales.append(page.locale.language_code)
        return compile_guide(page)

    monkeypatch.setattr(compiler, "compile_guide", watch)
    return locales


def of(page: GuidePage) -> Current:
    return Current.objects.get(kind="guide", subject=page.translation_key, locale=page.locale.language_code)


def test_only_the_language_that_was_published_is_compiled(mesotherapy, hindi, compiled):
    publish(mesotherapy, summary="New words.")
    publish(hindi, summary="नए शब्द।")
    assert compiled == ["en", "hi"]
    assert settle_all() is None


@pytest.mark.parametrize(
    "words",
    [{"minutes_max": 75}, {"summary": None}],
    ids=["a fact", "what it was signed against comes back"],
)
def test_what_a_translation_takes_from_its_source_changes_it(mesotherapy, hindi, compiled, words):
    before = Edition.objects.filter(subject=mesotherapy.translation_key, locale="en").order_by("version").first()
    words = {name: before.source[name] if value is None else value for name, value in words.items()}
    publish(mesotherapy, **words)
    assert "hi" in compiled
    assert settle_all() is None


@pytest.mark.parametrize(
    "doubt",
    [
        lambda row: Current.objects.filter(pk=row.pk).update(is_held=True),
        lambda row: Edition.objects.filter(pk=row.edition_id).update(
            provenance={**row.edition.provenance, "compiler": 0}
        ),
        lambda row: Edition.objects.filter(pk=row.edition_id).update(
            provenance={**row.edition.provenance, "taken": {}}
        ),
        lambda row: Reference.objects.create(edition=row.edition, kind="guide", target=row.subject),
    ],
    ids=["held", "of another compiler", "nothing noted", "shows itself"],
)
def test_what_is_in_doubt_is_looked_at(mesotherapy, hindi, compiled, doubt):
    doubt(of(hindi))
    publish(mesotherapy, summary="New words.")
    assert compiled == ["en", "hi"]


def test_what_is_looked_at_again_is_looked_at(mesotherapy, hindi, compiled):
    with publishing():
        publish(mesotherapy, summary="New words.")
        look_again("guide", mesotherapy.translation_key)
    assert compiled == ["en", "hi"]


def test_so_is_all_that_something_else_may_have_changed(mesotherapy, hindi, compiled):
    with publishing():
        publish(mesotherapy, summary="New words.")
        mesotherapy.category.save()
    assert "hi" in compiled


def test_a_translation_goes_and_comes_with_its_source(mesotherapy, hindi, compiled):
    mesotherapy.unpublish()
    assert of(hindi).state == "withdrawn"
    signing.publish(GuidePage.objects.get(pk=mesotherapy.pk))
    assert of(hindi).state == "live"
    assert settle_all() is None
