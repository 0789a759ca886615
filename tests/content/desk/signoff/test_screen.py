"""The screens of sign-off: who reads, signs and sends back; what is told to whom; emergencies."""

import re

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import (
    Comment,
    GroupApprovalTask,
    PageLogEntry,
    Task,
    Workflow,
    WorkflowState,
    WorkflowTask,
)

from content.approval.signoff.models import SignOff
from content.approval.signoff.signing import find_open_parts
from content.approval.signoff.tasks import ClinicalSignOff
from content.desk.dashboard.tasks import find_tasks
from content.desk.signoff import worklists
from content.edition.models import Current, Release
from content.model.guides.models import GuidePage
from content.model.snippets.models import Clinician, Therapy
from tests.support import signing
from tests.support.guide_forms import draft_of, edit
from tests.support.mails import told, told_to
from tests.support.signing_screen import decide, read, said, screen

pytestmark = pytest.mark.django_db
PEEL = "guides/superficial-chemical-peel/"


@pytest.fixture
def submitted(as_user, drafted) -> GuidePage:
    answer = edit(as_user("editor"), draft_of(drafted), "action-submit", summary="A new summary.", safety_lead="New.")
    assert answer.status_code == 302
    return GuidePage.objects.get(pk=drafted.pk)


def test_submitting_asks_no_signature_and_tells_the_reviewers_with_a_link(submitted):
    assert submitted.workflow_in_progress
    assert submitted.current_workflow_task.specific.__class__ is ClinicalSignOff
    (to_reviewer,) = told()
    assert to_reviewer.to == ["reviewer@skinpheras.example"]
    assert f"{screen(submitted)}?open=overview#overview-heading" in to_reviewer.body
    assert "waits for your sign-off" in to_reviewer.body
    assert [page for page, _state in worklists.find_requested()] == [submitted]


@pytest.mark.parametrize(("name", "first"), [("editor", "action-submit"), ("publisher", "action-save")])
def test_who_may_not_publish_sees_the_button_that_submits(as_user, peel, name, first):
    form = as_user(name).get(f"/admin/pages/{peel.pk}/edit/").content.decode()
    assert min(("action-submit", "action-save"), key=form.index) == first
    inside = form[form.index('id="page-edit-form"') :]
    assert "name=" not in re.search(r'<button[^>]*type="submit"[^>]*>', inside)[0], "Enter in a field saves the draft"


def test_the_list_of_guides_is_not_sent_for_sign_off(as_user, guide_index):
    assert "action-submit" not in as_user("editor").get(f"/admin/pages/{guide_index.pk}/edit/").content.decode()


def test_what_is_wrong_otherwise_is_still_said_to_whoever_submits(as_user, peel):
    answer = edit(as_user("editor"), peel, "action-submit", summary="")
    assert "summary" in answer.context["form"].errors
    assert not GuidePage.objects.get(pk=peel.pk).workflow_in_progress


def test_the_screen_shows_what_changed_since_the_last_sign_off(as_user, drafted):
    rows = read(as_user("reviewer"), drafted)
    assert [part for part, row in rows.items() if row.is_open] == ["overview", "safety"]
    assert '<span class="addition">A new safety lead' in rows["safety"].opened.difference
    assert rows["process"].opened.difference == ""
    assert rows["process"].signed.name == "Dr Asha Rao"
    assert "A new safety lead." in rows["safety"].opened.document


def test_signing_everything_ends_the_request_and_publishes_nothing(as_user, submitted, api):
    before, releases, reviewer = api(PEEL).content, Release.objects.count(), as_user("reviewer")
    open_parts = [part for part, row in read(reviewer, submitted).items() if row.is_open]
    told()
    answer = decide(reviewer, submitted, sign=open_parts)
    assert "Everything is signed." in said(answer)
    assert find_open_parts(draft_of(submitted)) == {}
    page = GuidePage.objects.get(pk=submitted.pk)
    assert not page.workflow_in_progress
    assert page.workflow_states.latest("created_at").status == WorkflowState.STATUS_APPROVED
    assert (api(PEEL).content, Release.objects.count()) == (before, releases)
    assert ["is signed off" in message.subject for message in told_to("editor")] == [True]
    signed = SignOff.objects.filter(guide=page.translation_key, signed_by__username="reviewer")
    assert {sign_off.part for sign_off in signed} == set(open_parts)
    assert {(s.name, s.registration_number) for s in signed} == {("Dr Asha Rao", "SMC-000111")}
    entry = PageLogEntry.objects.get(page=page.pk, action="guides.sign", user__username="reviewer")
    assert "Dr Asha Rao" in entry.message


def test_one_part_is_sent_back_while_others_are_signed(as_user, submitted):
    reviewer = as_user("reviewer")
    told()
    decide(reviewer, submitted, sign=["overview"], **{"comment-safety": "Say how long it stays red."})
    page = GuidePage.objects.get(pk=submitted.pk)
    assert "overview" not in find_open_parts(draft_of(page))
    assert "safety" in find_open_parts(draft_of(page))
    comment = Comment.objects.get(page=page.pk)
    assert (comment.contentpath, comment.text) == ("safety_lead", "Say how long it stays red.")
    assert page.workflow_states.latest("created_at").status == WorkflowState.STATUS_NEEDS_CHANGES
    (to_editor,) = told_to("editor")
    assert "Say how long it stays red." in to_editor.body
    tasks = [task.message for task in find_tasks(page.workflow_states.latest("created_at").requested_by)]
    assert any("was sent back" in task and "Say how long" in task for task in tasks)


def test_what_changed_while_it_was_read_is_not_signed(as_user, drafted):
    reviewer = as_user("reviewer")
    rows = read(reviewer, drafted)
    draft = draft_of(drafted)
    draft.safety_lead = "Written meanwhile."
    draft.save_revision()
    data = {f"shown-{part}": row.opened.token for part, row in rows.items()}
    answer = reviewer.post(screen(drafted), {**data, "sign": ["overview", "safety"]}, follow=True)
    assert "Signed off: “Overview”." in said(answer)
    assert "Changed while you were reading, and so not signed: “Is it right for you?”." in said(answer)
    assert list(find_open_parts(draft_of(drafted))) == ["safety"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Tick what you sign, or write what should change."),
        ({"sign": ["safety"], "comment-safety": "Longer."}, "either sign it or say what should change"),
        ({"sign": ["nothing"]}, "Tick what you sign"),
    ],
)
def test_bad_input_does_nothing_and_loses_nothing(as_user, drafted, given, sentence):
    answer = as_user("reviewer").post(screen(drafted), given)
    assert sentence in said(answer)
    assert "Longer." in answer.content.decode() or "comment-safety" not in given
    assert list(find_open_parts(draft_of(drafted))) == ["overview", "safety"]


@pytest.mark.parametrize("of", ["nobody", "another user", "another part"])
def test_a_part_is_signed_only_by_whom_it_was_shown(as_user, drafted, of):
    reviewer = as_user("reviewer")
    token = {
        "nobody": "made up",
        "another user": read(as_user("editor"), drafted)["safety"].opened.token,
        "another part": read(reviewer, drafted)["overview"].opened.token,
    }[of]
    answer = reviewer.post(screen(drafted), {"sign": ["safety"], "shown-safety": token})
    assert "“Is it right for you?”: open it before you sign it." in said(answer)
    assert "safety" in find_open_parts(draft_of(drafted))


def test_a_part_that_is_opened_comes_with_what_it_takes_to_sign_it(as_user, drafted):
    reviewer = as_user("reviewer")
    shown = {row.part: row.opened for row in reviewer.get(screen(drafted)).context["rows"]}
    assert [part for part, opened in shown.items() if opened] == ["overview"], "the first that waits"
    answer = reviewer.get(f"{screen(drafted)}safety/")
    assert "A new safety lead." in answer.content.decode()
    token = answer.context["row"].opened.token
    answer = reviewer.post(screen(drafted), {"sign": ["safety"], "shown-safety": token}, follow=True)
    assert "Signed off: “Is it right for you?”." in said(answer)


def test_only_clinicians_sign(as_user, drafted):
    for name in ("editor", "publisher", "admin"):
        decide(as_user(name), drafted, sign=["overview", "safety"])
    assert list(find_open_parts(draft_of(drafted))) == ["overview", "safety"]
    assert "not linked to a clinician" in as_user("admin").get(screen(drafted)).content.decode()


def test_a_clinician_whose_registration_has_ended_signs_no_more_and_is_flagged(
    as_user, drafted, django_user_model, monkeypatch
):
    rao = Clinician.objects.get(account__username="reviewer")
    rao.registered_until = timezone.localdate() - timezone.timedelta(days=1)
    rao.save()
    answer = decide(as_user("reviewer"), drafted, sign=["safety"])
    assert "Your registration ended on" in answer.content.decode()
    assert "safety" in find_open_parts(draft_of(drafted))
    (lapse,) = worklists.find_lapsed()
    assert lapse.clinician == rao
    assert drafted in lapse.guides
    monkeypatch.setattr(worklists, "MOST_LAPSED", 1)
    for address, listed in (("/admin/sign-off/", 1), ("/admin/sign-off/?all=1", lapse.number)):
        answer = as_user("reviewer").get(address)
        assert len(answer.context["lapsed"][0].guides) == listed
        assert ('href="?all=1"' in answer.content.decode()) is (listed == 1)
    assert "registration" in as_user("reviewer").get("/admin/").content.decode()
    assert any("has ended" in task.message for task in find_tasks(django_user_model.objects.get(username="admin")))


def test_what_nobody_has_to_sign_again_needs_no_clinician(as_user, peel):
    """Such as another day of the next review."""
    signing.sign(peel)
    workflow = Workflow.objects.get(name="Clinical sign-off")
    peel.next_review = None
    peel.save_revision()
    state = workflow.start(GuidePage.objects.get(pk=peel.pk), None)
    assert state.status == WorkflowState.STATUS_APPROVED


def test_a_publisher_is_told_what_is_signed(as_user, drafted, django_user_model):
    Workflow.objects.get(name="Clinical sign-off").start(drafted, django_user_model.objects.get(username="editor"))
    publisher = django_user_model.objects.get(username="publisher")
    ready = "is signed off and ready to publish"
    assert not any(ready in task.message for task in find_tasks(publisher))
    decide(as_user("reviewer"), drafted, sign=["overview", "safety"])
    assert any(ready in task.message for task in find_tasks(publisher))
    GuidePage.objects.get(pk=drafted.pk).get_latest_revision().publish()
    assert not any(ready in task.message for task in find_tasks(publisher))


def test_every_guide_goes_to_the_clinicians_unless_a_list_has_a_workflow_of_its_own(mesotherapy):
    assert mesotherapy.get_workflow().name == "Clinical sign-off"
    assert Task.objects.get(name="Clinical sign-off").specific.groups.get().name == "Clinical reviewers"
    assert Current.objects.filter(is_held=True).count() == 0


def test_what_was_sent_back_is_listed_and_said_to_be_with_the_editor(as_user, submitted):
    reviewer = as_user("reviewer")
    decide(reviewer, submitted, **{"comment-safety": "Say when to call."})
    listed, guide = (reviewer.get(address).content.decode() for address in ("/admin/sign-off/", screen(submitted)))
    assert "Say when to call." in listed.partition("Sent back</h2>")[2]
    assert "It was sent back, and is with the editor" in guide
    edit(as_user("editor"), draft_of(submitted), "action-submit", safety_lead="Call us.")
    assert "Sent back</h2>" not in reviewer.get("/admin/sign-off/").content.decode()
    assert "is with the editor" not in reviewer.get(screen(submitted)).content.decode()


def test_what_is_signed_after_it_was_sent_back_can_be_published(as_user, submitted, django_user_model):
    reviewer = as_user("reviewer")
    decide(reviewer, submitted, sign=["overview"], **{"comment-safety": "Say when to call."})
    draft = draft_of(submitted)
    draft.safety_lead = "Call us if it swells."
    draft.save_revision()  # mended, and not submitted again
    mails = len(told())
    decide(reviewer, submitted, sign=[part for part, row in read(reviewer, submitted).items() if row.is_open])
    assert "Sent back</h2>" not in reviewer.get("/admin/sign-off/").content.decode()
    publisher, editor = (django_user_model.objects.get(username=name) for name in ("publisher", "editor"))
    assert any("signed" in task.message and "publish" in task.message for task in find_tasks(publisher))
    assert not any("sent back" in task.message for task in find_tasks(editor))
    assert not any("reviewer@skinpheras.example" in mail.to for mail in told()[mails:])


def test_what_others_refused_in_a_workflow_of_their_own_is_not_the_clinicians(as_user, drafted, django_user_model):
    task = GroupApprovalTask.objects.create(name="Marketing check")
    task.groups.add(Group.objects.get(name="Publishers"))
    workflow = Workflow.objects.create(name="Marketing")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    state = workflow.start(drafted, django_user_model.objects.get(username="editor"))
    publisher = django_user_model.objects.get(username="publisher")
    state.current_task_state.reject(user=publisher, comment="Internal: margins too low")
    assert "Internal: margins" not in as_user("reviewer").get("/admin/sign-off/").content.decode()


def test_a_public_guide_that_waits_is_not_said_to_be_with_the_editor(as_user, mesotherapy, django_user_model):
    mesotherapy.summary = "Another."
    mesotherapy.save_revision()
    editor = django_user_model.objects.get(username="editor")
    Workflow.objects.get(name="Clinical sign-off").start(GuidePage.objects.get(pk=mesotherapy.pk), editor)
    reviewer = as_user("reviewer")
    decide(reviewer, mesotherapy, **{"comment-overview": "Longer."})
    assert "is with the editor" in reviewer.get(screen(mesotherapy)).content.decode()
    for therapy in Therapy.objects.all():
        therapy.name += " (new)"
        therapy.save()
    assert worklists.find_held()
    assert "is with the editor" not in reviewer.get(screen(mesotherapy)).content.decode()


def test_a_clinicians_tasks_come_before_the_first_steps(as_user, submitted):
    for name, first in (("reviewer", "tasks"), ("editor", "first_steps")):
        names = [panel.name for panel in as_user(name).get("/admin/").context["panels"] if hasattr(panel, "name")]
        assert names.index(first) == min(names.index("tasks"), names.index("first_steps"))
