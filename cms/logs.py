"""Keeps out of the log what does not belong there: secrets, and lines that somebody else would write.

Secrets are addresses that let in whoever has them, such as the link that sets a password.
"""

import logging
import re
from contextlib import suppress
from typing import Any

_SECRET = re.compile(r"(/password_reset/confirm/|/launch-preview/|/preview/)[^\s\"']+")
#: What begins a line, or moves on it, where a log is read.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class CleanMessage(logging.Filter):
    """One message is one line, and an exception's are indented: no title with a line break looks like a message."""

    def filter(self, record: logging.LogRecord) -> bool:
        with suppress(Exception):  # arguments that don't fit the message: the handler says so, and goes on
            message = record.getMessage()
            if (clean := _clean(message)) != message:
                record.msg, record.args = clean, None
        if record.exc_info and not record.exc_text:
            lines = logging.Formatter().formatException(record.exc_info).split("\n")
            record.exc_text = "\n".join(f"  {_clean(line)}" for line in lines)
        return True


def _clean(line: str) -> str:
    return _CONTROL.sub(lambda found: repr(found.group())[1:-1], _SECRET.sub(r"\1…", line))


def build_logging(level: str) -> dict[str, Any]:
    """The setting LOGGING: each message on the console, of this level and above."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"clean": {"()": "cms.logs.CleanMessage"}},
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "filters": ["clean"], "formatter": "line"},
        },
        "root": {"handlers": ["console"], "level": level},
        # Who logged in, failed to, or was refused, whatever the level of the rest.
        "loggers": {"security": {"handlers": ["console"], "level": "INFO", "propagate": False}},
    }
