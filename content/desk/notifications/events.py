"""What people are told about, as it happens: receivers of signals. What has no signal calls `tell` itself.

Each notice is in the transaction of its event: it commits with it, or is as little as it.
"""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Comment, Page, PageLogEntry, PageSubscription, TaskState, WorkflowState
from wagtail.signals import page_published, task_submitted, workflow_approved, workflow_rejected

from content.approval.signoff.models import EmergencyPublication
from content.desk.localisation.staleness import find_changed
from content.desk.notifications.kinds import NoticeKind, may_sign
from content.desk.notifications.people import find_first_signers, find_keepers, find_signers
from content.desk.notifications.telling import find_staff, tell
from content.desk.signoff.workflow import is_sign_off
from content.model.guides.models import GuidePage
from content.model.notices.models import Recall
from content.model.publishing import publishing
from content.release.outbox.delivering import register_handler, send

#: The outbox's topic for a guide that was published.
PUBLISHED = "published"


@receiver(task_submitted, sender=TaskState)
def tell_of_request(instance: TaskState, **kwargs: Any) -> None:
    if is_sign_off(instance.task):
        page = instance.workflow_state.content_object
        signers = find_first_signers(page.specific, find_signers(instance))
        tell(signers, NoticeKind.SIGN_OFF, page=page, task=instance.pk)


@receiver(workflow_rejected, sender=WorkflowState)
def tell_of_return(instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    state = instance.current_task_state
    if is_sign_off(state.task) and instance.requested_by != user:
        words = {"who": get_user_display_name(user), "comment": state.comment, "reasons": []}
        tell([instance.requested_by], NoticeKind.REFUSED, page=instance.content_object, **words)


@receiver(workflow_approved, sender=WorkflowState)
def tell_of_signing(instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    state = instance.current_task_state
    if state and is_sign_off(state.task) and instance.requested_by != user:
        tell([instance.requested_by], NoticeKind.SIGNED, page=instance.content_object)


@receiver(page_published, sender=GuidePage)
def note_publication(instance: GuidePage, revision: Any, **kwargs: Any) -> None:
    """The worker goes on: what has changed for translations is known once the source's edition is made."""
    if instance.live and revision and revision.user_id:  # the samples, and what other programs write, are nobody's news
        with publishing() as publication:
            send(PUBLISHED, {"page": instance.pk, "by": publication.actor})


@register_handler(PUBLISHED, is_once=True)
def tell_of_publication(payload: dict[str, Any]) -> None:
    page = GuidePage.objects.filter(pk=payload["page"]).first()
    if page is None:
        return
    readers = {person for person in find_keepers(page) if person.get_username() != payload["by"]}
    pages = GuidePage.objects.live().filter(translation_key=page.translation_key).select_related("locale", "owner")
    pairs = [(one, one.source_page) for one in pages if one.is_older_than(one.source_page)]
    changed = find_changed(pairs) if page.is_source and pairs else {}
    tell(readers, NoticeKind.PUBLISHED, page=page)
    for translation, _source in pairs:
        if parts := changed.get(translation.pk):
            tell(find_keepers(translation), NoticeKind.STALE, page=translation, parts=parts)


@receiver(post_save, sender=Recall)
def tell_of_recall(instance: Recall, **kwargs: Any) -> None:
    tell(find_staff(), NoticeKind.SAFETY, recall=str(instance.pk), is_lifted=not instance.stands)


@receiver(post_save, sender=EmergencyPublication)
def tell_of_emergency(instance: EmergencyPublication, created: bool, **kwargs: Any) -> None:
    pages = GuidePage.objects.filter(translation_key=instance.guide, locale__language_code=instance.locale)
    if created and (page := pages.first()):
        readers = {person for person in find_staff() if may_sign(person)}
        tell((readers | find_keepers(page)) - {instance.made_by}, NoticeKind.SAFETY, page=page, emergency=instance.pk)


@receiver(post_save, sender=PageLogEntry)
def tell_of_refused_schedule(instance: PageLogEntry, created: bool, **kwargs: Any) -> None:
    if created and instance.action == "guides.refuse":
        page = GuidePage.objects.filter(pk=instance.page_id).first()
        if page:
            tell(find_keepers(page), NoticeKind.REFUSED, page=page, reasons=instance.data["reasons"])


def tell_of_comments(page: Page, changes: dict[str, Any], by: Any) -> None:
    """In place of Wagtail's mails: those who wrote in a thread, and subscribers to all comments of the page."""
    subscribed = PageSubscription.objects.filter(page=page, comment_notifications=True).select_related("user")
    subscribers = {one.user for one in subscribed}
    said = [(comment, reply.text) for comment, replies in changes["new_replies"] for reply in replies]
    said += [(comment, comment.text) for comment in changes["new_comments"]]
    said += [(comment, "") for comment in changes["resolved_comments"]]
    for comment, text in said:
        readers = (_find_writers(comment) | subscribers) - {by}
        tell(readers, NoticeKind.ANSWERED, page=page, who=get_user_display_name(by), comment=comment.pk, text=text)


def _find_writers(comment: Comment) -> set[Any]:
    return {comment.user, *(reply.user for reply in comment.replies.all())}
