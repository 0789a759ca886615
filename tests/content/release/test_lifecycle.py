"""The lifecycle table: every door, what is public after it, and how many releases it makes.

Each row of DOORS is one test. Drafts hold a canary that no public answer may ever show.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.management.commands.publish_scheduled import Command as WagtailsPublishScheduled
from wagtail.models import Locale, Page, PageLogEntry, Site

from content.edition.models import Release
from content.model.branches.models import Offering
from content.model.group.models import GroupSettings
from content.model.images.models import GuideImage
from content.model.publishing import Refused
from content.model.snippets.models import Category, Citation, Clinician, Therapy
from content.release.scheduling import run_schedule
from content.release.settle import settle_all
from tests.content.release import doors
from tests.support import signing
from tests.support.guide_forms import edit
from tests.support.public import find_leaking_rows, find_leaks

pytestmark = [pytest.mark.django_db, pytest.mark.long]
CANARY = "CANARY-9c41"
LIVE, GONE, NEVER = 200, 410, 404


@dataclass(frozen=True)
class Door:
    """`after` is the status of the peel's address after `act`; `releases` how many the act makes.

    `prepare` runs before releases are counted. `refused`: the act raises, and nothing has changed.
    """

    name: str
    act: Callable[[doors.Stage], object]
    after: int = LIVE
    releases: int = 1
    prepare: Callable[[doors.Stage], object] = lambda stage: None
    refused: bool = False


# Publishing the peel alone changes no other guide's words, deleting it takes it from the one that combines it.
DOORS = [
    Door("save a draft", lambda s: edit(s.admin, s.peel_now(), button="save", summary=CANARY), releases=0),
    Door("publish", lambda s: edit(s.admin, s.peel_now(), summary="New.")),
    Door("publish the same again", lambda s: signing.publish(s.peel_now()), releases=0),
    Door("publish, refused by the form", lambda s: edit(s.admin, s.peel_now(), summary=""), releases=0),
    Door("publish by a script, refused", lambda s: doors.publish(s, summary=""), releases=0, refused=True),
    Door("publish after unpublishing", lambda s: doors.publish(s, summary="Back."), prepare=doors.unpublish),
    Door("approve in a workflow", doors.approve, prepare=doors.start_workflow),
    Door("go live on schedule", lambda s: run_schedule(),
         prepare=lambda s: doors.schedule(s, go_live_at=timezone.now() + timedelta(hours=1))),
    Door("schedule for later", lambda s: doors.publish(s, summary=CANARY,
         go_live_at=timezone.now() + timedelta(hours=1)),
         releases=0),
    Door("expire on schedule", lambda s: run_schedule(), after=GONE,
         prepare=lambda s: doors.schedule(s, expire_at=timezone.now() + timedelta(hours=1))),
    Door("go live by Wagtail's own command", lambda s: WagtailsPublishScheduled().handle(dryrun=False),
         prepare=lambda s: doors.schedule(s, go_live_at=timezone.now() + timedelta(hours=1))),
    Door("expire by Wagtail's own command", lambda s: WagtailsPublishScheduled().handle(dryrun=False), after=GONE,
         prepare=lambda s: doors.schedule(s, expire_at=timezone.now() + timedelta(hours=1))),
    Door("unpublish", lambda s: s.post("wagtailadmin_pages:unpublish", s.peel.pk), after=GONE),
    Door("unpublish what is not public", doors.unpublish, prepare=doors.unpublish, after=GONE, releases=0),
    Door("delete", lambda s: s.post("wagtailadmin_pages:delete", s.peel.pk), after=GONE),
    Door("delete what is not public", lambda s: s.peel_now().delete(), prepare=doors.unpublish, after=GONE, releases=0),
    Door("delete the list above it", lambda s: Page.objects.get(pk=s.peel.pk).get_parent().specific.delete(),
         after=GONE),
    Door("unpublish the home above it, alone", lambda s: doors.home(s).specific.unpublish(), releases=0),
    Door("move", doors.move_to_members, prepare=doors.make_members, releases=0),
    Door("move into a restricted part", doors.move_to_members, prepare=doors.restrict_members, after=GONE),
    Door("move out of a restricted part", doors.move_back,
         prepare=lambda s: (doors.restrict_members(s), doors.move_to_members(s))),
    Door("restrict the page", doors.restrict(doors.peel), after=GONE),
    Door("restrict the list above it", doors.restrict(lambda s: s.peel_now().get_parent()), after=GONE),
    Door("restrict the home above it", doors.restrict(doors.home), after=GONE),
    Door("lift the restriction", doors.unrestrict(doors.peel), prepare=doors.restrict(doors.peel)),
    Door("lift the restriction above it", doors.unrestrict(doors.home), prepare=doors.restrict(doors.home)),
    Door("change the slug", lambda s: edit(s.admin, s.peel_now(), slug="gentle-peel"), after=301),
    # A copy is another guide: nobody has signed it.
    Door("copy, kept live", lambda s: doors.copy(s, publish_copies="1"), releases=0),
    Door("copy as a draft", doors.copy, releases=0),
    Door("make an alias", lambda s: s.peel_now().create_alias(update_slug="alias"), releases=0, refused=True),
    Door("make an alias in the admin", lambda s: doors.copy(s, alias="1"), releases=0),
    Door("translate", doors.translate, releases=0),
    Door("publish a translation", doors.publish_translation, prepare=doors.translate),
    Door("publish an old revision again", doors.revert, prepare=lambda s: doors.publish(s, summary="Changed.")),
    Door("bulk publish", doors.bulk("publish"),
         prepare=lambda s: (doors.draft(s, summary="In bulk."), doors.sign_draft(s))),
    Door("bulk unpublish", doors.bulk("unpublish"), after=GONE),
    Door("bulk delete", doors.bulk("delete"), after=GONE),
    Door("bulk move", lambda s: doors.bulk("move", chooser=doors.members(s).pk)(s),
         prepare=doors.restrict_members, after=GONE),
    # It moves page by page, each in a transaction of its own.
    Door("Wagtail's move_pages",
         lambda s: call_command("move_pages", s.peel_now().get_parent().pk, doors.members(s).pk, verbosity=0),
         prepare=doors.restrict_members, after=GONE, releases=4),
    Door("import a document", doors.import_document, releases=0),
    Door("offer it in the grid", doors.offer),
    Door("offer it by CSV", doors.offer_by_csv),
    Door("delete an offering", lambda s: Offering.objects.get(guide=s.peel, branch__slug="mumbai").delete()),
    Door("rename a clinician", doors.save(Clinician, name="Dr Asha R. Rao")),
    # What a clinician judges: readers are shown the old words until the new ones are signed.
    Door("rename a therapy", doors.save(Therapy, name="Sunscreen, mineral"), releases=0),
    Door("correct a citation", doors.save(Citation, title="Another title"), releases=0),
    # What an editor writes of what guides share waits until it is published, and then to be signed.
    Door("save a draft of a category", doors.draft_shared(Category, name=CANARY), releases=0),
    Door("save a draft of a therapy", doors.draft_shared(Therapy, summary=CANARY), releases=0),
    Door("save a draft of a citation", doors.draft_shared(Citation, title=CANARY), releases=0),
    Door("publish a draft of a category", doors.publish_shared(Category),
         prepare=doors.draft_shared(Category, name="Skin and face")),
    Door("publish a draft of a therapy", doors.publish_shared(Therapy), releases=0,
         prepare=doors.draft_shared(Therapy, name="Sunscreen, mineral")),
    Door("publish a draft of a citation", doors.publish_shared(Citation), releases=0,
         prepare=doors.draft_shared(Citation, title="Another title")),
    Door("translate a category", doors.translate_shared, releases=0),
    Door("unpublish a category that guides show", lambda s: s.shown[Category].unpublish(), releases=0, refused=True),
    Door("delete a therapy that guides show", lambda s: s.shown[Therapy].delete(), releases=0, refused=True),
    # Readers keep the words without the picture, whatever else was changed with it.
    Door("withhold a picture", doors.save(GuideImage, shows_patient=True)),
    Door("withhold a picture of a guide that waits", doors.save(GuideImage, shows_patient=True),
         prepare=doors.save(Citation, title="Another title")),
    Door("sign what a therapy's new name opened", doors.sign_all,
         prepare=doors.save(Therapy, name="Sunscreen, mineral"),
         releases=2),
    Door("sign what nobody has changed", doors.sign_all, releases=0),
    Door("rename a category", doors.save(Category, name="Skin and face")),
    Door("move a picture's focal point", doors.move_focal_point),
    Door("retitle a picture in the library", doors.save(GuideImage, title=CANARY), releases=0),
    Door("change the group's settings", doors.save(GroupSettings, clinic_name="Skinpheras Clinics")),
    Door("root the site elsewhere", doors.site_elsewhere, prepare=doors.new_page, after=GONE),
    Door("root the site here again", doors.site_back, prepare=lambda s: (doors.new_page(s), doors.site_elsewhere(s))),
    Door("delete the site", lambda s: Site.objects.get().delete(), after=GONE),
    Door("rename the site", lambda s: Site.objects.update_or_create(defaults={"site_name": "New"}), releases=0),
    Door("save a language", lambda s: Locale.objects.get(language_code="hi").save(), releases=0),
    Door("recall the guide", doors.recall, after=GONE),
    Door("recall a section", lambda s: doors.recall(s, "process")),
    Door("lift a recall", doors.lift, prepare=doors.recall),
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
    return doors.Stage(
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
