"""Registers our own actions for the audit log, with their messages."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

#: The action for a changed shared thing or account, with each field before and after (content/desk/recording.py).
CHANGE = "content.change"
#: The action for a thing that a bulk operation has changed, or that undoing it has restored.
BULK = "content.bulk"


class _Formatter(LogFormatter):
    """Fills `sentence` from the entry's data. If a key is missing, only the label is shown."""

    sentence: Any

    def format_message(self, log_entry: Any) -> str:
        data = {**log_entry.data, "reasons": " ".join(log_entry.data.get("reasons", []))}
        try:
            return str(self.sentence) % data
        except KeyError:
            return str(self.label)


class _ChangeFormatter(LogFormatter):
    """Lists the changed fields with old and new values. Long values are shortened; the entry's data has them whole."""

    label = _("Change")

    def format_message(self, log_entry: Any) -> str:
        changes = log_entry.data.get("changes", {})
        model = ContentType.objects.get_for_id(log_entry.content_type_id).model_class()
        told = [_tell_change(model, name, *values) for name, values in changes.items()]
        row = log_entry.data.get("row", "")
        return f"{row} – {'; '.join(told)}" if row else "; ".join(told)


def _tell_change(model: Any, name: str, before: Any, after: Any) -> str:
    """As the form says it: the field by its label, a choice by its own. What is no field stays as it is."""
    try:
        field = model._meta.get_field(name)
    except (AttributeError, FieldDoesNotExist):
        return f"{name}: {_shorten(before)} → {_shorten(after)}"
    choices = dict(getattr(field, "flatchoices", []))
    before, after = (_shorten(choices.get(value, value)) for value in (before, after))
    return f"{capfirst(getattr(field, 'verbose_name', name))}: {before} → {after}"


def _shorten(value: Any) -> str:
    if isinstance(value, bool):
        value = _("yes") if value else _("no")
    text = "–" if value is None else str(value)
    return f"“{text[:80]}…”" if len(text) > 80 else f"“{text}”"


_ACTIONS = {
    "guides.recall": (_("Recall"), _("Recalled %(part)s: %(reason)s")),
    "guides.lift_recall": (_("Lift a recall"), _("Recall lifted %(part)s: %(reason)s")),
    "guides.return": (_("Return to an earlier edition"), _("Returned to version %(version)s")),
    "guides.redact": (_("Redact an edition"), _("Erased the words of version %(version)s: %(reason)s")),
    "guides.redact_picture": (
        _("Erase a version for its picture"),
        _("Erased version %(version)s, which showed the picture “%(picture)s”: %(reason)s"),
    ),
    "guides.overrule": (_("Overrule the claims check"), _("Overruled the claim “%(phrase)s”: %(reason)s")),
    "guides.take_back_overrule": (
        _("Take back a decision on a claim"),
        _("Took back that “%(phrase)s” may stand"),
    ),
    "guides.ask_clinician": (_("Ask a clinician about claims"), _("Asked about %(phrases)s: %(question)s")),
    "guides.sign": (_("Sign off"), _("%(clinician)s (%(number)s) signed off: %(parts)s")),
    "guides.send_back": (_("Send back"), _("%(clinician)s sent back: %(comments)s")),
    "guides.emergency": (_("Publish in an emergency"), _("Published without sign-off (%(parts)s): %(reason)s")),
    "guides.launch": (_("Launch"), _("Published the launch: %(title)s")),
    BULK: (_("Bulk change"), _("Bulk change: %(operation)s")),
    "staff.enrol": (_("Set up a second factor"), _("Set up a second factor")),
    "staff.reset_factor": (_("Reset the second factor"), _("The second factor was reset")),
    "guides.refuse": (_("Refuse to publish"), _("Could not be published on schedule: %(reasons)s")),
}


def register_actions(actions: Any) -> None:
    for name, (label, sentence) in _ACTIONS.items():
        actions.register_action(name)(type("Formatter", (_Formatter,), {"label": label, "sentence": sentence}))
    actions.register_action(CHANGE)(_ChangeFormatter)
