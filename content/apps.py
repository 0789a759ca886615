"""Connects the rooms when Django starts."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = "Treatment guides"

    def ready(self) -> None:
        from content.approval.consent import refusals  # noqa: F401
        from content.approval.signoff import refusals as signoff_refusals  # noqa: F401
        from content.desk import recording
        from content.desk.claims import previews as claim_previews  # noqa: F401
        from content.desk.deleting import translations  # noqa: F401
        from content.desk.impact import previews as impact_previews  # noqa: F401
        from content.desk.localisation import previews as localisation_previews  # noqa: F401
        from content.desk.signoff import workflow
        from content.desk.staff import resetting, rights  # noqa: F401
        from content.release import consent_ending as ending  # noqa: F401
        from content.release import picture_receivers as image_receivers  # noqa: F401
        from content.release import purging, receivers, settle  # noqa: F401
        from content.release.claims import documents as claim_documents  # noqa: F401
        from content.release.claims import refusals as claim_refusals  # noqa: F401
        from content.release.notices import receivers as notice_receivers  # noqa: F401
        from content.release.outbox import mail  # noqa: F401
        from content.setup import checks, languages  # noqa: F401

        workflow.send_mails_on_commit()
        recording.watch()
        from content.desk.exports import guard_wagtails_exports
        from content.desk.search.admin_index import write_after_commit

        guard_wagtails_exports()
        write_after_commit()
