"""Write the signed archive of a language: the same bytes for the same release, wherever it is built."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from api.problems import NotFound
from api.v1.bundles import find_bundle, read_public_key
from content.editions.documents import LOCALE_CODES


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--locale", required=True, choices=LOCALE_CODES)
        parser.add_argument("--output", type=Path, help="Where to write it; left out: where it is served from.")
        parser.add_argument("--json", action="store_true", help="Answer as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            path = find_bundle(options["locale"])
            if options["output"]:
                path = Path(shutil.copyfile(path, options["output"]))
        except NotFound as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{options['output']} can't be written: {error.strerror}.") from error
        data = path.read_bytes()
        answer = {
            "path": str(path),
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "public_key": read_public_key(),
        }
        if options["json"]:
            self.stdout.write(json.dumps(answer))
        else:
            self.stdout.write(f"Wrote {answer['path']}: {answer['bytes']:,} bytes, SHA-256 {answer['sha256']}")
            self.stdout.write(f"Check manifest.sig by the public key {answer['public_key']}")
