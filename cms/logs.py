"""Keeps secrets and forged lines out of the log.

Secrets are addresses that grant access by themselves, such as the link that sets a password.
"""

import logging
import re
from contextlib import suppress
from typing import Any

_SECRET = re.compile(r"(/password_reset/confirm/|/launch-preview/|/preview/)[^\s\"']+")
#: Characters that begin a new line or move the cursor in a terminal.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class CleanMessage(logging.Filter):
    """Puts each message on one line and indents exceptions: text with a line break can't pose as another message."""

    def filter(self, record: logging.LogRecord) -> bool:
        with suppress(Exception):  # arguments don't fit the message: the handler reports that
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
    """The setting LOGGING: messages of this level and above go to the console."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"clean": {"()": "cms.logs.CleanMessage"}},
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "filters": ["clean"], "formatter": "line"},
        },
        "root": {"handlers": ["console"], "level": level},
        # Log-ins, failed log-ins and refusals are always logged.
        "loggers": {"security": {"handlers": ["console"], "level": "INFO", "propagate": False}},
    }
