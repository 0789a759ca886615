"""Connects the rooms when Django starts."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = "Treatment guides"

    def ready(self) -> None:
        from content import checks, recording  # noqa: F401
        from content.claims import documents as claim_documents  # noqa: F401
        from content.claims import previews as claim_previews  # noqa: F401
        from content.claims import refusals as claim_refusals  # noqa: F401
        from content.consent import ending, keeping, refusals  # noqa: F401
        from content.deleting import translations  # noqa: F401
        from content.editions import purging, receivers, settle  # noqa: F401
        from content.images import receivers as image_receivers  # noqa: F401
        from content.impact import previews as impact_previews  # noqa: F401
        from content.localisation import previews as localisation_previews  # noqa: F401
        from content.notices import receivers as notice_receivers  # noqa: F401
        from content.outbox import mail  # noqa: F401
        from content.signoff import refusals as signoff_refusals  # noqa: F401
        from content.signoff import workflow
        from content.staff import resetting, rights  # noqa: F401

        workflow.send_mails_on_commit()
        recording.watch()
        from content.exports import guard_wagtails_exports
        from content.search.admin_index import write_after_commit

        guard_wagtails_exports()
        write_after_commit()
