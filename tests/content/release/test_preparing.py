"""Guides are compiled before the lock of releases is taken, and anew under it if others touched what they show.

What another publisher commits between the two is done in the place of the lock, as in a transaction of its own.
"""

from contextvars import Context
from types import SimpleNamespace

import pytest

from content.approval.signoff import signing as emergencies
from content.edition.models import Current, Release, Settling
from content.model.compilation import Reference
from content.model.guides.models import GuidePage
from content.model.publishing import Refused
from content.model.snippets.models import Category
from content.release import locking, preparing, settle
from content.release.settle import settle_all
from tests.support import signing
from tests.support.changes import publish, recall

pytestmark = pytest.mark.django_db


@pytest.fixture
def meanwhile(monkeypatch):
    """What each settling prepared holds, in order. `do`: what others commit before the first has the lock."""
    held, changes = [], []

    def lock() -> None:
        while changes:
            Context().run(changes.pop())

    def watch(prepared):
        held.append(does_hold := still_holds(prepared))
        return does_hold

    still_holds = preparing.Prepared.still_holds
    monkeypatch.setattr(locking, "is_shared", lambda: True)
    monkeypatch.setattr(settle, "lock_releases", lock)
    monkeypatch.setattr(preparing.Prepared, "still_holds", watch)
    return SimpleNamespace(held=held, do=changes.append)


def settles_whole() -> bool:
    """Whether what is public is what settling everything would make of it."""
    return settle_all() is None


def test_nothing_is_compiled_under_the_lock(mesotherapy, api, monkeypatch, meanwhile):
    meanwhile.do(lambda: monkeypatch.setattr(settle, "inquire", None))
    publish(mesotherapy, title="Prepared")
    assert meanwhile.held == [True]
    assert api("guides/mesotherapy-for-hair/").json()["title"] == "Prepared"
    monkeypatch.undo()
    assert settles_whole()


def test_it_holds_beside_another_guide_that_has_nothing_to_do_with_it(mesotherapy, peel, api, meanwhile):
    meanwhile.do(lambda: publish(peel, title="Another"))
    publish(mesotherapy, title="Prepared")
    assert meanwhile.held[-1]
    titles = [api(f"guides/{slug}/").json()["title"] for slug in ("superficial-chemical-peel", "mesotherapy-for-hair")]
    assert titles == ["Another", "Prepared"]
    assert settles_whole()


def test_it_holds_beside_other_words_of_guides_that_show_it_or_that_it_shows(mesotherapy, api, meanwhile):
    showing = GuidePage.objects.get(slug="platelet-rich-plasma-for-hair", locale=mesotherapy.locale)
    meanwhile.do(lambda: publish(showing, summary="Words of the other."))
    publish(mesotherapy, summary="Words of the one.")
    meanwhile.do(lambda: publish(mesotherapy, summary="Later words of the one."))
    publish(showing, summary="Later words of the other.")
    assert meanwhile.held == [True] * 4
    words = [api(f"guides/{slug}/").json()["summary"] for slug in (mesotherapy.slug, showing.slug)]
    assert words == ["Later words of the one.", "Later words of the other."]
    assert settles_whole()


def test_a_guide_that_it_shows_comes_back_or_goes_meanwhile(mesotherapy, api, meanwhile):
    showing = GuidePage.objects.get(slug="platelet-rich-plasma-for-hair", locale=mesotherapy.locale)
    meanwhile.do(lambda: mesotherapy.unpublish())
    publish(showing, summary="Other words.")
    assert meanwhile.held[-1] is False
    assert mesotherapy.title not in api(f"guides/{showing.slug}/").content.decode()
    meanwhile.do(lambda: publish(mesotherapy))
    publish(showing, summary="More words.")
    assert meanwhile.held[-1] is False
    assert mesotherapy.title in api(f"guides/{showing.slug}/").content.decode()
    assert settles_whole()


def test_a_guide_that_it_shows_is_shown_as_it_was_renamed_meanwhile(mesotherapy, api, meanwhile):
    showing = GuidePage.objects.get(slug="platelet-rich-plasma-for-hair", locale=mesotherapy.locale)
    meanwhile.do(lambda: publish(mesotherapy, title="Renamed meanwhile"))
    publish(showing, summary="Other words.")
    assert meanwhile.held[-1] is False
    assert "Renamed meanwhile" in api(f"guides/{showing.slug}/").content.decode()
    assert settles_whole()


def test_a_guide_that_it_begins_to_show_has_the_name_that_it_was_given_meanwhile(mesotherapy, peel, api, meanwhile):
    """Whoever renames it can't find this one yet."""
    showing = GuidePage.objects.get(slug="platelet-rich-plasma-for-hair", locale=mesotherapy.locale)
    meanwhile.do(lambda: publish(mesotherapy, title="Renamed meanwhile"))
    publish(peel, combinations_blocks=showing.combinations_blocks.raw_data)
    assert meanwhile.held[-1] is False
    assert "Renamed meanwhile" in api(f"guides/{peel.slug}/").content.decode()
    assert settles_whole()


def test_another_language_that_was_published_meanwhile_stays_so(mesotherapy, api, meanwhile):
    hindi = GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")
    meanwhile.do(lambda: publish(hindi, summary="हिंदी में नया।"))
    publish(mesotherapy, summary="New words in English.")
    assert meanwhile.held[-1] is False
    assert api(f"guides/{hindi.slug}/?locale=hi").json()["summary"] == "हिंदी में नया।"
    assert settles_whole()


def test_what_others_published_meanwhile_shows_the_new_title_too(mesotherapy, peel, api, meanwhile):
    """A guide that begins to show this one could not be found before."""
    showing = GuidePage.objects.get(slug="platelet-rich-plasma-for-hair", locale=mesotherapy.locale)
    meanwhile.do(lambda: publish(peel, combinations_blocks=showing.combinations_blocks.raw_data))
    publish(mesotherapy, title="The new title")
    assert meanwhile.held[-1] is False
    assert "The new title" in api(f"guides/{peel.slug}/").content.decode()
    assert settles_whole()


def test_a_shared_thing_has_the_words_that_it_was_given_meanwhile(mesotherapy, api, meanwhile):
    def reword() -> None:
        category = Category.objects.get(pk=mesotherapy.category_id)
        category.name = "Hair and scalp"
        category.save()

    meanwhile.do(reword)
    publish(mesotherapy, title="Prepared")
    assert meanwhile.held[-1] is False
    guide = api("guides/mesotherapy-for-hair/").json()
    assert (guide["title"], guide["category"]["name"]) == ("Prepared", "Hair and scalp")
    assert settles_whole()


def test_what_was_recalled_meanwhile_stays_recalled(mesotherapy, api, meanwhile):
    meanwhile.do(lambda: recall(mesotherapy))
    publish(mesotherapy, title="Prepared")
    assert meanwhile.held[-1] is False
    assert api("guides/mesotherapy-for-hair/").status_code == 410
    assert settles_whole()


def test_what_is_signed_meanwhile_is_published_as_signed(mesotherapy, api, meanwhile, admin_user):
    """In an emergency it may be published unsigned, and a clinician signs it just then."""
    mesotherapy.safety_lead = "In an emergency."
    draft = mesotherapy.save_revision().as_object()
    parts = emergencies.find_open_parts(draft)
    meanwhile.do(lambda: signing.sign(draft))
    emergencies.publish_unsigned(mesotherapy, "It can't wait.", admin_user, parts)
    signed = api("guides/mesotherapy-for-hair/").json()["review"]["signed_off"]
    assert "safety" in {one["part"] for one in signed}
    assert settles_whole()


def test_what_is_refused_is_refused_for_what_is_stored_under_the_lock(mesotherapy, api, meanwhile):
    mesotherapy.summary = "Words that nobody has signed."
    revision = mesotherapy.save_revision()
    with pytest.raises(Refused, match="signed"):
        revision.publish()
    meanwhile.do(lambda: signing.sign(revision.as_object()))
    revision.publish()
    assert api("guides/mesotherapy-for-hair/").json()["summary"] == "Words that nobody has signed."


def test_what_is_not_a_guide_is_not_prepared(mesotherapy, meanwhile):
    category = Category.objects.get(pk=mesotherapy.category_id)
    category.name = "Hair and scalp"
    category.save()
    recall(mesotherapy)
    assert meanwhile.held == []


def test_a_settling_that_touches_much_stops_all_that_was_prepared(mesotherapy, peel, monkeypatch, meanwhile):
    monkeypatch.setattr(locking, "MOST_NAMED", 1)
    meanwhile.do(lambda: publish(peel, title="Another"))
    publish(mesotherapy, title="Prepared")
    assert meanwhile.held[-1] is False


def test_old_settlings_are_deleted_and_who_needs_them_compiles_anew(mesotherapy, peel, monkeypatch, meanwhile):
    monkeypatch.setattr(locking, "KEPT", 2)

    def rename_often() -> None:
        for number in range(5):
            publish(peel, title=f"Another {number}")
        assert locking.prune() > 0

    meanwhile.do(rename_often)
    publish(mesotherapy, title="Prepared")
    assert meanwhile.held[-1] is False
    assert Settling.objects.count() == 3
    assert Current.objects.get(slug="mesotherapy-for-hair", locale="en").edition.version == 2


def test_what_shows_nothing_yet_is_noted_though_it_changes_no_bytes(mesotherapy, peel, meanwhile, admin_user):
    """In a part that nobody has signed: its digest is in no document. Who publishes that guide has to know."""
    mesotherapy.unpublish()
    publish_unsigned(peel, admin_user, combinations_lead="In an emergency.")
    newest, release = locking.find_newest(), Release.objects.count()
    block = {"type": "combination", "value": {"guide": mesotherapy.pk, "kind": "topical", "citations": []}}
    publish_unsigned(peel, admin_user, combinations_blocks=[*peel.combinations_blocks.raw_data, block])
    assert Release.objects.count() == release
    assert Reference("guide", str(mesotherapy.translation_key)) in locking.find_touched_since(newest).shown


def publish_unsigned(page: GuidePage, user, **words) -> None:
    page = GuidePage.objects.get(pk=page.pk)
    for name, value in words.items():
        setattr(page, name, value)
    page.save_revision()
    emergencies.publish_unsigned(page, "It can't wait.", user, emergencies.find_open_parts(page))
