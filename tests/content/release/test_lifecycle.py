"""The lifecycle table: every door, what is public after it, and how many releases it makes.

Each row of DOORS is one test. Drafts hold a canary that no public answer may ever show.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.management.commands.publish_scheduled import Command as WagtailsPublishScheduled
from wagtail.models import Locale, Page, PageLogEntry, PageViewRestriction, Site, Workflow

from content.edition.models import Release
from content.model.branches.models import BranchPage, Offering
from content.model.group.models import GroupSettings
from content.model.guides.models import GuideIndexPage, GuidePage, HomePage
from content.model.images.models import GuideImage
from content.model.notices.models import Recall
from content.model.publishing import Refused
from content.model.snippets.models import Category, Citation, Clinician, Therapy
from content.release.notices import recalling
from content.release.outbox.delivering import deliver_due
from content.release.scheduling import run_schedule
from content.release.settle import settle_all
from tests.support import signing
from tests.support.guide_forms import edit
from tests.support.offering_forms import form_data as offering_data
from tests.support.public import find_leaking_rows, find_leaks

pytestmark = pytest.mark.django_db
CANARY = "CANARY-9c41"
LIVE, GONE, NEVER = 200, 410, 404


class Stage(SimpleNamespace):
    """What a door may touch: `peel` is the guide it acts on, `admin` a logged-in browser."""

    def peel_now(self) -> GuidePage:
        return GuidePage.objects.get(pk=self.peel.pk)

    def post(self, name: str, *args, **data):
        response = self.admin.post(reverse(name, args=args), data)
        assert response.status_code in (200, 302), response.status_code
        return response


@dataclass(frozen=True)
class Door:
    """`after` is the status of the peel's address after `act`; `releases` how many the act makes.

    `prepare` runs before releases are counted. `refused`: the act raises, and nothing has changed.
    """

    name: str
    act: Callable[[Stage], object]
    after: int = LIVE
    releases: int = 1
    prepare: Callable[[Stage], object] = lambda stage: None
    refused: bool = False


def _draft(stage: Stage, **words) -> None:
    page = stage.peel_now()
    for name, value in words.items():
        setattr(page, name, value)
    page.save_revision(clean=False)


def _publish(stage: Stage, **words) -> None:
    page = stage.peel_now()
    for name, value in words.items():
        setattr(page, name, value)
    signing.publish(page)


def _unpublish(stage: Stage) -> None:
    stage.peel_now().unpublish()


def _start_workflow(stage: Stage) -> None:
    _draft(stage, summary="To be approved.")
    _sign_draft(stage)
    workflow = Workflow.objects.get(name="Moderators approval")
    workflow.start(stage.peel_now(), stage.user)


def _approve(stage: Stage) -> None:
    state = stage.peel_now().current_workflow_task_state
    stage.post("wagtailadmin_pages:workflow_action", stage.peel.pk, "approve", state.pk)


def _sign_all(stage: Stage) -> None:
    for page in GuidePage.objects.all():
        signing.sign(GuidePage.objects.get(pk=page.pk))


def _schedule(stage: Stage, **times) -> None:
    _publish(stage, summary="On schedule.", **times)
    stage.later(timedelta(days=1))


def _restrict(page_of: Callable[[Stage], Page]) -> Callable[[Stage], object]:
    def act(stage: Stage) -> None:
        stage.post("wagtailadmin_pages:set_privacy", page_of(stage).pk, restriction_type="login")

    return act


def _unrestrict(page_of: Callable[[Stage], Page]) -> Callable[[Stage], object]:
    def act(stage: Stage) -> None:
        stage.post("wagtailadmin_pages:set_privacy", page_of(stage).pk, restriction_type="none")

    return act


def _peel(stage: Stage) -> Page:
    return stage.peel_now()


def _home(stage: Stage) -> Page:
    return stage.peel_now().get_parent().get_parent()


def _members(stage: Stage) -> GuideIndexPage:
    return GuideIndexPage.objects.get(slug="members-guides")


def _make_members(stage: Stage) -> None:
    """A second site, with a list of guides of its own."""
    home = Page.get_first_root_node().add_child(instance=HomePage(title="Members", slug="members"))
    home.add_child(instance=GuideIndexPage(title="Guides", slug="members-guides"))
    Site.objects.create(hostname="members.localhost", root_page=home)


def _restrict_members(stage: Stage) -> None:
    _make_members(stage)
    PageViewRestriction.objects.create(page=_members(stage), restriction_type=PageViewRestriction.LOGIN)


def _move_to_members(stage: Stage) -> None:
    stage.post("wagtailadmin_pages:move_confirm", stage.peel.pk, _members(stage).pk)


def _move_back(stage: Stage) -> None:
    index = GuideIndexPage.objects.get(locale__language_code="en", slug="guides")
    stage.post("wagtailadmin_pages:move_confirm", stage.peel.pk, index.pk)


def _copy(stage: Stage, **choices) -> None:
    data = {"new_title": "Peel again", "new_slug": "peel-again", "new_parent_page": stage.peel_now().get_parent().pk}
    stage.post("wagtailadmin_pages:copy", stage.peel.pk, **data, **choices)


def _translate(stage: Stage) -> None:
    arabic = Locale.objects.get(language_code="ar")
    stage.post("simple_translation:submit_page_translation", stage.peel.pk, locales=[arabic.pk])


def _publish_translation(stage: Stage) -> None:
    pages = GuidePage.objects.filter(translation_key=stage.peel.translation_key)
    signing.publish(pages.get(locale__language_code="ar"))


def _sign_draft(stage: Stage) -> None:
    signing.sign(stage.peel_now().get_latest_revision_as_object())


def _revert(stage: Stage) -> None:
    first = stage.peel_now().revisions.order_by("pk").first()
    edit(stage.admin, stage.peel_now(), revision=first.pk, summary="As it was.")


def _bulk(action: str, **more) -> Callable[[Stage], object]:
    def act(stage: Stage) -> None:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        response = stage.admin.post(f"{address}?id={stage.peel.pk}&next=/admin/", more)
        assert response.status_code == 302

    return act


def _import(stage: Stage) -> None:
    document = SimpleUploadedFile("new.md", f"# {CANARY}\n\n## How it works\n\n- {CANARY}\n".encode())
    stage.admin.post(reverse("import_document"), {"document": document, "locale": "en"})


def _save(model: type, **changes) -> Callable[[Stage], object]:
    def act(stage: Stage) -> None:
        shown = stage.shown[model]
        for name, value in changes.items():
            setattr(shown, name, value)
        shown.save()

    return act


def _draft_shared(model: type, **changes) -> Callable[[Stage], object]:
    def act(stage: Stage) -> None:
        draft = model.objects.get(pk=stage.shown[model].pk)
        for name, value in changes.items():
            setattr(draft, name, value)
        draft.save_revision(clean=False)

    return act


def _publish_shared(model: type) -> Callable[[Stage], object]:
    return lambda stage: model.objects.get(pk=stage.shown[model].pk).get_latest_revision().publish()


def _translate_shared(stage: Stage) -> None:
    _draft_shared(Category, name=CANARY)(stage)
    arabic = Locale.objects.get(language_code="ar")
    category = Category.objects.get(pk=stage.shown[Category].pk)
    Category.objects.filter(translation_key=category.translation_key, locale=arabic).update(translation_key=uuid4())
    category.copy_for_translation(arabic).save()


def _offer(stage: Stage) -> None:
    london = BranchPage.objects.get(slug="mumbai")
    data = offering_data(stage.admin, london, superficial_chemical_peel={"note": "Ask us."})
    stage.admin.post(reverse("offerings", args=[london.pk]), data)


def _offer_by_csv(stage: Stage) -> None:
    mumbai = BranchPage.objects.get(slug="mumbai")
    table = "guide,note\nsuperficial-chemical-peel,By table.\n"
    file = SimpleUploadedFile("offerings.csv", table.encode())
    shown = stage.admin.post(reverse("offerings_csv", args=[mumbai.pk]), {"table": file})
    stage.admin.post(reverse("offerings_csv", args=[mumbai.pk]), {"text": shown.context["text"]})


def _site_elsewhere(stage: Stage) -> None:
    site = Site.objects.get()
    site.root_page = Page.objects.get(pk=stage.elsewhere.pk)
    site.save()


def _site_back(stage: Stage) -> None:
    site = Site.objects.get()
    site.root_page = _home(stage)
    site.save()


def _move_focal_point(s: Stage) -> None:
    """Public once a worker has cut the picture anew."""
    _save(GuideImage, focal_point_x=10, focal_point_y=10, focal_point_width=5, focal_point_height=5)(s)
    deliver_due("worker")


def _recall(stage: Stage, section: str = "") -> None:
    recalling.recall(
        Recall(
            guide=stage.peel.translation_key, title="Peel", section=section, severity="serious", reason="It may burn."
        )
    )


def _lift(stage: Stage) -> None:
    recalling.lift(Recall.objects.get(), "Checked.")


def _new_page(stage: Stage) -> None:
    stage.elsewhere = Page.get_first_root_node().add_child(instance=Page(title="Elsewhere", slug="elsewhere"))


# Publishing the peel alone changes no other guide's words, deleting it takes it from the one that combines it.
DOORS = [
    Door("save a draft", lambda s: edit(s.admin, s.peel_now(), button="save", summary=CANARY), releases=0),
    Door("publish", lambda s: edit(s.admin, s.peel_now(), summary="New.")),
    Door("publish the same again", lambda s: signing.publish(s.peel_now()), releases=0),
    Door("publish, refused by the form", lambda s: edit(s.admin, s.peel_now(), summary=""), releases=0),
    Door("publish by a script, refused", lambda s: _publish(s, summary=""), releases=0, refused=True),
    Door("publish after unpublishing", lambda s: _publish(s, summary="Back."), prepare=_unpublish),
    Door("approve in a workflow", _approve, prepare=_start_workflow),
    Door("go live on schedule", lambda s: run_schedule(),
         prepare=lambda s: _schedule(s, go_live_at=timezone.now() + timedelta(hours=1))),
    Door("schedule for later", lambda s: _publish(s, summary=CANARY, go_live_at=timezone.now() + timedelta(hours=1)),
         releases=0),
    Door("expire on schedule", lambda s: run_schedule(), after=GONE,
         prepare=lambda s: _schedule(s, expire_at=timezone.now() + timedelta(hours=1))),
    Door("go live by Wagtail's own command", lambda s: WagtailsPublishScheduled().handle(dryrun=False),
         prepare=lambda s: _schedule(s, go_live_at=timezone.now() + timedelta(hours=1))),
    Door("expire by Wagtail's own command", lambda s: WagtailsPublishScheduled().handle(dryrun=False), after=GONE,
         prepare=lambda s: _schedule(s, expire_at=timezone.now() + timedelta(hours=1))),
    Door("unpublish", lambda s: s.post("wagtailadmin_pages:unpublish", s.peel.pk), after=GONE),
    Door("unpublish what is not public", _unpublish, prepare=_unpublish, after=GONE, releases=0),
    Door("delete", lambda s: s.post("wagtailadmin_pages:delete", s.peel.pk), after=GONE),
    Door("delete what is not public", lambda s: s.peel_now().delete(), prepare=_unpublish, after=GONE, releases=0),
    Door("delete the list above it", lambda s: Page.objects.get(pk=s.peel.pk).get_parent().specific.delete(),
         after=GONE),
    Door("unpublish the home above it, alone", lambda s: _home(s).specific.unpublish(), releases=0),
    Door("move", _move_to_members, prepare=_make_members, releases=0),
    Door("move into a restricted part", _move_to_members, prepare=_restrict_members, after=GONE),
    Door("move out of a restricted part", _move_back,
         prepare=lambda s: (_restrict_members(s), _move_to_members(s))),
    Door("restrict the page", _restrict(_peel), after=GONE),
    Door("restrict the list above it", _restrict(lambda s: s.peel_now().get_parent()), after=GONE),
    Door("restrict the home above it", _restrict(_home), after=GONE),
    Door("lift the restriction", _unrestrict(_peel), prepare=_restrict(_peel)),
    Door("lift the restriction above it", _unrestrict(_home), prepare=_restrict(_home)),
    Door("change the slug", lambda s: edit(s.admin, s.peel_now(), slug="gentle-peel"), after=301),
    # A copy is another guide: nobody has signed it.
    Door("copy, kept live", lambda s: _copy(s, publish_copies="1"), releases=0),
    Door("copy as a draft", _copy, releases=0),
    Door("make an alias", lambda s: s.peel_now().create_alias(update_slug="alias"), releases=0, refused=True),
    Door("make an alias in the admin", lambda s: _copy(s, alias="1"), releases=0),
    Door("translate", _translate, releases=0),
    Door("publish a translation", _publish_translation, prepare=_translate),
    Door("publish an old revision again", _revert, prepare=lambda s: _publish(s, summary="Changed.")),
    Door("bulk publish", _bulk("publish"), prepare=lambda s: (_draft(s, summary="In bulk."), _sign_draft(s))),
    Door("bulk unpublish", _bulk("unpublish"), after=GONE),
    Door("bulk delete", _bulk("delete"), after=GONE),
    Door("bulk move", lambda s: _bulk("move", chooser=_members(s).pk)(s), prepare=_restrict_members, after=GONE),
    # It moves page by page, each in a transaction of its own.
    Door("Wagtail's move_pages",
         lambda s: call_command("move_pages", s.peel_now().get_parent().pk, _members(s).pk, verbosity=0),
         prepare=_restrict_members, after=GONE, releases=4),
    Door("import a document", _import, releases=0),
    Door("offer it in the grid", _offer),
    Door("offer it by CSV", _offer_by_csv),
    Door("delete an offering", lambda s: Offering.objects.get(guide=s.peel, branch__slug="mumbai").delete()),
    Door("rename a clinician", _save(Clinician, name="Dr Asha R. Rao")),
    # What a clinician judges: readers are shown the old words until the new ones are signed.
    Door("rename a therapy", _save(Therapy, name="Sunscreen, mineral"), releases=0),
    Door("correct a citation", _save(Citation, title="Another title"), releases=0),
    # What an editor writes of what guides share waits until it is published, and then to be signed.
    Door("save a draft of a category", _draft_shared(Category, name=CANARY), releases=0),
    Door("save a draft of a therapy", _draft_shared(Therapy, summary=CANARY), releases=0),
    Door("save a draft of a citation", _draft_shared(Citation, title=CANARY), releases=0),
    Door("publish a draft of a category", _publish_shared(Category),
         prepare=_draft_shared(Category, name="Skin and face")),
    Door("publish a draft of a therapy", _publish_shared(Therapy), releases=0,
         prepare=_draft_shared(Therapy, name="Sunscreen, mineral")),
    Door("publish a draft of a citation", _publish_shared(Citation), releases=0,
         prepare=_draft_shared(Citation, title="Another title")),
    Door("translate a category", _translate_shared, releases=0),
    Door("unpublish a category that guides show", lambda s: s.shown[Category].unpublish(), releases=0, refused=True),
    Door("delete a therapy that guides show", lambda s: s.shown[Therapy].delete(), releases=0, refused=True),
    # Readers keep the words without the picture, whatever else was changed with it.
    Door("withhold a picture", _save(GuideImage, shows_patient=True)),
    Door("withhold a picture of a guide that waits", _save(GuideImage, shows_patient=True),
         prepare=_save(Citation, title="Another title")),
    Door("sign what a therapy's new name opened", _sign_all, prepare=_save(Therapy, name="Sunscreen, mineral"),
         releases=2),
    Door("sign what nobody has changed", _sign_all, releases=0),
    Door("rename a category", _save(Category, name="Skin and face")),
    Door("move a picture's focal point", _move_focal_point),
    Door("retitle a picture in the library", _save(GuideImage, title=CANARY), releases=0),
    Door("change the group's settings", _save(GroupSettings, clinic_name="Skinpheras Clinics")),
    Door("root the site elsewhere", _site_elsewhere, prepare=_new_page, after=GONE),
    Door("root the site here again", _site_back, prepare=lambda s: (_new_page(s), _site_elsewhere(s))),
    Door("delete the site", lambda s: Site.objects.get().delete(), after=GONE),
    Door("rename the site", lambda s: Site.objects.update_or_create(defaults={"site_name": "New"}), releases=0),
    Door("save a language", lambda s: Locale.objects.get(language_code="hi").save(), releases=0),
    Door("recall the guide", _recall, after=GONE),
    Door("recall a section", lambda s: _recall(s, "process")),
    Door("lift a recall", _lift, prepare=_recall),
    Door("settle everything", lambda s: settle_all(), releases=0),
    Door("settle by command", lambda s: call_command("settle", all=True, json=True), releases=0),
    Door("load what migrations define again", lambda s: call_command("migrate", verbosity=0), releases=0),
]  # fmt: skip


@pytest.fixture
def stage(as_user, peel, mesotherapy, monkeypatch, django_user_model, api):
    mesotherapy.summary = mesotherapy.title = CANARY
    mesotherapy.save_revision()

    def later(by: timedelta) -> None:
        moment = timezone.now() + by
        monkeypatch.setattr(timezone, "now", lambda: moment)

    therapies = Therapy.objects.filter(locale__language_code="en")
    return Stage(
        peel=peel,
        admin=as_user("admin"),
        user=django_user_model.objects.get(username="admin"),
        later=later,
        shown={
            Clinician: Clinician.objects.get(name="Dr Asha Rao"),
            Therapy: therapies.get(name="Topical minoxidil"),
            Category: Category.objects.get(pk=peel.category_id),
            Citation: peel.guide_citations.first().citation,
            GuideImage: peel.hero,
            GroupSettings: GroupSettings.objects.get(),
        },
    )


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_door(door, stage, client, api, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        door.prepare(stage)
    audit = PageLogEntry.objects.exclude(action="guides.sign")
    before, audited = Release.objects.count(), audit.count()
    if door.refused:
        with pytest.raises(Refused):
            door.act(stage)
        assert audit.count() == audited
    else:
        with django_capture_on_commit_callbacks(execute=True):
            door.act(stage)
    assert Release.objects.count() - before == door.releases
    assert api("guides/superficial-chemical-peel/").status_code == door.after
    numbers = list(Release.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert find_leaking_rows(CANARY) == []
    some = (DOORS.index(door) % 6, 6)  # all doors together read every address
    assert find_leaks(client, CANARY, some, locales=("en", "hi"), by=("slug",), embeds=False) == []
    assert settle_all() is None, "the door left something unsettled"
