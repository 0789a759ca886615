#!/usr/bin/env python3
"""Run a management command of this project. What is wrong with settings or the database is said in one sentence."""

import gc
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import Error

from cms.outages import Trouble, find_trouble


def main() -> None:
    # Most of what is made until the command begins stays, and migrations make much: to look through it again and again
    # took a fifth of the time. The server (cms/rsgi.py) and the worker set it back.
    gc.set_threshold(100_000, 50, 100)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(str(error))
    except (Error, OSError) as error:
        if "--traceback" in sys.argv or not (trouble := find_trouble(error)):
            raise
        where = " Look at DATABASE_URL, and whether that server runs." if trouble == Trouble.AWAY else ""
        sys.exit(f"{trouble.sentence} ({first_line(error)}){where}")


def first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


if __name__ == "__main__":
    main()
