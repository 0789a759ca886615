"""Write the signed archive of a language. The same release gives the same bytes on every machine."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from api.problems import Problem
from api.v1.archives import read_public_key
from api.v1.bundles import keep_bundle, open_bundle
from content.public.changes import read_newest_mark
from content.public.documents import LOCALE_CODES


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--locale", required=True, choices=LOCALE_CODES)
        parser.add_argument("--output", type=Path, help="Where to write it; left out: where it is served from.")
        parser.add_argument("--json", action="store_true", help="Answer as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        mark = read_newest_mark()
        if mark is None:
            raise CommandError("Nothing has been published yet.")
        keep_bundle(options["locale"], mark)
        try:
            answer = self.describe(options["locale"], options["output"])
        except Problem as error:
            raise CommandError(f"{error.detail} Something was published meanwhile: run this again.") from error
        except OSError as error:
            raise CommandError(f"{options['output']} can't be written: {error.strerror}.") from error
        if options["json"]:
            self.stdout.write(json.dumps(answer))
        else:
            self.stdout.write(f"Wrote {answer['path']}: {answer['bytes']:,} bytes, SHA-256 {answer['sha256']}")
            self.stdout.write(f"Check manifest.sig by the public key {answer['public_key']}")

    def describe(self, locale: str, output: Path | None) -> dict[str, Any]:
        """Read the archive, copy it to `output` if given, and describe it."""
        bundle = open_bundle(locale)
        digest, size = hashlib.sha256(), 0
        with bundle.file, open(output or os.devnull, "wb") as copy:
            for piece in bundle.file.chunks():
                digest.update(piece)
                size += copy.write(piece)
        path = str(output or bundle.name)
        return {"path": path, "bytes": size, "sha256": digest.hexdigest(), "public_key": read_public_key()}
