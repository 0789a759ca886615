"""Archives: everything in some languages as one signed file, to ship inside an app or to use offline.

An archive holds `page.json` (the first answer of `sync/`, as one page, with the token to continue), its pictures in the
chosen widths, `manifest.json` with the digest of each file, and `manifest.sig`, an Ed25519 signature of the manifest.
The same release gives the same bytes on every machine.
"""

import base64
import hashlib
import io
import json
import logging
import tempfile
import zipfile
from collections.abc import Collection, Iterator
from itertools import chain
from pathlib import PurePosixPath
from typing import IO, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from api.v1.sync import Token, end_of, write_page
from cms.bundles import Choice
from content.public import changes, reading
from content.public.changes import KINDS, Change, Mark, Pass, Selection
from content.public.documents import encode, format_moment
from content.public.pictures import open_picture

logger = logging.getLogger(__name__)

FORMAT = 1
#: The form of pictures in an archive: every browser can show it.
PICTURE_TYPE = "image/webp"
#: Bytes in memory at once.
PIECE = 64 * 1024
#: The earliest date of the ZIP format, used for all files: an archive must not depend on the time of its building.
MOMENT = (1980, 1, 1, 0, 0, 0)


class Outdated(Exception):
    """There is a newer release than the one that an archive was to be built of."""


def _key() -> Ed25519PrivateKey:
    """The signing key, from the SHA-256 of the configured secret, so that any text can be the secret."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"bundles " + settings.BUNDLE_KEY.encode()).digest())


def read_public_key() -> str:
    return base64.b64encode(_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def build_bundle(choice: Choice, mark: Mark, output: IO[bytes]) -> None:
    """Write the archive of what is public now, one document or picture at a time. `mark` is the newest release.

    The branch of the choice is an id. Raises Outdated if the release is the newest no more.
    """
    with zipfile.ZipFile(output, "w") as archive, tempfile.TemporaryFile() as page:
        pictures = _write_page(choice, mark, page)
        page.seek(0)
        files = [_add(archive, "page.json", page), *_add_pictures(archive, pictures)]
        manifest = encode(
            {
                "format": FORMAT,
                "locale": choice.locales[0],
                "locales": choice.locales,
                "branch": choice.branch or None,
                "widths": choice.widths,
                "release": mark.number,
                "released_at": format_moment(mark.committed_at),
                "files": files,
            }
        )
        _add(archive, "manifest.json", io.BytesIO(manifest))
        _add(archive, "manifest.sig", io.BytesIO(base64.b64encode(_key().sign(manifest))))


def _add(archive: zipfile.ZipFile, path: str, content: IO[bytes]) -> dict[str, Any]:
    """Add a file to the archive; returns its entry for the manifest."""
    entry = zipfile.ZipInfo(path, MOMENT)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED if path.endswith(".json") else zipfile.ZIP_STORED
    digest, size = hashlib.sha256(), 0
    with archive.open(entry, "w") as written:
        while piece := content.read(PIECE):
            written.write(piece)
            digest.update(piece)
            size += len(piece)
    return {"path": path, "bytes": size, "sha256": digest.hexdigest()}


def _write_page(choice: Choice, mark: Mark, page: IO[bytes]) -> set[str]:
    """Write everything as one page of sync; returns the names of the pictures that it shows."""
    selection = Selection(choice.locales, tuple(str(kind) for kind in KINDS), choice.branch or None)
    recalls = reading.read_house().recalls.document["recalls"]
    found = changes.read_changes(Pass(selection, held=None, since=mark.number, after=(0, 0)))
    first = next(found, None)
    # One query sees one moment. If no release was made until it began, all that it gives is of that release.
    if first is None or changes.read_newest_mark() != mark:
        raise Outdated
    names: set[str] = set()

    def note_pictures() -> Iterator[Change]:
        for change in chain([first], found):
            shown = _find_pictures(json.loads(change.document or b"null"), choice.widths)
            names.update(PurePosixPath(address).name for address in shown)
            yield change

    following = {
        "next_page_token": None,
        "next_sync_token": end_of(Token(selection, True, mark, 0, 0, every_kind=True), []).encode("sync"),
        "recalls": recalls,
    }
    for piece in write_page(note_pictures(), **following):
        page.write(piece)
    return names


def _add_pictures(archive: zipfile.ZipFile, names: set[str]) -> Iterator[dict[str, Any]]:
    for name in sorted(names):
        file = open_picture(name)
        if file is None:
            logger.error("The picture %s is public and its file is lost: the bundle goes without it.", name)
            continue
        with file:
            yield _add(archive, f"pictures/{name}", file)


def _find_pictures(value: Any, widths: Collection[int]) -> Iterator[str]:
    """The addresses of the files of each picture in a document: one for each width, if the picture is so wide."""
    if isinstance(value, dict):
        if value.get("type") == PICTURE_TYPE and "srcset" in value:
            files = value["srcset"]
            for width in widths:
                yield max((file for file in files if file["width"] <= width), key=_width, default=files[0])["url"]
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _find_pictures(part, widths)


def _width(file: dict[str, Any]) -> int:
    return int(file["width"])
