"""The admin's addresses that are ours: who may open each, and one of each with real rows behind it."""

from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail import hooks
from wagtail.documents import get_document_model

from content.desk.bulk.models import BulkOperation
from content.desk.importing.models import ImportedDocument
from content.desk.launches.models import Launch
from content.model.branches.models import BranchPage
from content.model.guides.models import GuidePage
from content.model.notices.models import Recall
from content.model.preview_links import make_link
from content.release.notices import recalling
from tests.support import signing

ROLES = ("admin", "editor", "reviewer", "publisher", "administrator", "mumbai", "nobody")


ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR, MUMBAI = ROLES[:6]


EVERYBODY_IN_THE_ADMIN = set(ROLES[:6])


#: Address -> who may open it (POST where it only takes that), for a guide, or for the branch of Mumbai.
MATRIX: dict[str, set[str]] = {
    "glance": {ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR},  # of a guide that they may edit or read
    "claims": {ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR},  # each of guides that they may edit, or overrule
    "guide_claims": {ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR},
    "sign_offs": {ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR},  # each of guides that they may edit, or sign off
    "sign_off": {ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR},
    "sign_off_part": {ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR},
    "send_for_sign_off": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},
    "publish_unsigned": {ADMIN, ADMINISTRATOR},
    "launch": {ADMIN, PUBLISHER, ADMINISTRATOR},
    "audit": {ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR},
    "impact": {ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR},
    "review_report": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},
    "review_report_results": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},
    "import_document": {ADMIN, EDITOR, ADMINISTRATOR},
    "import_report": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},
    "recalls": {ADMIN, REVIEWER, PUBLISHER, ADMINISTRATOR},
    "recall_guide": {ADMIN, REVIEWER, PUBLISHER, ADMINISTRATOR},
    "lift_recall": {ADMIN, PUBLISHER, ADMINISTRATOR},  # and whoever made that recall
    "every_preview_link": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},  # each sees the links to guides that they may edit
    "preview_links": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},
    "end_preview_link": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},
    "history": {ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR},
    "edition": {ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR},
    "edition_web": {ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR},
    "edition_phone": {ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR},
    "edition_difference": {ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR},
    "edition_proof": {ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR},
    "return_to_edition": {ADMIN, PUBLISHER, ADMINISTRATOR},
    "redact_edition": {ADMIN, ADMINISTRATOR},
    "writing_advice": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},
    "before_publishing": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},
    "every_offering": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR, MUMBAI},  # each sees the branches that they may edit
    "every_offering_csv": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR, MUMBAI},
    "offering_changes": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR, MUMBAI},
    "offerings": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR, MUMBAI},
    "offerings_csv": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR, MUMBAI},
    # each sees what is shown of the guides or for the branches that they may edit
    "sightings": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR, MUMBAI},
    "sightings_days": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR, MUMBAI},
    "sightings_days_results": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR, MUMBAI},
    "bulk": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR, MUMBAI},  # each the jobs and operations on what they may edit
    "bulk_change": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR, MUMBAI},
    "bulk_operation": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},  # of a guide
    "drift": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR, MUMBAI},  # each sees the branches that they may edit
    "system": {ADMIN, ADMINISTRATOR},
    "session": EVERYBODY_IN_THE_ADMIN,
    "how_it_works": EVERYBODY_IN_THE_ADMIN,
    "embeds_panel": EVERYBODY_IN_THE_ADMIN,  # of what is public
    "private_file": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},  # of a picture: whoever may choose it
    "wagtaildocs_serve": {ADMIN},
    "renew_factor": EVERYBODY_IN_THE_ADMIN,  # each their own, with their password
    "reset_factor": {ADMIN, ADMINISTRATOR},
}


OURS = {
    pattern.name
    for register in hooks.get_hooks("register_admin_urls")
    if register.__module__.split(".")[0] in ("content", "api")
    for pattern in register()
}


def make_addresses(peel: GuidePage) -> dict[str, str]:
    """One address for each row, for a guide that has a preview link, two editions and a recall."""
    editor = get_user_model().objects.get(username="editor")
    document = get_document_model().objects.create(title="A", file=ContentFile(b"a", "a.txt"))
    mumbai = BranchPage.objects.get(slug="mumbai").pk
    arguments = {
        **_address_guide(peel, editor),
        "offerings": [mumbai],
        "offerings_csv": [mumbai],
        "launch": [Launch.objects.create(title="Spring").pk],
        "wagtaildocs_serve": [document.pk, document.filename],
        "reset_factor": [editor.pk],
        "bulk_change": ["price"],
        "bulk_operation": [_change_in_bulk(peel, editor).pk],
    }
    return {name: reverse(name, args=arguments.get(name, [])) for name in MATRIX}


def _change_in_bulk(peel: GuidePage, editor: Any) -> BulkOperation:
    change = {"thing": "guide", "name": "Peel", "page": peel.pk, "values": [], "shown": [["Title", "Peel", "Peeling"]]}
    return BulkOperation.objects.create(
        kind="words", title="Peel", made_by=editor, form_key=uuid4(), changes=[change], things=[["guide", peel.pk]]
    )


#: What takes the number of a guide's page.
OF_PAGES = (
    *("impact", "audit", "sign_off", "publish_unsigned", "import_report", "guide_claims", "recall_guide"),
    *("preview_links", "before_publishing", "send_for_sign_off"),
)
OF_EDITIONS = ("edition", "edition_web", "edition_phone", "edition_proof", "return_to_edition", "redact_edition")


def _address_guide(peel: GuidePage, editor: Any) -> dict[str, list]:
    link = make_link(peel, editor)
    peel.summary = "Another."
    signing.publish(peel)
    ImportedDocument.objects.create(page=peel, name="peel.txt")
    peel.summary = "Not signed."
    peel.save_revision()
    recall = Recall(guide=peel.translation_key, title="Peel", section="process", severity="serious", reason="It burns.")
    recalling.recall(recall)
    of_guide = ["guide", peel.translation_key, "en"]
    return {
        **{name: [peel.pk] for name in OF_PAGES},
        **{name: [*of_guide, 1] for name in OF_EDITIONS},
        "edition_difference": [*of_guide, 2],
        "sign_off_part": [peel.pk, "safety"],
        "history": of_guide,
        "glance": [peel.translation_key],
        "lift_recall": [recall.pk],
        "end_preview_link": [link.pk],
        "private_file": [peel.hero.file.name],
    }
