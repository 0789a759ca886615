"""A picture's life, from its upload to the day when nothing of it is left. Receivers call what stands here.

uploaded   its pixels are kept, in the private place (`model.images.uploads`)
saved      `refuse_taken_back` before, `follow` after: its sizes are asked for, or it is withheld
prepared   `prepare_picture`: a worker makes the sizes, and what shows it is compiled anew
shown      by editions. `keep` refuses to delete what one of them needs
withheld   `withhold`: no consent covers it, and with that commit it is out of everybody's reach
forgotten  `forget_picture`: the editions that showed it are redacted, and its prepared files removed
gone       files that nothing names are removed (`collecting`)

A request encodes nothing: what is public stays as it was until the new sizes are there.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context

from content.edition.models import Edition
from content.model.consent.forms import may_bring_back
from content.model.consent.models import Consent
from content.model.images.models import GuideImage, PublicFile
from content.model.images.preparing import prepare
from content.model.publishing import Refused, mark, publishing
from content.release.collecting import remove_files
from content.release.outbox.delivering import End, register_handler, send
from content.release.restoring import redact

#: What Wagtail notes about a file when it is first asked: nothing that the sizes depend on.
NOTES = {"file_hash", "file_size"}
#: Of its sizes, before somebody is told: some three quarters of an hour, in which storage may be away for a moment.
TRIES = 10


def follow(image: GuideImage, fields: Collection[str] | None) -> None:
    """After it was saved. `fields`: those that were written; None for all."""
    if image.why_withheld:
        withhold(image)
    elif not (fields and set(fields) <= NOTES):
        ask_for_sizes(image)
    if image.is_withheld or image.is_prepared:  # else what is public shows it as it was, until its sizes are there
        mark("image", image.public_id)


def follow_consent(consent: Consent) -> None:
    """After a consent was saved: each of its pictures is prepared or withheld."""
    # Locked: what somebody else has just typed into one is not undone.
    for image in GuideImage.objects.select_for_update().filter(consent=consent).order_by("pk"):
        image.save()


def ask_for_sizes(image: GuideImage) -> None:
    """Have a worker make them once this is committed, where some lack."""
    if image.is_withheld or not image.is_prepared:
        GuideImage.objects.filter(pk=image.pk).exclude(failure="").update(failure="")  # tried anew
        send("prepare_picture", {"picture": image.pk})


def give_up(payload: dict[str, Any], why: str) -> None:
    """So that it is told on the picture's own form and in the lists of what is to do."""
    GuideImage.objects.filter(pk=payload["picture"]).update(failure=why[:200] or "?")


@register_handler("prepare_picture", is_slow=True, end=End(TRIES, give_up))
def prepare_picture(payload: dict[str, Any]) -> None:
    """Make what lacks of a picture's sizes. Nothing where the picture is gone."""
    image = GuideImage.objects.filter(pk=payload["picture"]).first()
    if image and not image.why_withheld:
        prepare(image)
        mark("image", image.public_id)


def withhold(image: GuideImage) -> None:
    """Take it off what is public. The rest follows from the outbox, also if this process dies after the commit."""
    payload = {"picture": str(image.public_id)}
    with publishing():
        mark("image", image.public_id)
        # From the commit on nobody is given its files, whoever knows their addresses.
        PublicFile.objects.filter(picture=image.public_id).update(is_withheld=True)
        send("forget_picture", payload)
        # No partial: where it fails, Django logs its name, which a partial has not.
        transaction.on_commit(lambda: forget_picture(payload), robust=True)


@register_handler("forget_picture")
def forget_picture(payload: dict[str, Any]) -> None:
    """Redact the editions that showed a withheld picture, and remove its prepared files. Again does nothing."""
    image = GuideImage.objects.filter(public_id=payload["picture"]).first()
    if image is None or not image.why_withheld:
        return
    for edition in find_showing(image, current=None):
        redact(edition, _("The consent to show a picture in it has ended, or was never given."))
    with transaction.atomic():
        image.renditions.all().delete()
        remove_files(PublicFile.objects.filter(picture=image.public_id))


def find_showing(image: GuideImage, **wanted: Any) -> list[Edition]:
    """Editions that have the picture in their body: one made while it was withheld only refers to it."""
    id = str(image.public_id)
    referring = Edition.objects.filter(references__kind="image", references__target=id, **wanted)
    light = referring.defer("body_gzip", "body_br", "source")
    return [edition for edition in light if id.encode() in bytes(edition.body)]


def keep(image: GuideImage) -> None:
    """Before it is deleted. Raises Refused while old editions show a patient: without it, its consent can't end there.

    Whatever else is shown or named by a draft is kept as any other thing is (`keeping`).
    """
    if image.shows_patient and (shown := find_showing(image, current=None)):
        titles = sorted({edition.card["title"] for edition in shown if edition.card})
        message = _(
            "Earlier versions of %(guides)s show the patient in “%(picture)s”. End its consent: then it leaves "
            "those too, and can be deleted."
        )
        raise Refused([message % {"guides": ", ".join(titles), "picture": image.title}])


def find_taken_back(picture: Any, shows_patient: bool, consent: int | None) -> str:
    """Returns `shows_patient` or `consent` if this change would withdraw it and that is no longer allowed; else empty.

    That it shows a patient, and by which consent, is not taken back once it counts: without it a picture whose consent
    was withdrawn would be public again, or could not be withdrawn from old versions. A first consent can always be
    recorded.
    """
    stored = GuideImage.objects.filter(pk=picture.pk).select_related("consent").first() if picture.pk else None
    if stored is None or not stored.shows_patient:
        return ""
    if not shows_patient:
        field = "shows_patient"
    elif stored.consent_id and consent != stored.consent_id:
        field = "consent"
    else:
        return ""
    return field if stored.is_withheld or stored.why_withheld or find_showing(stored) else ""


def explain_taken_back() -> str:
    return _(
        "Guides have shown this patient, or no consent covers it now: who is in the picture, and by which consent, "
        "stays as it is. To take it off every guide, end its consent; if it was recorded by mistake, ask an "
        "administrator."
    )


def refuse_taken_back(image: GuideImage, fields: Collection[str] | None) -> None:
    """Before it is saved, by whoever is in the admin; the form has told of it beside the field. Raises Refused."""
    # Showing a form that was refused may write the size of its file, and nothing that was typed.
    is_written = fields is None or {"shows_patient", "consent", "consent_id"} & set(fields)
    if not is_written or may_bring_back(get_active_log_context().user):
        return
    if find_taken_back(image, image.shows_patient, image.consent_id):
        raise Refused([explain_taken_back()])
