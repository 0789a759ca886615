"""What the audit log says of the actions that Wagtail does not know."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

#: Somebody changed a shared thing or an account: with each field before and after (content/desk/recording.py).
CHANGE = "content.change"


class _Formatter(LogFormatter):
    """`sentence` is filled from the entry's data; one that lacks a key is shown by its label alone."""

    sentence: Any

    def format_message(self, log_entry: Any) -> str:
        data = {**log_entry.data, "reasons": " ".join(log_entry.data.get("reasons", []))}
        try:
            return str(self.sentence) % data
        except KeyError:
            return str(self.label)


class _ChangeFormatter(LogFormatter):
    """Which fields changed, from what to what; long values in part, and whole in the entry's data."""

    label = _("Change")

    def format_message(self, log_entry: Any) -> str:
        changes = log_entry.data.get("changes", {})
        told = [f"{name}: {_shorten(before)} → {_shorten(after)}" for name, (before, after) in changes.items()]
        row = log_entry.data.get("row", "")
        return f"{row} – {'; '.join(told)}" if row else "; ".join(told)


def _shorten(value: Any) -> str:
    text = "–" if value is None else str(value)
    return f"“{text[:80]}…”" if len(text) > 80 else f"“{text}”"


_ACTIONS = {
    "guides.recall": (_("Recall"), _("Recalled %(part)s: %(reason)s")),
    "guides.lift_recall": (_("Lift a recall"), _("Recall lifted %(part)s: %(reason)s")),
    "guides.return": (_("Return to an earlier edition"), _("Returned to version %(version)s")),
    "guides.redact": (_("Redact an edition"), _("Erased the words of version %(version)s: %(reason)s")),
    "guides.overrule": (_("Overrule the claims check"), _("Said that “%(phrase)s” may stand: %(reason)s")),
    "guides.sign": (_("Sign off"), _("%(clinician)s (%(number)s) signed off: %(parts)s")),
    "guides.send_back": (_("Send back"), _("%(clinician)s sent back: %(comments)s")),
    "guides.emergency": (_("Publish in an emergency"), _("Published without sign-off (%(parts)s): %(reason)s")),
    "guides.launch": (_("Launch"), _("Launched: %(title)s")),
    "staff.enrol": (_("Set up a second factor"), _("Set up a second factor")),
    "staff.reset_factor": (_("Reset the second factor"), _("The second factor was reset")),
    "guides.refuse": (_("Refuse to publish"), _("Could not be published on schedule: %(reasons)s")),
}


def register_actions(actions: Any) -> None:
    for name, (label, sentence) in _ACTIONS.items():
        actions.register_action(name)(type("Formatter", (_Formatter,), {"label": label, "sentence": sentence}))
    actions.register_action(CHANGE)(_ChangeFormatter)
