"""What a publication costs: as much as it changes, whatever else there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex

from content.edition.models import Current, SearchTerm
from content.model.branches.models import BranchPage, Offering
from content.model.guides.models import GuideCitation, GuidePage
from content.model.snippets.models import Citation
from content.release import locking, preparing, settle
from tests.support import signing

pytestmark = pytest.mark.django_db
#: Of a guide in two languages, both of which change. Wagtail itself takes half of them.
MOST = 60
#: More where several settle at once: the newest settling, those since, and the row of this one.
MOST_WHERE_SHARED = 63


def count_queries(page: GuidePage, **changes: object) -> int:
    """Of publishing a signed draft with these changes."""
    for name, value in changes.items():
        setattr(page, name, value)
    revision = page.save_revision()
    signing.sign(page)
    with CaptureQueriesContext(connection) as queries:
        revision.publish()
    return len(queries)


@pytest.fixture
def settled(monkeypatch) -> list[str]:
    """The subjects that publications look at, as kind and slug or id."""
    asked = []
    inquire = settle.inquire

    def watch(subject, publication, rows):
        asked.append((subject.kind, next((row.slug for row in rows.values() if row.slug), subject.id)))
        return inquire(subject, publication, rows)

    for module in (settle, preparing):
        monkeypatch.setattr(module, "inquire", watch)
    return asked


def test_a_guide_in_two_languages_is_published_in_few_queries(mesotherapy):
    count_queries(mesotherapy, summary="Warm up.")
    assert count_queries(mesotherapy, summary="Both languages change.", minutes_max=75) <= (
        MOST_WHERE_SHARED if locking.is_shared() else MOST
    )
    newest = Current.objects.filter(kind="guide").order_by("-release").first().release
    assert newest.editions.count() == 2


def test_it_costs_the_same_among_more_guides_and_branches(mesotherapy):
    count_queries(mesotherapy, summary="Warm up.")
    before = count_queries(mesotherapy, summary="Few.", minutes_max=75)
    for number in range(3):
        copy = mesotherapy.copy(update_attrs={"slug": f"copy-{number}", "title": f"Copy {number}"}, keep_live=False)
        signing.publish(GuidePage.objects.get(pk=copy.pk))
    for branch in BranchPage.objects.filter(locale=mesotherapy.locale_id):
        Offering.objects.get_or_create(branch=branch, guide=mesotherapy, defaults={"available": True})
    assert count_queries(mesotherapy, summary="Many.", minutes_max=80) == before


def test_what_shows_a_guide_as_it_is_now_is_not_looked_at(mesotherapy, settled):
    signing.publish(mesotherapy)
    del settled[:]
    mesotherapy.summary = "Other words."
    signing.publish(mesotherapy)
    assert settled == [("guide", "mesotherapy-for-hair")]


def test_a_new_title_is_looked_at_where_it_is_shown_and_not_where_the_guide_is_offered(mesotherapy, settled):
    mesotherapy.title = "Mesotherapy for the scalp"
    signing.publish(mesotherapy)
    assert sorted(settled) == [("guide", "mesotherapy-for-hair"), ("guide", "platelet-rich-plasma-for-hair")]


def test_what_is_held_is_looked_at_again_in_whatever_language(mesotherapy, settled):
    held = Current.objects.get(slug="platelet-rich-plasma-for-hair")
    Current.objects.filter(pk=held.pk).update(is_held=True)
    mesotherapy.summary = "Other words."
    signing.publish(mesotherapy)
    assert ("guide", "platelet-rich-plasma-for-hair") in settled


def test_an_offering_goes_and_comes_back_with_its_guide(mesotherapy):
    offered = Current.objects.filter(kind="offering", guide=mesotherapy.translation_key)
    before = set(offered.filter(state="live").values_list("subject", flat=True))
    mesotherapy.unpublish()
    assert before
    assert not offered.filter(state="live").exists()
    signing.publish(GuidePage.objects.get(pk=mesotherapy.pk))
    assert set(offered.filter(state="live").values_list("subject", flat=True)) == before


def test_only_the_search_terms_that_change_are_written(peel):
    terms = SearchTerm.objects.filter(current__slug=peel.slug)
    before = dict(terms.values_list("pk", "term"))
    peel.sessions_lead = "Quokkas come weekly."
    signing.publish(peel)
    after = dict(terms.values_list("pk", "term"))
    assert {term for pk, term in after.items() if pk not in before} >= {"quokka"}
    assert len(after.keys() & before.keys()) > 0.9 * len(before)


def test_a_published_guide_is_indexed_as_wagtail_would_index_it(peel):
    peel.guide_citations = [GuideCitation(citation=citation) for citation in Citation.objects.all()[:2]]
    signing.publish(peel)
    names = ("model_path", "content_path", "to_object_id", "to_content_type")
    rows = ReferenceIndex.objects.filter(object_id=str(peel.pk), base_content_type__model="page")
    indexed = set(rows.values_list(*names))
    assert len([row for row in indexed if row[0] == "guide_citations.item.citation"]) == 2
    rows.delete()
    ReferenceIndex.create_or_update_for_object(GuidePage.objects.get(pk=peel.pk))
    assert indexed == set(rows.values_list(*names))


def test_a_draft_leaves_the_index_of_what_is_published(peel):
    rows = ReferenceIndex.objects.filter(object_id=str(peel.pk), base_content_type__model="page")
    before = set(rows.values_list("content_path", "to_object_id"))
    peel.hero = None
    peel.save_revision()
    assert set(rows.values_list("content_path", "to_object_id")) == before


def test_the_admins_search_finds_what_is_published_and_a_drafts_save_writes_no_index(peel):
    peel.summary = "Quokkas come weekly."
    signing.publish(peel)
    assert [page.pk for page in GuidePage.objects.search("quokkas")] == [peel.pk]
    with CaptureQueriesContext(connection) as queries:
        peel.save_revision()
    assert not [query["sql"] for query in queries if "index" in query["sql"]]
