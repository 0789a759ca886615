"""Deleting the page that a guide was first written on: its translations go with it, and no fact changes."""

import json

import pytest
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, Page

from content.desk.launches.models import Launch, LaunchPage
from content.edition.models import Current, Edition
from content.model.branches.models import BranchPage, Offering
from content.model.guides.models import GuidePage
from content.model.notices.models import Recall
from content.model.vocabulary import State
from content.release.notices import recalling
from content.release.settle import settle_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def hindi(mesotherapy) -> GuidePage:
    """The translation; its own columns hold another number of minutes, which nobody has published."""
    page = GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")
    GuidePage.objects.filter(pk=page.pk).update(minutes_min=5, minutes_max=7)
    return page


def facts_ever_public(guide) -> set[str]:
    """Every number of minutes that an edition of the guide has said, in any language."""
    bodies = Edition.objects.filter(kind="guide", subject=guide.translation_key, state=State.LIVE)
    documents = [json.loads(bytes(body)) for body in bodies.values_list("body", flat=True)]
    return {
        json.dumps(section["facts"])
        for document in documents
        for section in document["sections"]
        if section["key"] == "process"
    }


def by_script(client, page):
    page.delete()


def by_admin(client, page):
    assert client.post(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 302


def with_its_translation(client, page):
    ids = "&".join(f"id={one.pk}" for one in GuidePage.objects.filter(translation_key=page.translation_key))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    assert client.post(f"{address}?{ids}&next=/admin/").status_code == 302


def with_the_list_above_it(client, page):
    Page.objects.get(pk=page.get_parent().pk).specific.delete()


def with_its_language_s_home(client, page):
    ids = f"id={page.get_parent().get_parent().pk}"
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    answer = client.post(f"{address}?{ids}&next=/admin/", {"wagtail_site_name": "Treatment Guides"})
    assert answer.status_code in (200, 302)
    Page.objects.filter(pk=page.get_parent().get_parent().pk).delete()


def by_query(client, page):
    GuidePage.objects.filter(pk=page.pk).delete()


DOORS = [by_script, by_admin, with_its_translation, with_the_list_above_it, with_its_language_s_home, by_query]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_the_guide_goes_whole_and_no_fact_of_it_changes(door, as_user, mesotherapy, hindi, api):
    facts = facts_ever_public(mesotherapy)
    door(as_user("admin"), GuidePage.objects.get(pk=mesotherapy.pk))
    for locale in ("en", "hi", "ar"):
        assert api(f"guides/{mesotherapy.translation_key}/", locale=locale).status_code == 410
    assert not GuidePage.objects.filter(translation_key=mesotherapy.translation_key).exists()
    offered = Current.objects.filter(kind="offering", guide=mesotherapy.translation_key, state=State.LIVE)
    assert not offered.exists()
    assert facts_ever_public(mesotherapy) == facts
    assert settle_all() is None


def test_deleting_a_translation_leaves_its_source(as_user, mesotherapy, hindi, api):
    by_admin(as_user("admin"), hindi)
    assert api("guides/mesotherapy-for-hair/", locale="hi").json()["locale"] == "en"
    assert Offering.objects.filter(guide=mesotherapy).exists()


def test_the_oldest_page_is_the_source_whichever_language_it_is_in(as_user, peel, api):
    """Of a guide that was first written in Hindi, the English page goes with the Hindi one, and not the other way."""
    hindi_index = GuidePage.objects.filter(locale__language_code="hi").first().get_parent()
    hindi = hindi_index.add_child(instance=GuidePage(title="एक", slug="ek", locale=hindi_index.locale, live=False))
    english = hindi.copy_for_translation(Locale.objects.get(language_code="en"))
    english.delete()
    assert GuidePage.objects.filter(pk=hindi.pk).exists()
    english = hindi.copy_for_translation(Locale.objects.get(language_code="en"))
    GuidePage.objects.get(pk=hindi.pk).delete()
    assert not GuidePage.objects.filter(pk=english.pk).exists()


@pytest.fixture
def entangled(mesotherapy, hindi) -> GuidePage:
    launch = Launch.objects.create(title="Spring")
    LaunchPage.objects.create(launch=launch, page=mesotherapy)
    recall = Recall(
        guide=mesotherapy.translation_key,
        title="Mesotherapy",
        section="process",
        severity="serious",
        reason="It burns.",
    )
    recalling.recall(recall)
    return mesotherapy


@pytest.mark.parametrize("is_bulk", [False, True])
def test_the_question_says_what_goes_with_it(as_user, entangled, hindi, is_bulk):
    address = reverse("wagtailadmin_pages:delete", args=[entangled.pk])
    if is_bulk:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={entangled.pk}"
    html = as_user("admin").get(address).content.decode()
    assert "1 translation will be deleted too" in html
    assert hindi.title in html
    assert f"{Offering.objects.filter(guide=entangled).count()} offerings will be deleted too" in html
    assert str(Offering.objects.filter(guide=entangled).first()) in html
    assert "1 public guide combines it or links to it" in html
    assert "Platelet-rich plasma for hair" in html
    assert "It will be removed from 1 planned launch" in html
    assert "1 recall stays active" in html


@pytest.mark.parametrize("name", ["editor", "publisher"])
def test_who_may_not_see_launches_learns_only_how_many_there_are(as_user, entangled, name):
    GuidePage.objects.filter(translation_key=entangled.translation_key).update(live=False)
    html = as_user(name).get(reverse("wagtailadmin_pages:delete", args=[entangled.pk])).content.decode()
    assert "It will be removed from 1 planned launch" in html
    assert (Launch.objects.get().title in html) == (name == "publisher")


def test_the_question_of_a_list_says_what_goes_with_all_that_is_below(as_user, entangled, hindi):
    address = reverse("wagtailadmin_pages:delete", args=[entangled.get_parent().pk])
    assert hindi.title in as_user("admin").get(address).content.decode()


def test_the_question_of_a_branch_says_what_it_offers(as_user):
    pune = BranchPage.objects.first()
    html = as_user("admin").get(reverse("wagtailadmin_pages:delete", args=[pune.pk])).content.decode()
    assert f"{pune.offerings.count()} offering" in html


@pytest.mark.parametrize("is_bulk", [False, True])
def test_the_question_whether_to_unpublish_says_what_comes_off_with_it(as_user, mesotherapy, hindi, is_bulk):
    address = reverse("wagtailadmin_pages:unpublish", args=[mesotherapy.pk])
    if is_bulk:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + f"?id={mesotherapy.pk}"
    html = as_user("admin").get(address).content.decode()
    assert "1 translation will be unpublished too" in html
    assert "offerings will be unpublished too" in html


@pytest.mark.parametrize("door", [by_admin, with_its_translation], ids=lambda door: door.__name__)
def test_nobody_deletes_a_translation_by_its_source_who_may_not_delete_it(
    door, as_user, mesotherapy, hindi, django_user_model
):
    """An editor of the English guides alone."""
    client, user = as_user("publisher"), django_user_model.objects.get(username="publisher")
    group = user.groups.get()
    GroupPagePermission.objects.filter(group=group).delete()
    for name in ("change_page", "publish_page", "add_page"):
        GroupPagePermission.objects.create(group=group, page=mesotherapy.get_parent(), permission=permission(name))
    GroupPagePermission.objects.create(group=group, page=hindi, permission=permission("change_page"))
    door(client, mesotherapy)
    assert GuidePage.objects.filter(pk__in=[mesotherapy.pk, hindi.pk]).count() == 2


def permission(codename):
    from django.contrib.auth.models import Permission

    return Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)


def test_a_language_that_has_pages_is_not_deleted(mesotherapy, api):
    with pytest.raises(ProtectedError):
        Locale.objects.get(language_code="en").delete()
    assert api("guides/mesotherapy-for-hair/", locale="hi").json()["locale"] == "hi"


@pytest.mark.parametrize(("question", "offered"), [("delete", "deleted too"), ("unpublish", "unpublished too")])
def test_a_branch_that_stays_in_another_language_keeps_what_it_offers_and_the_question_says_so(
    as_user, api, question, offered
):
    branch = BranchPage.objects.get(slug="mumbai")
    arabic = branch.copy_for_translation(Locale.objects.get(language_code="ar"), copy_parents=True)
    arabic.title = "مومباي"
    arabic.save_revision().publish()
    client, address = as_user("admin"), reverse(f"wagtailadmin_pages:{question}", args=[branch.pk])
    asked = client.get(address).content.decode()
    assert "The branch and its offerings stay public in 1 other language." in asked
    assert arabic.title in asked
    assert offered not in asked
    client.post(address, {"note": ""})
    assert api(f"branches/{branch.translation_key}/guides/", locale="ar").json()["results"]
    assert offered in client.get(reverse(f"wagtailadmin_pages:{question}", args=[arabic.pk])).content.decode()
