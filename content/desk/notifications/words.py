"""Puts notices into words for one reader, in the active language, and leads to the very part.

A notice is left out (None) when it no longer holds, or when its reader may no longer know of the guide.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Comment, TaskState

from content.approval.signoff.models import EmergencyPublication
from content.approval.signoff.parts import name_parts
from content.approval.signoff.requests import find_field, find_form
from content.approval.signoff.signing import find_open_parts
from content.desk.access.pages import find_screen, may_read_page
from content.desk.mistakes.models import MistakeReport
from content.desk.notifications.kinds import NoticeKind, find_kinds
from content.desk.readiness.views import find_anchors
from content.desk.recalls.rights import may_recall
from content.desk.reviews.models import Stage
from content.model.days import show_day
from content.model.guides.models import GuidePage
from content.model.notices.models import Recall
from content.model.vocabulary import PARTS, SectionKey


@dataclass(frozen=True)
class Said:
    """`quote`: what a person wrote, or empty. `path`: where to go, without the host. `label`: what to do there."""

    subject: str
    sentence: str
    path: str
    label: str
    quote: str = ""


@dataclass(frozen=True)
class Notice:
    """A notice with its reader. `page` is None for kinds that are about no page."""

    kind: NoticeKind
    reader: Any
    page: Any
    data: dict[str, Any]

    @property
    def names(self) -> dict[str, Any]:
        title = self.page.get_admin_display_title()
        return {"title": title, "guide": title, "language": self.page.locale.get_display_name()}


def say(stored: dict[str, Any], reader: Any) -> Said | None:
    """The words of a notice as it was stored, for this reader; None if it is to be left out."""
    kind = NoticeKind(stored["kind"])
    page = None
    if stored["page"]:
        page = GuidePage.objects.filter(pk=stored["page"]).select_related("locale").first()
        if page is None or not may_read_page(reader, page):
            return None
    if kind not in find_kinds(reader):
        return None
    return _WORDS[kind](Notice(kind, reader, page, stored["data"]))


def _find_waiting(notice: Notice) -> str:
    """The address of the first part that waits, as long as the request does; else empty."""
    waiting = TaskState.objects.filter(pk=notice.data["task"], status=TaskState.STATUS_IN_PROGRESS)
    draft = notice.page.get_latest_revision_as_object()
    part = next(iter(find_open_parts(draft)), "") if waiting.exists() else ""
    return part and _address_part(notice.page, part)


def _address_part(page: GuidePage, part: str) -> str:
    return f"{reverse('sign_off', args=[page.pk])}?open={part}#{part}-heading"


def _say_sign_off(notice: Notice) -> Said | None:
    if not (path := _find_waiting(notice)):
        return None
    sentence = _(
        "“%(title)s” (%(language)s) waits for your sign-off. "
        "You are shown what changed since the last one, part by part."
    )
    subject = _("“%(title)s” waits for your sign-off")
    return Said(subject % notice.names, sentence % notice.names, path, _("Read, sign or send back"))


def _say_overdue(notice: Notice) -> Said | None:
    if not (path := _find_waiting(notice)):
        return None
    names = {**notice.names, "day": show_day(date.fromisoformat(notice.data["since"]))}
    sentence = _("“%(title)s” (%(language)s) has been waiting for a clinician's sign-off since %(day)s.")
    return Said(_("“%(title)s”: the sign-off is overdue") % names, sentence % names, path, _("See how far it is"))


def _say_claims(notice: Notice) -> Said:
    names = {**notice.names, "who": notice.data["who"], "phrases": ", ".join(notice.data["phrases"])}
    return Said(
        subject=_("“%(guide)s”: a question about claims") % names,
        sentence=_("%(who)s asks whether these phrases may stand in “%(title)s” (%(language)s): %(phrases)s.") % names,
        path=reverse("guide_claims", args=[notice.page.pk]),
        label=_("Read them and decide"),
        quote=notice.data["question"],
    )


def _say_answered(notice: Notice) -> Said | None:
    comment = Comment.objects.filter(pk=notice.data["comment"]).first()
    if comment is None:
        return None
    names = {**notice.names, "who": notice.data["who"]}
    if notice.data["text"]:
        sentence = _("%(who)s wrote a comment in “%(title)s” (%(language)s).")
    else:
        sentence = _("%(who)s marked your comment in “%(title)s” (%(language)s) as done.")
    quote = notice.data["text"] or comment.text
    return Said(
        _("“%(title)s”: %(who)s answered a comment") % names,
        sentence % names,
        _address_comment(notice, comment),
        _("Open the comment"),
        quote,
    )


def _address_comment(notice: Notice, comment: Comment) -> str:
    if notice.page.permissions_for_user(notice.reader).can_edit():
        form = reverse("wagtailadmin_pages:edit", args=[notice.page.pk])
        return f"{form}?comment={comment.pk}#:w:contentpath={comment.contentpath}"
    part = next((part for part in PARTS if find_field(part) == comment.contentpath), "")
    return _address_part(notice.page, part) if part else find_screen(notice.reader, notice.page)


def _say_refused(notice: Notice) -> Said:
    if notice.data["reasons"]:
        return Said(
            _("“%(title)s” could not be published on schedule") % notice.names,
            _("“%(title)s” (%(language)s) was to be published, and could not. We will try again.") % notice.names,
            find_screen(notice.reader, notice.page),
            _("See what must be fixed first"),
            "\n".join(notice.data["reasons"]),
        )
    names = {**notice.names, "who": notice.data["who"]}
    may_edit = notice.page.permissions_for_user(notice.reader).can_edit()
    return Said(
        _("“%(title)s” was sent back by a clinician") % names,
        _("%(who)s asks for a change in “%(title)s” (%(language)s).") % names,
        find_form(notice.page) if may_edit else find_screen(notice.reader, notice.page),
        _("Change it, and send it for sign-off again"),
        notice.data["comment"],
    )


def _say_signed(notice: Notice) -> Said | None:
    if find_open_parts(notice.page.get_latest_revision_as_object()):
        return None
    sentence = _("Every part of “%(title)s” (%(language)s) is signed. It can be published now.") % notice.names
    path = find_screen(notice.reader, notice.page)
    return Said(_("“%(title)s” is signed off") % notice.names, sentence, path, _("Open the guide"))


def _say_published(notice: Notice) -> Said | None:
    if not notice.page.live:
        return None
    sentence = _("“%(title)s” (%(language)s) was published.") % notice.names
    return Said(_("“%(title)s” is public") % notice.names, sentence, notice.page.web_path, _("See it as readers do"))


def _say_stale(notice: Notice) -> Said | None:
    if not notice.page.is_older_than(notice.page.source_page):
        return None
    names = {**notice.names, "parts": name_parts(notice.data["parts"])}
    sentence = _("“%(guide)s” (%(language)s) is out of date: the source has changed in %(parts)s")
    path = reverse("wagtailadmin_pages:view_draft", args=[notice.page.pk]) + "?mode=source"
    return Said(_("“%(title)s” is out of date") % names, sentence % names, path, _("See what has changed"))


def _say_review(notice: Notice) -> Said | None:
    if str(notice.page.next_review) != notice.data["days"]["due"]:
        return None
    days = {name: show_day(date.fromisoformat(day)) for name, day in notice.data["days"].items()}
    names = {**notice.names, "day": days["due"], "withdrawal": days.get("withdrawal", "")}
    subject, sentence = {
        Stage.SOON: (
            _("“%(guide)s”: review due on %(day)s"),
            _("The review of “%(guide)s” (%(language)s) is due on %(day)s."),
        ),
        Stage.DUE: (
            _("“%(guide)s”: the review is due"),
            _("The review of “%(guide)s” (%(language)s) was due on %(day)s. Readers see that it is overdue."),
        ),
        Stage.WITHDRAWAL: (
            _("“%(guide)s” will be withdrawn on %(withdrawal)s"),
            _(
                "The review of “%(guide)s” (%(language)s) was due on %(day)s. If nobody reviews it, "
                "it will be withdrawn on %(withdrawal)s, and readers will see the reason."
            ),
        ),
    }[Stage(notice.data["stage"])]
    path, label = find_screen(notice.reader, notice.page), _("Read the guide")
    if notice.page.permissions_for_user(notice.reader).can_edit():
        _tab, anchor = find_anchors(notice.page.get_edit_handler())["next_review"]
        path = f"{path}#{anchor}"
        label = _("Read and correct it, set the date of this review and the next, and send it for clinical sign-off")
    return Said(subject % names, sentence % names, path, label)


def _say_mistake(notice: Notice) -> Said | None:
    report = MistakeReport.objects.filter(pk=notice.data["report"], is_done=False).select_related("edition").first()
    if report is None:
        return None
    names = {"title": report.title, "section": report.get_section_display()}
    return Said(
        _("“%(title)s”: a reader reports a mistake") % names,
        _("A reader says that something is wrong in “%(title)s”, under “%(section)s”.") % names,
        reverse(MistakeReport.snippet_viewset.get_url_name("edit"), args=[report.pk]),  # type: ignore[attr-defined]
        _("Read it and answer"),
        report.text,
    )


def _say_safety(notice: Notice) -> Said | None:
    if "emergency" in notice.data:
        return _say_emergency(notice)
    recall = Recall.objects.filter(pk=notice.data["recall"]).first()
    if recall is None or recall.stands == notice.data["is_lifted"]:
        return None  # told late, it would say of a lifted recall that it stands
    names = {"what": str(recall)}
    if notice.data["is_lifted"]:
        subject, sentence, quote = (
            _("The recall of “%(what)s” is lifted"),
            _("“%(what)s” was recalled and is shown to readers again."),
            "",
        )
    else:
        subject, sentence, quote = (
            _("Recalled: “%(what)s”"),
            _("“%(what)s” is recalled: readers no longer see it, in any language. They see this reason instead:"),
            recall.reason,
        )
    path, label = _address_recall(notice, recall)
    return Said(subject % names, sentence % names, path, label, quote)


def _address_recall(notice: Notice, recall: Recall) -> tuple[str, str]:
    """The list of recalls for users who may recall; for others the page where readers see the reason."""
    if may_recall(notice.reader):
        return reverse("recalls"), _("See all recalls")
    page = GuidePage.objects.filter(translation_key=recall.guide).select_related("locale").order_by("pk").first()
    anchor = f"#{SectionKey(recall.section).value}" if recall.section else ""
    return (page.web_path + anchor if page else "/"), _("See it as readers do")


def _say_emergency(notice: Notice) -> Said | None:
    made = EmergencyPublication.objects.filter(pk=notice.data["emergency"]).first()
    if made is None:
        return None
    parts = [part for part in PARTS if part in made.digests]
    names = {**notice.names, "parts": name_parts(parts)}
    sentence = _("“%(title)s” (%(language)s) was published without a clinician's sign-off of %(parts)s.")
    path = _address_part(notice.page, parts[0]) if parts else reverse("sign_off", args=[notice.page.pk])
    subject = _("“%(title)s” was published in an emergency")
    return Said(subject % names, sentence % names, path, _("Read what is not signed"), made.reason)


_WORDS: dict[NoticeKind, Callable[[Notice], Said | None]] = {
    NoticeKind.SIGN_OFF: _say_sign_off,
    NoticeKind.OVERDUE: _say_overdue,
    NoticeKind.CLAIMS: _say_claims,
    NoticeKind.ANSWERED: _say_answered,
    NoticeKind.REFUSED: _say_refused,
    NoticeKind.SIGNED: _say_signed,
    NoticeKind.PUBLISHED: _say_published,
    NoticeKind.STALE: _say_stale,
    NoticeKind.REVIEW: _say_review,
    NoticeKind.MISTAKE: _say_mistake,
    NoticeKind.SAFETY: _say_safety,
}
