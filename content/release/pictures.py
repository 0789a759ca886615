"""The life of a picture, from upload to removal. Signal receivers call these functions.

uploaded   only its pixels are kept, in the private storage (`model.images.uploads`)
saved      `refuse_taken_back` runs before, `follow` after: its sizes are requested, or it is withheld
prepared   `prepare_picture`: a worker makes the sizes; documents that show it are compiled again
shown      in editions. `keep` refuses to delete a patient's picture that an old edition shows
withheld   `withhold`: no consent covers it. From that commit on its files are not served
forgotten  `forget_picture`: editions that showed it are redacted, and its prepared files removed
gone       files that nothing uses are removed (`collecting`)

No request encodes pictures: public documents stay unchanged until the new sizes exist.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.text import Truncator
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

#: Fields that Wagtail fills when a file is first read. The sizes don't depend on them.
NOTES = {"file_hash", "file_size"}
#: Attempts to make the sizes before giving up: about 45 minutes, so that a short failure of the storage does no harm.
TRIES = 10


def follow(image: GuideImage, fields: Collection[str] | None) -> None:
    """Called after a picture was saved. `fields`: the fields that were written; None for all."""
    if image.why_withheld:
        withhold(image)
    elif not (fields and set(fields) <= NOTES):
        ask_for_sizes(image)
    if image.is_withheld or image.is_prepared:  # else public documents stay unchanged until the sizes exist
        mark("image", image.public_id)


def follow_consent(consent: Consent) -> None:
    """After a consent was saved: each of its pictures is prepared or withheld."""
    # Locked, so that another user's edit is not overwritten.
    for image in GuideImage.objects.select_for_update().filter(consent=consent).order_by("pk"):
        image.save()


def ask_for_sizes(image: GuideImage) -> None:
    """Have a worker make the missing sizes after the commit."""
    if image.is_withheld or not image.is_prepared:
        GuideImage.objects.filter(pk=image.pk).exclude(failure="").update(failure="")  # clears the old failure
        send("prepare_picture", {"picture": image.pk})


def give_up(payload: dict[str, Any], why: str) -> None:
    """Note the failure, which the picture's form and the task lists show."""
    GuideImage.objects.filter(pk=payload["picture"]).update(failure=why[:200] or "?")


@register_handler("prepare_picture", is_slow=True, end=End(TRIES, give_up))
def prepare_picture(payload: dict[str, Any]) -> None:
    """Make a picture's missing sizes. Does nothing if the picture is gone or withheld."""
    image = GuideImage.objects.filter(pk=payload["picture"]).first()
    if image and not image.why_withheld:
        prepare(image)
        mark("image", image.public_id)


def withhold(image: GuideImage) -> None:
    """Take a picture off everything public. The outbox does the rest, even if this process dies after the commit."""
    payload = {"picture": str(image.public_id)}
    names = {"picture": Truncator(image.title).chars(80), "why": image.why_withheld}
    with publishing(reason=_("The picture “%(picture)s” was taken off: %(why)s") % names):
        mark("image", image.public_id)
        # From the commit on its files are not served, even by their exact addresses.
        PublicFile.objects.filter(picture=image.public_id).update(is_withheld=True)
        send("forget_picture", payload)
        # Not a partial: on failure Django logs the function's name, which a partial lacks.
        transaction.on_commit(lambda: forget_picture(payload), robust=True)


@register_handler("forget_picture")
def forget_picture(payload: dict[str, Any]) -> None:
    """Redact the editions that showed a withheld picture, and remove its prepared files. Safe to repeat."""
    image = GuideImage.objects.filter(public_id=payload["picture"]).first()
    if image is None or not image.why_withheld:
        return
    for edition in find_showing(image, current=None):
        redact(edition, _("The consent to show a picture in it has ended, or was never given."), picture=image.title)
    with transaction.atomic():
        image.renditions.all().delete()
        remove_files(PublicFile.objects.filter(picture=image.public_id))


def find_showing(image: GuideImage, **wanted: Any) -> list[Edition]:
    """Editions with the picture in their body. An edition made while it was withheld only refers to it."""
    id = str(image.public_id)
    referring = Edition.objects.filter(references__kind="image", references__target=id, **wanted)
    light = referring.defer("body_gzip", "body_br", "source")
    return [edition for edition in light if id.encode() in bytes(edition.body)]


def keep(image: GuideImage) -> None:
    """Called before a picture is deleted. Raises Refused if old editions show a patient: only while the picture exists
    can the end of its consent redact them.

    `deletion_refusals` protects pictures that public guides or drafts use.
    """
    if image.shows_patient and (shown := find_showing(image, current=None)):
        titles = sorted({edition.card["title"] for edition in shown if edition.card})
        message = _(
            "Earlier versions of %(guides)s show the patient in “%(picture)s”. End its consent: this "
            "removes it from those versions too, and then it can be deleted."
        )
        raise Refused([message % {"guides": ", ".join(titles), "picture": image.title}])


def find_taken_back(picture: Any, shows_patient: bool, consent: int | None) -> str:
    """Returns `shows_patient` or `consent` if the change would take back that field and may not; else empty.

    Neither may change while the picture is withheld or an edition shows it. Otherwise a withheld picture could become
    public again, or the end of a consent would miss old editions. A first consent can always be recorded.
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
        "Guides have shown this patient, or no consent covers the picture now, so the patient and "
        "the consent cannot be changed. To remove the picture from every guide, end its consent. If "
        "it was recorded by mistake, ask an administrator."
    )


def refuse_taken_back(image: GuideImage, fields: Collection[str] | None) -> None:
    """Called before a picture is saved. Raises Refused, for users of the admin only. The form checks the same."""
    # Showing a refused form again may write the file's size, but nothing that was typed.
    is_written = fields is None or {"shows_patient", "consent", "consent_id"} & set(fields)
    if not is_written or may_bring_back(get_active_log_context().user):
        return
    if find_taken_back(image, image.shows_patient, image.consent_id):
        raise Refused([explain_taken_back()])
