"""Rows for the screens to show, beside the samples: something of everything, in plain words."""

import datetime
import uuid
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document

from content.desk.bulk.models import BulkOperation
from content.desk.importing.drafting.imports import import_document
from content.desk.launches.models import Launch
from content.desk.mistakes.models import MistakeReport
from content.desk.sightings.models import Sighting
from content.edition.models import Edition
from content.model.branches.models import BranchPage, OfferingBatch
from content.model.consent.models import Consent
from content.model.guides.models import GuidePage
from content.model.notices.models import Recall
from content.model.preview_links import make_link
from content.model.snippets.models import Category, Citation, Therapy
from content.release.notices import recalling
from tests.support import ROOT, signing

DOCUMENT = ROOT / "tests/browser/documents/scalp-boosters.txt"


def plant() -> None:
    editor = get_user_model().objects.get(username="editor")
    peel, hair = _guide("superficial-chemical-peel"), _guide("mesotherapy-for-hair")
    scars = _guide("microneedling-for-acne-scars")
    make_link(peel, editor)
    peel.summary = "A clinician brushes a mild acid onto the skin, and the top layer peels off within days."
    signing.publish(peel)
    peel.summary = "A painless peel: a clinician brushes a mild acid onto the skin."  # a claim, and not signed
    peel.save_revision(user=editor)
    recalling.recall(_recall(hair, "process"), editor)
    recalling.lift(recalling.recall(_recall(scars, "sessions"), editor), "The leaflet was exchanged.", editor)
    import_document(name=DOCUMENT.name, content=DOCUMENT.read_bytes(), user=editor)
    _start_sign_off(peel, editor)
    _plan(peel, hair, scars)
    _tell_of(peel)
    _change_an_offering(peel, editor)
    _change_words(hair, editor)
    for model in (Category, Citation, Therapy):
        thing = model.objects.latest("pk")
        for _round in range(2):
            thing.save_revision(user=editor)


def _change_words(guide: GuidePage, user: Any) -> None:
    shown = [["What happens", "The scalp is cleaned", "The head is cleaned"]]
    change = {"thing": "guide", "page": guide.pk, "name": guide.title, "shown": shown}
    BulkOperation.objects.create(
        kind="words",
        title="Replaced “scalp” by “head”",
        made_by=user,
        form_key=uuid.uuid4(),
        things=[["guide", guide.pk]],
        changes=[change],
    )


def _guide(slug: str) -> GuidePage:
    return GuidePage.objects.get(slug=slug, locale__language_code="en")


def _recall(guide: GuidePage, section: str) -> Recall:
    reason = "The time between two sessions was wrong."
    return Recall(guide=guide.translation_key, title=guide.title, section=section, severity="serious", reason=reason)


def _start_sign_off(page: GuidePage, user: Any) -> None:
    page.get_workflow().start(page, user)


def _plan(*guides: GuidePage) -> None:
    launch = Launch.objects.create(title="Laser treatments in Pune", planned_at=timezone.now() + datetime.timedelta(9))
    for guide in guides[1:]:
        launch.pages.create(page=guide)
    Launch.objects.create(title="Spring", done_at=timezone.now()).pages.create(page=guides[0])


def _tell_of(guide: GuidePage) -> None:
    edition = Edition.objects.filter(kind="guide", subject=guide.translation_key, locale="en").latest("version")
    MistakeReport.objects.create(edition=edition, section="process", text="It took two hours.")
    MistakeReport.objects.create(
        edition=edition, section="safety", text="A typing error.", is_done=True, answer="Fixed."
    )
    Document.objects.create(title="Leaflet", file=ContentFile(b"Leaflet", "leaflet.txt"))
    Consent.objects.create(reference="C-2026-014", scope="public", given_on=datetime.date(2026, 1, 1))
    shown = {"guide": str(guide.translation_key), "branch": "mumbai", "locale": "en", "digest": edition.digest}
    Sighting.objects.create(
        day=timezone.localdate(), host="mumbai.example", what="shown", way="element", count=31, **shown
    )


def _change_an_offering(guide: GuidePage, user: Any) -> None:
    branch = BranchPage.objects.get(slug="mumbai", locale__language_code="en")
    before, after = ({"available": True, "price_from": price, "currency": "INR"} for price in ("3500.00", "3600.00"))
    changed = {"branch": branch.pk, "guide": guide.pk, "before": before, "after": after}
    OfferingBatch.objects.create(made_by=user, changes=[changed])
