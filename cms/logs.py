"""Keeps out of the log what does not belong there: secrets, and lines that somebody else would write.

Secrets are addresses that let in whoever has them, such as the link that sets a password.
"""

import logging
import re

_SECRET = re.compile(r"(/password_reset/confirm/|/launch-preview/|/preview/)[^\s\"']+")


#: What begins a line, or moves on it, where a log is read.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class CleanMessage(logging.Filter):
    """One message is one line: a title with a line break in it can't look like another message."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        clean = _CONTROL.sub(lambda found: repr(found.group())[1:-1], _SECRET.sub(r"\1…", message))
        if clean != message:
            record.msg, record.args = clean, None
        return True
