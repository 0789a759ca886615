"""Tells whether this process can write, and reaches the files that belong to its database."""

import logging
import tempfile
from collections.abc import Iterator
from time import monotonic

from django.conf import settings
from django.db import Error
from django.utils.translation import gettext as _

from content.model.running.joining import find_differences

logger = logging.getLogger(__name__)

#: What has to be free: enough for a picture and for the database's log.
LEAST_FREE = 1024 * 1024
#: Seconds for which an answer is believed: anybody may ask.
KEPT = 5.0
_known: tuple[float, list[str]] = (float("-inf"), [])


def find_faults() -> list[str]:
    """Sentences without names or errors; none if all is well. Raises django.db.Error."""
    global _known
    asked_at, faults = _known
    if monotonic() - asked_at > KEPT:
        faults = list(_look())
        _known = monotonic(), faults
    return faults


def _look() -> Iterator[str]:
    if not _has_room():
        yield _("The server's disk is full, or its folder can't be written to.")
    try:
        differences = find_differences()
    except Error:
        raise
    except Exception as error:  # whatever a store of files raises
        differences = [str(error)]
    if differences:
        logger.error("The files can't be used: %s", " ".join(differences))
        yield _("Pictures and documents can't be reached, or are not those of this database.")


def _has_room() -> bool:
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR, buffering=0) as file:
            return file.write(bytes(LEAST_FREE)) == LEAST_FREE  # less, where it just about fits
    except OSError:
        return False
