"""Write a signed archive of some languages. The same release gives the same bytes on every machine."""

import hashlib
import json
import os
import tempfile
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser

from api.problems import Problem
from api.v1.archives import Outdated, build_bundle, read_public_key
from api.v1.bundles import Bundle, find_choices, keep_bundle, open_bundle, resolve
from cms.bundles import NO_PICTURES, WIDTH, Choice, build_choice
from content.public.changes import Mark, read_newest_mark
from content.public.documents import LOCALE_CODES

AGAIN = "Something was published meanwhile: run this again."


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--locale", required=True, action="append", choices=LOCALE_CODES, help="Give it once for each language."
        )
        parser.add_argument("--branch", default="", help="Slug or id: of branches and offerings only its own.")
        parser.add_argument(
            "--width",
            action="append",
            type=_read_width,
            help=f"The most pixels that a picture is wide, else {WIDTH}. Give it once for each size, or none.",
        )
        parser.add_argument("--output", type=Path, help="Where to write it; left out: where it is served from.")
        parser.add_argument("--json", action="store_true", help="Answer as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        mark = read_newest_mark()
        if mark is None:
            raise CommandError("Nothing has been published yet.")
        widths = [WIDTH] if options["width"] is None else list(filter(None, options["width"]))
        choice = resolve(build_choice(options["locale"], options["branch"], widths, LOCALE_CODES))
        if choice is None:
            raise CommandError(f"There is no branch {options['branch']!r}: see /api/v1/branches/.")
        try:
            answer = self.describe(self.build(choice, mark, options["output"]), options["output"])
        except OSError as error:
            raise CommandError(f"{options['output']} can't be written: {error.strerror}.") from error
        if options["json"]:
            self.stdout.write(json.dumps(answer))
        else:
            self.stdout.write(f"Wrote {answer['path']}: {answer['bytes']:,} bytes, SHA-256 {answer['sha256']}")
            self.stdout.write(f"Check manifest.sig by the public key {answer['public_key']}")

    def build(self, choice: Choice, mark: Mark, output: Path | None) -> Bundle:
        """One that is served is kept where it is served from. Any other is built for `output` alone."""
        if choice in find_choices().values():
            keep_bundle(choice, mark)
            try:
                return open_bundle(choice)
            except Problem as error:
                raise CommandError(f"{error.detail} {AGAIN}") from error
        if output is None:
            raise CommandError(f"{choice.name} is not served: give --output, or add it to the variable BUNDLES.")
        file = tempfile.TemporaryFile()  # noqa: SIM115 (it is closed with the bundle)
        try:
            build_bundle(choice, mark, file)
        except Outdated as error:
            raise CommandError(AGAIN) from error
        return Bundle(choice.name, File(file), True)

    def describe(self, bundle: Bundle, output: Path | None) -> dict[str, Any]:
        """Read the archive, copy it to `output` if given, and describe it."""
        digest, size = hashlib.sha256(), 0
        with bundle.file, open(output or os.devnull, "wb") as copy:
            for piece in bundle.file.chunks():
                digest.update(piece)
                size += copy.write(piece)
        path = str(output or bundle.name)
        return {"path": path, "bytes": size, "sha256": digest.hexdigest(), "public_key": read_public_key()}


def _read_width(text: str) -> int:
    """0 for none."""
    if text == NO_PICTURES:
        return 0
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ArgumentTypeError(f"write a whole number of pixels, or {NO_PICTURES}.")
    return int(text)
