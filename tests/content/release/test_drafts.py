"""What only a draft names: it is not deleted meanwhile, and older drafts can be read once it is."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from content.model.guides.models import GuideCitation, GuidePage
from content.model.publishing import Refused
from content.model.snippets.models import Category, Citation, Clinician
from tests.support import signing
from tests.support.pictures import make_image

pytestmark = pytest.mark.django_db


def make(kind: str, page: GuidePage):
    """A thing that nothing shows yet."""
    if kind == "hero":
        return make_image(630)
    if kind == "category":
        return Category.objects.create(name="Fresh", slug="fresh", locale=page.locale, live=False)
    if kind == "reviewer":
        return Clinician.objects.create(name="Dr N", role="R", registration_body="B", registration_number="1")
    return Citation.objects.create(title="A study", source="A journal", url="https://a.example", evidence_level="trial")


def use(page: GuidePage, kind: str, thing) -> GuidePage:
    draft = GuidePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    if kind == "citation":
        draft.guide_citations = [GuideCitation(citation=thing)]
    else:
        setattr(draft, kind, thing)
    draft.save_revision()
    return draft


@pytest.mark.parametrize("kind", ["hero", "category", "reviewer", "citation"])
def test_what_only_a_draft_names_is_not_deleted(peel, kind):
    thing = make(kind, peel)
    use(peel, kind, thing)
    with pytest.raises(Refused, match=rf"is used in drafts of: .*{peel.title}. Remove it there first"):
        thing.delete()
    assert type(thing).objects.filter(pk=thing.pk).exists()


@pytest.mark.parametrize("kind", ["hero", "category", "reviewer", "citation"])
def test_what_no_newest_draft_names_is_deleted_and_older_ones_can_be_read(peel, as_user, kind):
    thing = make(kind, peel)
    before = make(kind, peel)
    older = use(peel, kind, thing).latest_revision
    use(peel, kind, before)
    thing.delete()
    read = older.as_object()
    assert not (read.guide_citations.all() if kind == "citation" else getattr(read, kind))
    client = as_user("admin")
    for name in ("compare", "revert"):
        ids = [peel.pk, older.pk, "latest"] if name == "compare" else [peel.pk, older.pk]
        assert client.get(reverse(f"wagtailadmin_pages:revisions_{name}", args=ids)).status_code == 200


def test_a_version_whose_category_is_gone_can_be_asked_for_again(peel, as_user):
    old, gone = peel.category, make("category", peel)
    gone.save_revision().publish()
    publisher = get_user_model().objects.get(username="publisher")
    for category in (gone, old):
        draft = GuidePage.objects.get(pk=peel.pk).get_latest_revision_as_object()
        draft.category = category
        signing.publish(draft, user=publisher)
    gone.delete()
    address = reverse("return_to_edition", args=["guide", peel.translation_key, "en", 2])
    answer = as_user("admin").post(address, follow=True)
    assert "Choose a category" in answer.content.decode()
    assert GuidePage.objects.get(pk=peel.pk).category == old
