"""Who looks after a branch is told when what its website shows has changed."""

import datetime

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.users.models import UserProfile

from content.desk.sightings.models import Sighting
from content.desk.sightings.notices import find_changes
from content.edition.models import Release
from content.model.notices.models import Recall
from content.model.outbox.models import Message
from content.release.notices import recalling
from content.release.outbox.delivering import deliver_due
from tests.support import signing

pytestmark = pytest.mark.django_db
HOST = "mumbai.skinpheras.example"


@pytest.fixture
def show(peel):
    """A website has shown a part of a guide."""

    def note(section: str = "", host: str = HOST, days_ago: int = 1) -> None:
        day = timezone.now().date() - datetime.timedelta(days=days_ago)
        Sighting.objects.create(
            day=day, host=host, what="shown", way="frame", guide=peel.translation_key, section=section, locale="en"
        )

    return note


@pytest.fixture
def read_mails(django_user_model):
    """The mails that the worker sends now to Mumbai's editor: subject and body."""
    Message.objects.all().delete()
    django_user_model.objects.filter(username="mumbai").update(email="mumbai@example.com")
    django_user_model.objects.exclude(username="mumbai").update(email="somebody@example.com")

    def read() -> list[tuple[str, str]]:
        mail.outbox.clear()
        deliver_due("test")
        told = [sent for sent in mail.outbox if HOST in sent.body]  # a recall is told to all staff besides
        assert {address for sent in told for address in sent.to} <= {"mumbai@example.com"}
        return [(sent.subject, sent.body) for sent in told]

    return read


def change(peel, **words: str) -> None:
    for name, text in words.items():
        setattr(peel, name, text)
    signing.publish(peel)


def test_a_change_of_what_the_website_shows(peel, show, read_mails):
    show()
    show(days_ago=2)
    show("process")
    change(peel, summary="Other words.")
    [(subject, body)] = read_mails()
    assert subject == "“Superficial chemical peel” has changed on your website"
    assert body.count(f"- Superficial chemical peel has changed ({HOST})") == 1
    assert "What happens" not in body, "nothing has changed of that section"
    assert "http://localhost:8000/admin/sightings/" in body
    assert read_mails() == [], "nobody is told twice"
    change(peel, process_lead="Another lead.")
    [(subject, body)] = read_mails()
    assert subject == "“Superficial chemical peel” has changed on your website"
    assert "Superficial chemical peel: What happens has changed" in body


@pytest.mark.parametrize("section", ["", "process"])
def test_a_recall(peel, show, read_mails, section):
    show(section)
    recalling.recall(
        Recall(guide=peel.translation_key, title="Peel", section=section, severity="serious", reason="It burns.")
    )
    [(subject, body)] = read_mails()
    assert subject == "Recalled on your website: “Superficial chemical peel”"
    assert "was RECALLED" in body
    assert "take it down" in body


def test_a_withdrawal(peel, show, read_mails):
    show()
    peel.unpublish()
    [(_subject, body)] = read_mails()
    assert f"- Superficial chemical peel was withdrawn ({HOST})" in body


def test_who_looks_after_the_branch_reads_it_in_their_language(peel, show, read_mails, django_user_model):
    owner = django_user_model.objects.get(username="mumbai")
    UserProfile.objects.update_or_create(user=owner, defaults={"preferred_language": "hi"})
    show()
    change(peel, summary="Other words.")
    [(subject, _body)] = read_mails()
    assert subject == "आपकी वेबसाइट पर “Superficial chemical peel” में बदलाव हुआ है"


def test_nobody_is_told_of_what_their_website_does_not_show(peel, show, read_mails):
    show(host="thief.example")
    show(days_ago=40)
    show("safety")
    change(peel, process_lead="Another lead.")
    assert read_mails() == []


def test_more_places_make_no_question_longer(peel, show, read_mails):
    change(peel, summary="Other words.")
    release, lengths = Release.objects.latest("number"), set()
    for section in ("", "safety", "process"):
        show(section)
        with CaptureQueriesContext(connection) as asked:
            find_changes(release)
        lengths.add(tuple(len(one["sql"]) for one in asked))
    assert len(lengths) == 1, "SQLite takes no condition of more than a thousand parts"
