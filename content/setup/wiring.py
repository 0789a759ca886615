"""Wires the floors when Django starts: what a lower floor asks or calls, and a higher one knows how to do.

Each list below is complete: nothing else adds to it. Modules that are only imported connect receivers of signals and
handlers of the outbox, or offer a way of previewing.
"""

from content.approval.consent.refusals import check_consents
from content.approval.signoff.refusals import check_sign_off
from content.desk import exports, recording
from content.desk.claims.previews import mark_claims
from content.desk.deleting import translations  # noqa: F401 (receivers)
from content.desk.impact import previews as impact_previews  # noqa: F401 (a way of previewing)
from content.desk.localisation import previews as localisation_previews  # noqa: F401 (a way of previewing)
from content.desk.notifications import events, mails  # noqa: F401 (receivers, and handlers of the outbox)
from content.desk.search import admin_index
from content.desk.sightings import notices as of_embeds
from content.desk.signoff import workflow
from content.desk.staff import resetting, rights  # noqa: F401 (receivers, and a handler of the outbox)
from content.edition import inspecting
from content.model import labels, publishing, typed_words, usage
from content.model.branches import refusals as of_branches
from content.model.guides import previews, requirements
from content.model.guides import refusals as of_guides
from content.release import collecting, purging, receivers, telling  # noqa: F401 (receivers, and handlers of the outbox)
from content.release.claims.documents import check_words
from content.release.claims.refusals import (
    check_claims,
    check_new_country,
    check_offered_guide,
    check_offering_note,
    check_typed,
)
from content.release.notices import receivers as notice_receivers  # noqa: F401 (receivers)
from content.release.outbox import mail  # noqa: F401 (a handler of the outbox)
from content.release.settle import settle
from content.setup import checks, language_checks, section_checks  # noqa: F401 (Django's system checks)


def wire() -> None:
    publishing.settle = settle
    publishing.saving = usage.indexed_once
    of_guides.checks = (
        requirements.check_overview,
        requirements.check_slug,
        requirements.check_shared,
        requirements.check_sections,
        requirements.check_safety,
        requirements.check_prompts,
        check_claims,
        check_consents,
        check_sign_off,
    )
    of_branches.offering_checks = (check_offering_note, check_offered_guide)
    of_branches.branch_checks = (check_new_country,)
    typed_words.checks = (check_typed,)
    inspecting.checks = (check_words,)
    previews.annotations = (mark_claims,)
    telling.topics = (of_embeds.TOPIC,)
    workflow.send_mails_on_commit()
    labels.label_all()
    recording.watch()
    exports.guard_wagtails_exports()
    admin_index.write_after_commit()
    usage.read_by_page()
