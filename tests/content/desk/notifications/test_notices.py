"""Notices: to whom, when, in whose language, and how somebody ends them."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Comment, PageSubscription, TaskState
from wagtail.users.models import UserProfile

from content.approval.signoff import signing
from content.desk.notifications import digests, escalating
from content.desk.notifications.digests import send_digests
from content.desk.notifications.escalating import count_working_days, run_escalations
from content.desk.notifications.kinds import NoticeKind, When
from content.desk.notifications.models import NotificationChoice, WaitingNotice
from content.desk.notifications.stopping import EVERY_DIGEST, make_token
from content.desk.notifications.telling import tell
from content.model.group.models import GroupSettings
from content.model.guides.models import GuidePage
from content.model.notices.models import Recall
from content.model.outbox.models import Message
from content.model.snippets.models import Clinician
from content.release.notices import recalling
from tests.support import signing as of_tests
from tests.support.guide_forms import draft_of, edit
from tests.support.mails import told, told_to

pytestmark = pytest.mark.django_db
#: A Monday.
MONDAY = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_is_due():
    Message.objects.all().delete()


@pytest.fixture
def people(django_user_model):
    return {user.username: user for user in django_user_model.objects.all()}


@pytest.fixture
def at(monkeypatch):
    """Sets what time it is."""

    def go(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return go


def choose(person, hour=8, **kinds) -> None:
    NotificationChoice.objects.update_or_create(user=person, defaults={"kinds": kinds, "digest_hour": hour})


def links(message) -> list[str]:
    return re.findall(r"https?://\S+", message.body)


def test_a_digest_comes_once_a_day_at_the_readers_own_hour_in_their_language(people, peel, at):
    editor = people["editor"]
    UserProfile.objects.update_or_create(
        user=editor, defaults={"preferred_language": "ar", "current_time_zone": "Asia/Kolkata"}
    )
    choose(editor, hour=9, mistake="digest")  # 9:00 in Kolkata is 3:30 UTC
    at(MONDAY)
    for _same in range(2):
        tell([editor], NoticeKind.PUBLISHED, page=peel)
    assert (send_digests(), told()) == (0, []), "the hour of today is over, so it waits for tomorrow's"
    at(MONDAY + timedelta(hours=17, minutes=29))
    assert send_digests() == 0
    at(MONDAY + timedelta(hours=17, minutes=31))
    assert (send_digests(), send_digests()) == (1, 0)
    (digest,) = told()
    assert digest.to == [editor.email]
    assert digest.body.count(peel.web_path) == 1, "what says the same is said once"
    html = digest.alternatives[0][0]
    assert '<html lang="ar" dir="rtl">' in html
    assert peel.web_path in html
    assert digest.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    tell([editor], NoticeKind.PUBLISHED, page=peel)
    at(MONDAY + timedelta(hours=23))
    choose(editor, hour=10)
    assert send_digests() == 0, "not a second one, though the hour was moved"
    WaitingNotice.objects.all().delete()
    at(MONDAY + timedelta(days=3))
    assert (send_digests(), told()) == (0, []), "none where nothing has happened"


def test_a_digest_is_made_once_by_two_workers_and_after_a_death(people, peel, at, monkeypatch):
    editor = people["editor"]
    at(MONDAY)
    tell([editor], NoticeKind.PUBLISHED, page=peel)
    at(MONDAY + timedelta(days=1))

    def die(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(digests, "send", die)
        with pytest.raises(SystemExit):
            send_digests()
    assert WaitingNotice.objects.count() == 1, "what waited waits still"

    rows = list(WaitingNotice.objects.all())
    assert send_digests() == 1
    # Another worker has read the same rows before.
    WaitingNotice.objects.bulk_create(rows)
    assert send_digests() == 0
    assert len(told()) == 1


def test_closed_accounts_and_those_who_may_no_longer_know_a_guide_are_told_nothing(people, peel):
    tell([people["editor"], people["publisher"]], NoticeKind.REVIEW, page=peel, stage="due", days={"due": "2027-03-01"})
    people["editor"].is_active = False
    people["editor"].save()
    people["publisher"].groups.clear()
    assert told() == []
    tell([people["editor"]], NoticeKind.SIGNED, page=peel)
    assert not Message.objects.filter(topic="notices", delivered_at=None).exists()


def test_one_click_without_a_log_in_ends_mails_of_a_kind_or_the_digest(people, peel, client):
    editor = people["editor"]
    tell([editor], NoticeKind.SIGNED, page=peel)
    (message,) = told()
    address = urlsplit(message.extra_headers["List-Unsubscribe"].strip("<>")).path
    assert "signed off" in client.get(address).content.decode(), "a program that opens links ends nothing"
    assert NotificationChoice.objects.filter(kinds__signed=When.NEVER).count() == 0
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    choice = NotificationChoice.objects.get(user=editor)
    assert choice.find_when(NoticeKind.SIGNED) == When.NEVER
    assert choice.find_when(NoticeKind.REFUSED) == When.AT_ONCE
    tell([editor], NoticeKind.SIGNED, page=peel)
    assert told() == []
    client.post(f"/mails/stop/{make_token(editor, EVERY_DIGEST)}/")
    choice.refresh_from_db()
    assert {kind for kind in NoticeKind if choice.find_when(kind) == When.DIGEST} == set()
    assert choice.find_when(NoticeKind.REFUSED) == When.AT_ONCE
    assert client.get(address[:-3] + "x/").status_code == 404


def test_a_recall_comes_at_once_to_everybody_whatever_they_chose(people, peel):
    for person in people.values():
        choose(person, **{kind.value: "never" for kind in NoticeKind})
    recall = Recall(
        guide=peel.translation_key, title=peel.title, section="process", severity="serious", reason="Burns."
    )
    recalling.recall(recall, people["reviewer"])
    sent = {message.to[0]: message for message in told()}
    assert set(sent) == {person.email for person in people.values() if person.has_perm("wagtailadmin.access_admin")}
    mine = sent[people["mumbai"].email]
    assert ("Burns." in mine.body, "List-Unsubscribe" in mine.extra_headers) == (True, False)
    assert f"{peel.web_path}#process" in mine.body
    recalling.lift(recall, "It was a mistake.", people["publisher"])
    assert len(told()) == len(sent)
    peel.summary = "Nobody has signed this."
    peel.save_revision()
    signing.publish_unsigned(peel, "It can't wait.", people["admin"], signing.find_open_parts(draft_of(peel)))
    assert [message.subject for message in told_to("reviewer")] == [f"“{peel.title}” was published in an emergency"]


def test_what_no_longer_holds_when_the_mail_goes_out_is_left_out(people, peel):
    editor = people["editor"]
    recall = Recall(guide=peel.translation_key, title=peel.title, severity="serious", reason="Burns.")
    recalling.recall(recall, people["reviewer"])
    recalling.lift(recall, "It was a mistake.", people["publisher"])
    assert {message.subject for message in told()} == {f"The recall of “{peel.title}” is lifted"}
    peel = GuidePage.objects.get(pk=peel.pk)
    tell([editor], NoticeKind.STALE, page=peel, parts=["safety"])
    tell([editor], NoticeKind.REVIEW, page=peel, stage="due", days={"due": "2020-03-01"})
    tell([editor], NoticeKind.SIGNED, page=peel)
    peel.summary = "Nobody has signed this."
    peel.save_revision()
    assert told() == []


def test_overdue_sign_offs_are_told_to_the_other_clinicians_and_then_to_publishers_each_once(
    people, peel, as_user, at, django_user_model
):
    other = django_user_model.objects.create_user("other", "other@skinpheras.example", "x")
    other.groups.set(people["reviewer"].groups.all())
    GroupSettings.objects.update(sign_off_days=3)
    assert peel.reviewer == Clinician.objects.get(account=people["reviewer"])
    edit(as_user("editor"), draft_of(peel), "action-submit", summary="New words.")
    assert [message.to for message in told()] == [["reviewer@skinpheras.example"]], "the guide's reviewer comes first"
    TaskState.objects.filter(status="in_progress").update(started_at=MONDAY)
    for days, expected in ((2, []), (3, ["other"]), (7, []), (8, ["publisher"]), (30, [])):
        at(MONDAY + timedelta(days=days))
        run_escalations()
        run_escalations()
        assert [message.to for message in told()] == [[f"{name}@skinpheras.example"] for name in expected], days
    GroupSettings.objects.update(sign_off_days=None)
    assert run_escalations() == 0
    assert count_working_days(MONDAY.date(), (MONDAY + timedelta(days=7)).date()) == 5


def test_an_overdue_sign_off_that_fails_holds_up_no_other(people, peel, mesotherapy, as_user, at, monkeypatch):
    GroupSettings.objects.update(sign_off_days=3)
    for page in (peel, mesotherapy):
        edit(as_user("editor"), draft_of(page), "action-submit", summary="New words.")
    assert TaskState.objects.filter(status="in_progress").update(started_at=MONDAY) == 2
    find = escalating.find_signers

    def fail_for_the_first(state):
        if state.workflow_state.content_object.pk == peel.pk:
            raise ValueError
        return find(state)

    monkeypatch.setattr(escalating, "find_signers", fail_for_the_first)
    at(MONDAY + timedelta(days=3))
    assert run_escalations() == 1
    monkeypatch.setattr(escalating, "find_signers", find)
    assert run_escalations() == 1, "it is tried again"


def test_an_answer_to_a_comment_is_told_once_and_leads_to_it(
    people, peel, as_user, django_capture_on_commit_callbacks, mailoutbox
):
    comment = Comment.objects.create(page=peel, user=people["reviewer"], text="How long?", contentpath="safety_lead")
    PageSubscription.objects.create(page=peel, user=people["publisher"], comment_notifications=True)
    with django_capture_on_commit_callbacks(execute=True):
        replied = {
            "comments-TOTAL_FORMS": "1", "comments-INITIAL_FORMS": "1", "comments-0-id": comment.pk,
            "comments-0-text": comment.text, "comments-0-contentpath": comment.contentpath,
            "comments-0-replies-TOTAL_FORMS": "1", "comments-0-replies-INITIAL_FORMS": "0",
            "comments-0-replies-0-text": "Two days.", "comments-0-replies-0-id": "",
        }  # fmt: skip
        edit(as_user("editor"), draft_of(peel), "", **replied)
    assert [reply.text for reply in Comment.objects.get(pk=comment.pk).replies.all()] == ["Two days."]
    assert mailoutbox == [], "Wagtail sends none of its own"
    sent = {message.to[0].partition("@")[0]: message for message in told()}
    assert set(sent) == {"reviewer", "publisher"}
    assert "Two days." in sent["reviewer"].body
    assert links(sent["reviewer"])[0].endswith(f"/admin/sign-off/{peel.pk}/?open=safety#safety-heading")
    assert f"?comment={comment.pk}#:w:contentpath=safety_lead" in links(sent["publisher"])[0]


def test_a_publication_is_told_and_so_are_translations_that_it_leaves_behind(people, mesotherapy, at):
    hindi = GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")
    for name in ("publisher", "reviewer"):
        choose(people[name], published="at_once", stale="at_once")
    mesotherapy.summary = "Changed in the source."
    of_tests.publish(mesotherapy, user=people["publisher"])
    sent = told()
    subjects = {(message.to[0].partition("@")[0], message.subject) for message in sent}
    assert ("reviewer", f"“{mesotherapy.title}” is public") in subjects
    assert ("publisher", f"“{mesotherapy.title}” is public") not in subjects, "whoever did it knows it"
    assert ("publisher", f"“{hindi.title}” is out of date") in subjects


def test_each_person_chooses_in_their_account(as_user, people):
    client = as_user("editor")
    page = client.get("/admin/account/").content.decode()
    assert "Translations that are out of date" in page
    assert "Guides that wait for my sign-off" not in page, "an editor signs nothing"
    form = {
        "name_email-first_name": "Eva", "name_email-last_name": "Editor", "log_in-email": people["editor"].email,
        "locale-preferred_language": "", "theme-theme": "system", "theme-contrast": "system",
        "theme-density": "default",
    }  # fmt: skip
    given = {"notifications-stale": "never", "notifications-digest_hour": "6"}
    assert client.post("/admin/account/", form | given | {"notifications-signed": "never"}).status_code == 302
    choice = NotificationChoice.objects.get(user=people["editor"])
    assert (choice.kinds["stale"], choice.digest_hour) == ("never", 6)
    assert choice.find_when(NoticeKind.PUBLISHED) == When.DIGEST
    assert not UserProfile.get_for_user(people["editor"]).approved_notifications, "Wagtail's other mails follow it"
    assert client.post("/admin/account/", form | {"notifications-stale": "sometimes"}).status_code == 200


def test_the_worker_makes_digests(people, peel, at):
    at(MONDAY)
    tell([people["editor"]], NoticeKind.PUBLISHED, page=peel)
    at(MONDAY + timedelta(days=1))
    call_command("worker", "--once")
    assert not WaitingNotice.objects.exists()
