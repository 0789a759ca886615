"""One address for one guide, whatever site it is kept in, and however it comes by its slug."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Site

from content.desk.importing.drafting.imports import import_document
from content.edition.models import Current
from content.model.branches.models import BranchIndexPage, BranchPage
from content.model.guides.models import GuideIndexPage, GuidePage, HomePage
from content.model.publishing import Refused, mark, publishing
from content.model.vocabulary import State
from content.release.scheduling import run_schedule
from tests.support import signing
from tests.support.guide_forms import edit, form_data

pytestmark = pytest.mark.django_db
TAKEN = "“superficial-chemical-peel” is already used by “Superficial chemical peel”"


@pytest.fixture
def elsewhere(db) -> HomePage:
    """The home of a second site."""
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Members", slug="members"))
    home.add_child(instance=GuideIndexPage(title="Guides", slug="guides"))
    home.add_child(instance=BranchIndexPage(title="Branches", slug="branches"))
    Site.objects.create(hostname="members.localhost", root_page=home)
    return home


@pytest.fixture
def twin(peel, elsewhere) -> GuidePage:
    """A draft of another guide with the same slug, on the other site, in which Wagtail sees nothing wrong."""
    index = GuideIndexPage.objects.child_of(elsewhere).get()
    copy = peel.copy(to=index, keep_live=False, copy_revisions=False)
    copy.title = "Peel for members"
    copy.save_revision()
    assert copy.slug == peel.slug
    return copy


def publish_beside(page, other) -> None:
    with publishing():
        mark("guide", other.translation_key)
        signing.publish(page)


def is_as_it_was(peel) -> bool:
    row = Current.objects.get(kind="guide", slug=peel.slug, locale="en", state=State.LIVE)
    return row.subject == peel.translation_key


def test_the_form_says_so_beside_the_slug_and_takes_another(as_user, twin, peel, api):
    answer = edit(as_user("admin"), twin)
    assert answer.status_code == 200
    assert TAKEN in str(answer.context["form"].errors["slug"])
    assert is_as_it_was(peel)
    assert edit(as_user("admin"), twin, slug="members-peel").status_code == 302
    assert api("guides/members-peel/").json()["id"] == str(twin.translation_key)


def test_a_draft_may_have_it_until_it_is_published(as_user, twin):
    assert edit(as_user("admin"), twin, button="save").status_code == 302


def test_a_new_page_is_told_so(as_user, peel, elsewhere):
    index = GuideIndexPage.objects.child_of(elsewhere).get()
    address = reverse("wagtailadmin_pages:add", args=["content", "guidepage", index.pk])
    answer = as_user("admin").post(address, {**form_data(peel, title="Another"), "action-publish": "1"})
    assert TAKEN in str(answer.context["form"].errors["slug"])


def test_what_asks_no_form_is_refused_with_the_sentence(twin, peel):
    with pytest.raises(Refused, match=TAKEN):
        signing.publish(twin)
    assert is_as_it_was(peel)


def test_the_schedule_says_why_and_goes_on(twin, peel, monkeypatch):
    later = timezone.now() + timedelta(hours=2)
    twin.go_live_at = later - timedelta(hours=1)
    signing.publish(twin, clean=False)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert TAKEN in " ".join(run_schedule().refused["Peel for members"])
    assert PageLogEntry.objects.filter(page=twin.pk, action="guides.refuse").exists()
    assert is_as_it_was(peel)


def test_copying_it_live_to_another_site_is_refused_with_the_sentence(as_user, elsewhere):
    london, index = BranchPage.objects.get(slug="london"), BranchIndexPage.objects.child_of(elsewhere).get()
    address = reverse("wagtailadmin_pages:copy", args=[london.pk])
    typed = {"new_title": "Copied", "new_slug": "london", "new_parent_page": index.pk, "publish_copies": "on"}
    answer = as_user("admin").post(address, typed, follow=True)
    assert "“london” is already used by" in " ".join(str(message) for message in answer.context["messages"])
    assert not BranchPage.objects.filter(title="Copied").exists()


def test_a_branch_is_told_so_too(as_user, elsewhere):
    london = BranchPage.objects.get(slug="london")
    copy = london.copy(to=BranchIndexPage.objects.child_of(elsewhere).get(), keep_live=False)
    with pytest.raises(Refused, match="“london”"):
        copy.save_revision().publish()
    address = reverse("wagtailadmin_pages:edit", args=[copy.pk])
    form = as_user("admin").get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    empty = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    typed |= {f"{name}-{key}": value for name in ("opening_hours", "comments") for key, value in empty.items()}
    answer = as_user("admin").post(address, {**typed, "action-publish": "1"})
    assert "“london”" in str(answer.context["form"].errors["slug"])


def test_an_imported_guide_gets_a_slug_that_no_site_has(twin):
    twin.slug = "hair-wash"
    twin.save()
    content = b"HAIR WASH\n\nHOW IT WORKS\n\nWater loosens dirt."
    report = import_document(name="wash.txt", content=content)
    assert GuidePage.objects.get(pk=report.page_id).slug == "hair-wash-2"


def test_the_title_writes_the_slug_of_a_new_guide_and_not_that_of_a_translation(as_user, mesotherapy):
    GuidePage.objects.update(live=False)
    hindi = GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")
    for page, is_written in ((mesotherapy, True), (hindi, False)):
        html = as_user("admin").get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert ("keyup-&gt;w-sync#apply" in html) == is_written


def test_two_may_change_places_in_one_release(peel, mesotherapy, api):
    """Whichever of them is settled first."""
    first, second = peel.slug, mesotherapy.slug
    with publishing():
        for page, slug in ((peel, "for-a-moment"), (mesotherapy, first), (peel, second)):
            page.slug = slug
            signing.publish(page)
    assert api(f"guides/{first}/").json()["id"] == str(mesotherapy.translation_key)
    assert api(f"guides/{second}/").json()["id"] == str(peel.translation_key)


def test_one_may_take_the_address_of_what_goes_in_the_same_release(peel, mesotherapy, api):
    slug = mesotherapy.slug
    with publishing():
        mesotherapy.unpublish()
        mesotherapy.slug = "withdrawn"
        mesotherapy.save()
        peel.slug = slug
        signing.publish(peel)
    assert api(f"guides/{slug}/").json()["id"] == str(peel.translation_key)
    assert api(f"guides/{mesotherapy.translation_key}/").status_code == 410


def test_one_that_keeps_its_address_can_not_be_pushed_out_of_it(peel, mesotherapy, elsewhere):
    """Whichever of them is settled first."""
    for page, other in ((peel, mesotherapy), (mesotherapy, peel)):
        index = GuideIndexPage.objects.child_of(elsewhere).get()
        copy = page.copy(to=index, keep_live=False, update_attrs={"slug": other.slug})
        with pytest.raises(Refused, match=f"“{other.slug}”"):
            publish_beside(copy, other)
