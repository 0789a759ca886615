"""Keeps secrets out of the log: addresses that let in whoever has them, such as the link that sets a password."""

import logging
import re

_SECRET = re.compile(r"(/password_reset/confirm/|/launch-preview/|/preview/)[^\s\"']+")


class HideSecrets(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        hidden = _SECRET.sub(r"\1…", message)
        if hidden != message:
            record.msg, record.args = hidden, None
        return True
