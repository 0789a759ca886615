"""A machine that goes through every door of the product in random order, for proofs of what must hold throughout."""

import io
import zipfile
from contextlib import suppress
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from wagtail.models import Locale, PageViewRestriction

from api.v1 import archives
from cms.bundles import Choice
from content.desk.launches.models import Launch, LaunchPage
from content.edition.models import Current
from content.model.branches.models import BranchPage, Offering
from content.model.guides.models import GuideCitation, GuidePage
from content.model.notices.models import Recall, find_standing
from content.model.publishing import Refused, publishing
from content.model.snippets.models import Category, Citation, Clinician, Therapy
from content.model.vocabulary import State
from content.public import changes
from content.release.notices import recalling
from content.release.scheduling import run_schedule
from content.release.settle import settle_all
from tests.support import signing
from tests.support.machine import CANARY, Machine, which


class Doors(Machine):
    """Every door that changes what is public, or could."""

    @rule(number=which)
    def save_a_draft(self, number):
        if page := self.pick(number):
            self.spoil(page)

    @rule(number=which)
    def publish_one(self, number):
        if page := self.pick(number):
            self.publish(page)

    @rule(number=which)
    def change_the_slug(self, number):
        if page := self.pick(number):
            self.publish(page, slug=f"slug-{self.made}")

    @rule(number=which)
    def unpublish(self, number):
        if page := self.pick(number):
            page.unpublish()

    @rule(number=which, hours=st.integers(1, 3), live_for=st.none() | st.integers(1, 3))
    def schedule(self, number, hours, live_for):
        if page := self.pick(number):
            go = timezone.now() + timedelta(hours=hours)
            self.publish(page, go_live_at=go, expire_at=live_for and go + timedelta(hours=live_for))

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours):
        moment = timezone.now() + timedelta(hours=hours)
        timezone.now = lambda: moment
        run_schedule()

    @rule(number=which)
    def copy_kept_live(self, number):
        page = self.pick(number)
        if page and GuidePage.objects.count() < 9:
            self.made += 1
            slug = f"copy-{self.made}"
            with suppress(Refused):  # a copy is another guide, which nobody has signed
                self.spoil(page.copy(update_attrs={"slug": slug}, keep_live=True, copy_revisions=False))

    @rule(number=which)
    def translate(self, number):
        page = self.pick(number)
        arabic = Locale.objects.get(language_code="ar")
        if page and not page.has_translation(arabic):
            self.spoil(page.copy_for_translation(arabic))

    @rule(number=which)
    def restrict(self, number):
        if page := self.pick(number):
            above = page if number % 2 else page.get_parent()
            PageViewRestriction.objects.create(page=above, restriction_type=PageViewRestriction.LOGIN)

    @precondition(lambda self: PageViewRestriction.objects.exists())
    @rule()
    def lift_restrictions(self):
        for restriction in PageViewRestriction.objects.all():
            with suppress(Refused), transaction.atomic():  # Django deletes without a savepoint
                restriction.delete()

    @rule(number=which)
    def delete(self, number):
        page = self.pick(number)
        if page and GuidePage.objects.count() > 4:
            page.delete()

    @rule(number=which)
    def delete_a_source(self, number):
        """Of a guide that has a translation: both go, and no fact becomes public that nobody has published."""
        page = self.pick(number)
        if page is None or not page.is_source or GuidePage.objects.count() <= 4:
            return
        self.translate(number)
        page.delete()
        assert not GuidePage.objects.filter(translation_key=page.translation_key).exists()
        public = Current.objects.filter(subject=page.translation_key, state=State.LIVE)
        assert not public.exists()

    @rule(number=which)
    def translate_a_branch(self, number):
        branch, hindi = BranchPage.objects.order_by("pk").first(), Locale.objects.get(language_code="hi")
        known = BranchPage.objects.filter(translation_key=branch.translation_key, locale=hindi).first()
        page = known or branch.copy_for_translation(hindi, copy_parents=True)
        self.made += 1
        page.title = page.address = f"Branch {self.made}"
        with suppress(Refused):
            page.save_revision(clean=False).publish()
        page.title = page.address = CANARY
        page.save_revision(clean=False)

    @rule(number=which, withdraws=st.booleans())
    def change_two_in_one_transaction(self, number, withdraws):
        first, second = self.pick(number), self.pick(number + 1)
        if first is None or second is None:
            return
        with suppress(Refused), publishing():
            self.publish(first)
            if withdraws:
                GuidePage.objects.get(pk=second.pk).unpublish()
            else:
                self.publish(second)

    @rule(number=which)
    def preview_a_launch(self, number):
        """Whoever has its address is shown the canary, which a clinician has signed; nobody else is, by nothing."""
        page = self.pick(number)
        if page is None:
            return
        self.spoil(page)
        signing.sign(GuidePage.objects.get(pk=page.pk).get_latest_revision_as_object())
        launch = Launch.objects.create(title="Spring")
        LaunchPage.objects.create(launch=launch, page=page)
        token = launch.make_preview_token(get_user_model().objects.get(username="admin"))
        for path in ("guides/", f"guides/{page.translation_key}/", "sync/", "bundles/en/", "search/?q=canary"):
            answer = self.client.get(f"/api/v1/{path}", headers={"preview-token": token})
            assert answer.status_code in (200, 301, 404, 409, 410, 429), answer.status_code
        launch.delete()
        assert CANARY.encode() not in self.build_bundle()

    def build_bundle(self) -> bytes:
        """The words of the archive that a worker would build now."""
        archive = io.BytesIO()
        archives.build_bundle(Choice(("en",)), changes.read_newest_mark(), archive)
        with zipfile.ZipFile(archive) as opened:
            return opened.read("page.json")

    @rule(number=which, section=st.sampled_from(["", "process", "sessions"]))
    def recall(self, number, section):
        page = self.pick(number)
        if page and not find_standing(page.translation_key).filter(section=section).exists():
            recalling.recall(
                Recall(
                    guide=page.translation_key, title="A", section=section, severity="serious", reason="It may harm."
                )
            )

    @precondition(lambda self: find_standing().exists())
    @rule()
    def lift_a_recall(self):
        with suppress(Refused):
            recalling.lift(find_standing()[0], "Checked.")

    @rule(number=which)
    def rename_a_clinician(self, number):
        clinician = Clinician.objects.exclude(name=CANARY)[number % 2]
        self.made += 1
        clinician.role = f"Role {self.made}"
        clinician.save()

    @rule(number=which)
    def draft_what_guides_share(self, number):
        model = (Category, Therapy, Citation)[number % 3]
        thing = model.objects.order_by("pk")[number // 3]
        name = "title" if model is Citation else "name"
        setattr(thing, name, CANARY)
        thing.save_revision(clean=False)

    @rule(number=which)
    def publish_what_guides_share(self, number):
        """Over whatever draft there is of it: guides that show a therapy or a citation then wait to be signed."""
        model = (Category, Therapy, Citation)[number % 3]
        thing = model.objects.order_by("pk")[number // 3]
        self.made += 1
        setattr(thing, "title" if model is Citation else "name", f"Shared {self.made}")
        thing.save_revision(clean=False).publish()

    @rule(number=which)
    def share_something_new(self, number):
        """A draft that was never public, chosen in the draft of a guide."""
        page = self.pick(number)
        if page is None:
            return
        citation = Citation(title=CANARY, source=CANARY, pmid="1", evidence_level="trial", live=False)
        citation.save()
        page = GuidePage.objects.get(pk=page.pk)
        page.guide_citations.add(GuideCitation(citation=citation))
        page.save_revision(clean=False)
        with suppress(Refused):
            signing.publish(page, clean=False)

    @rule(number=which)
    def withhold_a_picture(self, number):
        page = self.pick(number)
        if page and page.hero:
            page.hero.shows_patient = not page.hero.shows_patient
            page.hero.save()

    @rule(number=which)
    def offer(self, number):
        branch, page = BranchPage.objects.order_by("pk").first(), self.pick(number)
        if page:
            offering, _made = Offering.objects.get_or_create(branch=branch, guide=page.source_page)
            offering.available, offering.note = not offering.available, "" if offering.available else "Ask us."
            offering.save()

    @rule()
    def a_branch_writes_a_draft(self):
        branch = BranchPage.objects.order_by("pk").first()
        branch.title = branch.address = CANARY
        branch.save_revision(clean=False)

    @rule()
    def settle_everything(self):
        assert settle_all() is None
