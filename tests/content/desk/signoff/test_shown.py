"""What a clinician is shown of a part before it is signed: pictures, sources, earlier rounds, the review."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, CommentReply, Workflow

from content.approval.signoff import signing
from content.approval.signoff.signing import find_open_parts
from content.desk.dashboard.tasks import find_tasks
from content.model.branches.models import BranchPage
from content.model.guides.models import GuidePage
from content.model.guides.reviewing import add_months
from content.model.images.preparing import prepare
from content.model.snippets.models import Clinician
from tests.support.guide_forms import draft_of, edit
from tests.support.mails import told
from tests.support.pictures import make_image
from tests.support.signing_screen import decide, read, said, screen

pytestmark = pytest.mark.django_db


def test_a_new_picture_is_shown_beside_the_one_that_was_signed(as_user, peel):
    before, peel.hero, peel.hero_alt = peel.hero, make_image(640), "A grey square"
    peel.save_revision()
    reviewer = as_user("reviewer")
    assert "still being processed" in reviewer.get(screen(peel)).content.decode()
    assert read(reviewer, peel)["overview"].opened.token == "", "what can't be shown can't be signed"
    prepare(peel.hero)
    overview = read(reviewer, peel)["overview"].opened
    (pair,) = overview.pictures
    assert [pair.before.image["id"], pair.now.image["id"]] == [str(before.public_id), str(peel.hero.public_id)]
    assert pair.now.alt == "A grey square"
    assert pair.now.image["sources"][0]["srcset"][0]["url"] in overview.document
    assert "Signed before" in reviewer.get(screen(peel)).content.decode()


def test_a_file_that_was_replaced_is_shown_as_readers_have_it(as_user, peel):
    hero, served = peel.hero, peel.hero.find_prepared()
    other = make_image(630)
    hero.file = other.file
    hero._set_file_hash()
    hero.save()
    prepare(hero)
    (pair,) = read(as_user("reviewer"), peel)["overview"].opened.pictures
    assert pair.before.image["sources"][0]["srcset"][0]["url"] in {one.url for one in served.values()}
    assert pair.before.image["sources"] != pair.now.image["sources"]


def test_a_part_is_shown_in_the_design_of_the_web_page_with_the_sources_of_its_blocks(as_user, mesotherapy):
    rows = read(as_user("reviewer"), mesotherapy)
    document = rows["mechanism"].opened.document
    assert "web/site.css" in document
    cited = next(block for block in mesotherapy.mechanism_blocks if block.value.get("citations"))
    assert cited.value["citations"][0].title in document
    assert "tg-does-not-suit" in rows["safety"].opened.document


def test_a_second_round_shows_comment_answer_and_change(as_user, drafted, django_user_model):
    reviewer = as_user("reviewer")
    decide(reviewer, drafted, **{"comment-safety": "Say how long it stays red."})
    comment = Comment.objects.get(page=drafted.pk)
    editor = django_user_model.objects.get(username="editor")
    CommentReply.objects.create(comment=comment, user=editor, text="Two days, says the leaflet.")
    (asked,) = read(reviewer, drafted)["safety"].opened.rounds
    assert asked.difference == ""
    draft = draft_of(drafted)
    draft.safety_lead = "A new safety lead. Two days."
    draft.save_revision(user=editor)
    Workflow.objects.get(name="Clinical sign-off").start(GuidePage.objects.get(pk=drafted.pk), editor)
    (asked,) = read(reviewer, drafted)["safety"].opened.rounds
    assert [(answer.by, answer.text) for answer in asked.answers] == [
        (editor, "Two days, says the leaflet."),
        (editor, "Sent for sign-off again."),
    ]
    assert '<span class="addition"> Two days.' in asked.difference
    assert "You asked for a change" in reviewer.get(screen(drafted), {"open": "safety"}).content.decode()
    decide(reviewer, drafted, sign=["safety"])
    assert read(reviewer, drafted)["safety"].opened.rounds == [], "what is signed is settled"


def test_what_was_sent_back_is_linked_at_its_part(as_user, drafted, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        edit(as_user("editor"), draft_of(drafted), "action-submit", safety_lead="New.")
        decide(as_user("reviewer"), drafted, **{"comment-safety": "Say how long it stays red."})
    by_wagtail = [message.subject for message in mail.outbox]
    comment = Comment.objects.get(page=drafted.pk)
    form = f"{reverse('wagtailadmin_pages:edit', args=[drafted.pk])}?comment={comment.pk}#:w:contentpath=safety_lead"
    assert form in {task.address for task in find_tasks(drafted.current_workflow_state.requested_by)}
    assert [form in message.body for message in told()] == [True], "the clinician has read it by now"
    assert by_wagtail == [], "Wagtail tells nobody the same again"


def test_signing_the_overview_fills_in_the_review(as_user, drafted):
    draft = draft_of(drafted)
    draft.last_reviewed = draft.next_review = draft.reviewer = None
    draft.save_revision()
    reviewer = as_user("reviewer")
    assert "enters you as the reviewer" in reviewer.get(screen(drafted)).content.decode()
    assert "reviewed " in read(reviewer, drafted)["overview"].opened.document
    decide(reviewer, drafted, sign=["overview", "safety"])
    draft = draft_of(drafted)
    day = timezone.localdate()
    assert draft.reviewer == Clinician.objects.get(account__username="reviewer")
    assert (draft.last_reviewed, draft.next_review) == (day, add_months(day, 12))
    assert find_open_parts(draft) == {}
    draft.get_latest_revision().publish()


def test_a_review_that_the_editor_gave_stays(as_user, drafted):
    before = draft_of(drafted)
    assert before.last_reviewed
    decide(as_user("reviewer"), drafted, sign=["overview"])
    after = draft_of(drafted)
    assert after.latest_revision_id == before.latest_revision_id
    assert after.last_reviewed == before.last_reviewed


def test_no_day_is_put_below_words_that_nobody_has_read(drafted, django_user_model):
    """An editor saves while the clinician signs."""
    draft = draft_of(drafted)
    draft.last_reviewed = None
    read_by_clinician = draft.save_revision().as_object()
    draft.summary = "Written meanwhile."
    draft.save_revision()
    user = django_user_model.objects.get(username="reviewer")
    seen = find_open_parts(read_by_clinician)
    assert "overview" in signing.sign(read_by_clinician, {"overview": seen["overview"]}, user)
    assert draft_of(drafted).last_reviewed is None
    assert draft_of(drafted).summary == "Written meanwhile."


def test_the_form_says_what_happened(as_user, drafted):
    editor = as_user("editor")
    answer = edit(editor, draft_of(drafted), "action-submit", summary="")
    assert "Not sent for sign-off yet" in said(answer)
    assert "could not be saved" not in said(answer)
    answer = editor.get(edit(editor, draft_of(drafted), "action-submit", safety_lead="New.").url)
    assert "has been sent for clinical sign-off" in said(answer)
    assert "moderation" not in said(answer)


def test_whoever_may_publish_a_branch_is_offered_nobody_s_approval(as_user):
    branch = BranchPage.objects.get(slug="mumbai")
    html = as_user("mumbai").get(reverse("wagtailadmin_pages:edit", args=[branch.pk])).content.decode()
    assert "Submit to" not in html
    assert "action-publish" in html
