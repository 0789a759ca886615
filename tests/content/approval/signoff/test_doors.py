"""Nothing unsigned becomes public, by whatever door, and no draft is lost on the way. Each row of DOORS is one test."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Locale, Page, PageViewRestriction, Task, Workflow, WorkflowTask

from content.approval.signoff.tasks import ClinicalSignOff
from content.edition.models import Current, Edition, Release
from content.model.guides.models import GuidePage
from content.model.publishing import Refused, publishing
from content.model.snippets.models import Citation, Therapy
from content.release import restoring
from content.release.scheduling import run_schedule
from content.release.settle import settle_all
from tests.support import signing
from tests.support.guide_forms import draft_of, edit, form_data
from tests.support.public import find_leaking_rows, find_leaks

pytestmark = pytest.mark.django_db
CANARY = "CANARY-51gn"
SENTENCE = "No clinician has signed off"


class Stage(SimpleNamespace):
    """`peel` is public, and its newest draft holds the canary, unsigned; `admin` a logged-in browser."""

    def page(self) -> GuidePage:
        return GuidePage.objects.get(pk=self.peel.pk)

    def post(self, name: str, *args, **data):
        """As in the browser: where it leads, the messages are read."""
        answer = self.admin.post(reverse(name, args=args), data)
        if answer.status_code == 302:
            answer = self.admin.get(answer["Location"], follow=True)
        elif answer["Content-Type"] == "application/json":
            answer = self.admin.get(answer.json()["redirect"], follow=True)
        return answer.content.decode()


@dataclass(frozen=True)
class Door:
    """`act` returns what the person is shown, or raises Refused where there is nobody but a program."""

    name: str
    act: Callable[[Stage], str]
    prepare: Callable[[Stage], object] = lambda stage: None


def _form(stage: Stage, **changes) -> str:
    return edit(stage.admin, draft_of(stage.page()), signed=False, **changes).content.decode()


def _schedule(stage: Stage) -> None:
    """As a script can, which the form would refuse."""
    page = stage.page().get_latest_revision_as_object()
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    stage.later(timedelta(days=1))


def _run_schedule(stage: Stage) -> str:
    (reasons,) = run_schedule().refused.values()
    return " ".join(reasons)


def _ask_moderators(stage: Stage) -> None:
    Workflow.objects.get(name="Moderators approval").start(stage.page(), stage.user)


def _approve(stage: Stage) -> str:
    state = stage.page().current_workflow_task_state
    return stage.post("wagtailadmin_pages:workflow_action", stage.peel.pk, "approve", state.pk)


def _approve_in_the_form(stage: Stage) -> str:
    data = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    address = reverse("wagtailadmin_pages:edit", args=[stage.peel.pk])
    answer = stage.admin.post(address, {**form_data(draft_of(stage.page())), **data}, follow=True)
    return answer.content.decode()


def _ask_clinician_then_moderator(stage: Stage) -> None:
    """A workflow of the clinic's own, whose last step is no clinician's."""
    workflow = Workflow.objects.create(name="Two steps")
    moderators = Task.objects.get(name="Moderators approval")
    WorkflowTask.objects.create(workflow=workflow, task=ClinicalSignOff.objects.get(), sort_order=0)
    WorkflowTask.objects.create(workflow=workflow, task=moderators, sort_order=1)
    signing.sign(draft_of(stage.page()))
    workflow.start(stage.page(), stage.user)
    # The clinician's step is done; then somebody writes on.
    page = draft_of(stage.page())
    page.summary = f"{CANARY}, written after the clinician."
    page.save_revision(clean=False)


def _bulk_publish(stage: Stage) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = stage.admin.post(f"{address}?id={stage.peel.pk}&next=/admin/", {}, follow=True)
    return answer.content.decode()


def _copy_live(stage: Stage) -> str:
    return stage.post(
        "wagtailadmin_pages:copy",
        stage.peel.pk,
        new_title="Peel again",
        new_slug="peel-again",
        new_parent_page=stage.page().get_parent().pk,
        publish_copies="1",
    )


def _publish_signed(stage: Stage) -> None:
    page = stage.page()
    page.summary = "Signed."
    signing.publish(page)
    page.summary = CANARY
    page.save_revision()


def _return_to_unsigned(stage: Stage) -> str:
    """A version of before there was a sign-off."""
    first = Edition.objects.filter(subject=stage.peel.translation_key).order_by("version").first()
    Edition.objects.filter(pk=first.pk).update(source={**first.source, "summary": CANARY})
    current = Edition.objects.get(subject=stage.peel.translation_key, locale="en", current__isnull=False)
    arguments = ["guide", stage.peel.translation_key, "en", 1]
    return stage.post("return_to_edition", *arguments, instead_of=current.version)


def _revert(stage: Stage) -> str:
    revision = stage.page().latest_revision
    return _form(stage, revision=revision.pk)


def _translate(stage: Stage) -> GuidePage:
    arabic = Locale.objects.get(language_code="ar")
    page = stage.page().copy_for_translation(arabic)
    page.summary = CANARY
    page.save_revision(clean=False)
    return page


def _publish_translation(stage: Stage) -> str:
    page = GuidePage.objects.get(translation_key=stage.peel.translation_key, locale__language_code="ar")
    page.get_latest_revision().publish()
    return "published"


def _write_the_row(stage: Stage) -> str:
    """What no revision knows."""
    page = stage.page()
    page.summary = CANARY
    page.save()
    return "saved"


def _restrict_and_write(stage: Stage) -> None:
    PageViewRestriction.objects.create(page=stage.page(), restriction_type=PageViewRestriction.LOGIN)
    page = stage.page()
    page.summary = CANARY
    page.save()


def _lift(stage: Stage) -> str:
    return stage.post("wagtailadmin_pages:set_privacy", stage.peel.pk, restriction_type="none")


def _unpublish_and_write(stage: Stage) -> None:
    stage.page().unpublish()
    page = stage.page()
    page.summary = CANARY
    page.save_revision(clean=False)


def _with_others(stage: Stage) -> str:
    """In the middle of a launch: all or nothing."""
    with publishing(actor="launch"):
        other = GuidePage.objects.get(slug="microneedling-for-acne-scars")
        other.next_review = None
        other.save_revision().publish()
        stage.page().get_latest_revision().publish()
    return "published"


def _past_every_door(stage: Stage) -> str:
    GuidePage.objects.filter(pk=stage.peel.pk).update(summary=CANARY)
    settle_all()
    return "settled"


DOORS = [
    Door("the form's publish button", _form),
    Door("the form, for later", lambda s: _form(s, go_live_at=(timezone.now() + timedelta(days=1)).isoformat()[:16])),
    Door("an old revision in the form", _revert),
    Door("a script", lambda s: s.page().get_latest_revision().publish()),
    Door("Wagtail's publish action", lambda s: PublishPageRevisionAction(s.page().get_latest_revision()).execute()),
    Door("the page's own publish", lambda s: s.page().publish(s.page().get_latest_revision())),
    Door("the schedule", _run_schedule, prepare=_schedule),
    Door("Wagtail's own command", lambda s: call_command("publish_scheduled", verbosity=0) or SENTENCE,
         prepare=_schedule),
    Door("approval by moderators", _approve, prepare=_ask_moderators),
    Door("approval by moderators in the form", _approve_in_the_form, prepare=_ask_moderators),
    Door("approval of what was written after the clinician", _approve, prepare=_ask_clinician_then_moderator),
    Door("bulk publishing", _bulk_publish),
    Door("a copy that is kept live", _copy_live),
    Door("a return to an unsigned version", _return_to_unsigned, prepare=_publish_signed),
    Door("a translation", _publish_translation, prepare=_translate),
    Door("a page's row", _write_the_row),
    Door("lifting a restriction", _lift, prepare=_restrict_and_write),
    Door("publishing what was withdrawn", lambda s: s.page().get_latest_revision().publish(),
         prepare=_unpublish_and_write),
    Door("publishing with others", _with_others),
    Door("settling everything", _past_every_door),
]  # fmt: skip


@pytest.fixture
def stage(as_user, peel, monkeypatch, django_user_model):
    def later(by: timedelta) -> None:
        moment = timezone.now() + by
        monkeypatch.setattr(timezone, "now", lambda: moment)

    peel.summary = CANARY
    peel.save_revision()
    user = django_user_model.objects.get(username="admin")
    return Stage(peel=peel, admin=as_user("admin"), user=user, later=later)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_unsigned_words_are_refused_with_a_sentence_and_the_draft_stays(door, stage, client):
    door.prepare(stage)
    before = Release.objects.count()
    newest = draft_of(stage.page()).summary
    try:
        said = door.act(stage)
    except Refused as refused:
        said = str(refused)
    assert SENTENCE in said
    assert Release.objects.count() == before
    assert find_leaking_rows(CANARY) == []
    some = (DOORS.index(door) % 6, 6)  # all doors together read every address
    assert find_leaks(client, CANARY, some, locales=("en", "ar"), by=("slug",), embeds=False) == []
    assert CANARY in newest
    assert draft_of(stage.page()).summary == newest, "the draft survives"
    assert not Page.objects.filter(slug="peel-again", live=True).exists()


@pytest.mark.parametrize(
    ("model", "fields"), [(Therapy, {"summary": CANARY}), (Citation, {"title": CANARY})], ids=["therapy", "citation"]
)
def test_a_published_draft_of_what_a_guide_shows_waits_to_be_signed(mesotherapy, client, api, model, fields):
    """Publishing it is a publisher's right; that readers are shown it in a guide is a clinician's."""
    wanted = {"name": "Topical minoxidil"} if model is Therapy else {"title": "Androgenetic alopecia"}
    draft = model.objects.get(**wanted)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision().publish()
    assert find_leaks(client, CANARY, locales=("en", "hi"), by=("slug",), embeds=False) == []
    assert Current.objects.get(subject=mesotherapy.translation_key, locale="en").is_held
    signing.sign(GuidePage.objects.get(pk=mesotherapy.pk))
    assert CANARY in api("guides/mesotherapy-for-hair/").content.decode()


def test_the_same_doors_let_signed_words_through(stage, api):
    """Else the rows above would prove nothing."""
    assert edit(stage.admin, draft_of(stage.page())).status_code == 302
    assert api("guides/superficial-chemical-peel/").json()["summary"] == CANARY


def test_what_was_signed_before_is_signed_still(peel, api):
    original = peel.summary
    peel.summary = "Another summary."
    signing.publish(peel)
    first = Edition.objects.get(subject=peel.translation_key, version=1)
    restoring.return_to(first)
    assert api("guides/superficial-chemical-peel/").json()["summary"] == original
