"""Lists of claims read a draft once, and again where anything has changed that its findings hang on."""

import pytest
from django.urls import reverse
from django.utils import timezone

from content.approval.claims.models import Overrule
from content.model.branches.models import Offering
from content.model.guides.models import GuidePage
from content.model.snippets.models import Category, Citation
from content.release.claims import findings_cache
from content.release.claims.findings_cache import find_standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(monkeypatch) -> list[int]:
    """The pages whose drafts were read."""
    pages, look_at = [], findings_cache._look_at

    def note(page):
        pages.append(page.pk)
        return look_at(page)

    monkeypatch.setattr(findings_cache, "_look_at", note)
    return pages


@pytest.fixture
def spoilt(peel) -> GuidePage:
    peel.summary = "Results are guaranteed. A fairer complexion."
    peel.save_revision()
    return peel


def rules_of(page: GuidePage) -> list[str]:
    return [standing.rule.id for standing in find_standing([page])[page.pk]]


def test_a_draft_is_read_once_however_often_the_lists_are_opened(as_user, spoilt, read):
    reviewer = as_user("reviewer")
    (first,), (second,) = (reviewer.get(reverse("claims")).context["guides"] for _time in range(2))
    assert first == second
    assert len(read) == len(set(read)) == GuidePage.objects.count()
    as_user("editor").get("/admin/")
    assert len(read) == GuidePage.objects.count()


def test_another_draft_is_read_again_and_no_other(spoilt, mesotherapy, read):
    find_standing([spoilt, mesotherapy])
    read.clear()
    spoilt.summary = "It is painless."
    spoilt.save_revision()
    assert [one.rule.id for one in find_standing([spoilt, mesotherapy])[spoilt.pk]] == ["painless"]
    assert read == [spoilt.pk]


def test_a_draft_that_is_written_over_in_place_is_read_again(spoilt, read):
    assert rules_of(spoilt)
    spoilt.summary = "Mended."
    spoilt.save_revision(overwrite_revision=spoilt.latest_revision)
    assert rules_of(spoilt) == []


def test_what_the_guide_shows_counts(spoilt, read):
    spoilt.summary = "Mended."
    spoilt.save_revision()
    assert rules_of(spoilt) == []
    Category.objects.filter(pk=spoilt.category_id).update(name="Painless skin")
    assert rules_of(spoilt) == ["painless"]


def test_a_citation_that_grows_old_supports_nothing(peel, read):
    citation = Citation.objects.create(
        title="A trial", source="J", year=timezone.localdate().year, pmid="1", evidence_level="trial"
    )
    point = {"name": "Name", "text": "<p>It is clinically proven.</p>", "citations": [citation]}
    peel.mechanism_blocks = [("point", point)]
    peel.save_revision()
    assert rules_of(peel) == []
    Citation.objects.filter(pk=citation.pk).update(year=1999)
    assert rules_of(peel) == ["proven"]


def test_where_it_is_offered_and_what_is_overruled_is_asked_each_time(spoilt, read):
    assert sorted(rules_of(spoilt)) == ["fairness", "guarantee"]
    Offering.objects.filter(guide=spoilt).update(available=False)
    assert rules_of(spoilt) == ["guarantee"]
    Overrule.objects.create(
        guide=spoilt.translation_key, locale="en", rule="guarantee", phrase="guaranteed", reason="Of the device."
    )
    assert rules_of(spoilt) == []
    assert len(read) == 1
