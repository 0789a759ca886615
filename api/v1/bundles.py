"""Bundles: everything in one language as one signed archive, to ship inside an app or to use offline.

An archive holds `page.json` (the first answer of `sync/`, as one page, with the token to continue), its pictures in
one size, `manifest.json` with the digest of each file, and `manifest.sig`, an Ed25519 signature of the manifest. The
same release gives the same bytes on every machine. A worker builds each archive once per release.
"""

import base64
import hashlib
import io
import json
import logging
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import PurePosixPath
from typing import IO, Any, ClassVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers

from api.answers import answer_file, answer_made
from api.openapi import describe
from api.problems import NotFound, NotYet
from api.v1.sync import Token, end_of, write_page
from api.v1.views import ReadView
from content.public import changes, reading
from content.public.changes import KINDS, Change, Mark, Selection
from content.public.documents import LOCALE_CODES, encode, format_moment
from content.public.pictures import open_picture

logger = logging.getLogger(__name__)

FORMAT = 1
#: The one file of each picture in a bundle: every browser can show it, and it is sharp on a phone.
PICTURE_TYPE, PICTURE_WIDTH = "image/webp", 960
#: The folder in the public storage, with a subfolder for each language.
FOLDER = "bundles"
#: Seconds after which a missing archive is probably built.
RETRY_AFTER = 5
#: Age at which a half-written file is removed: its worker has died.
LEFT_OVER = timedelta(hours=1)
#: Bytes in memory at once.
PIECE = 64 * 1024
#: The earliest date of the ZIP format, used for all files: an archive must not depend on the time of its building.
MOMENT = (1980, 1, 1, 0, 0, 0)


class BundleDocument(serializers.Serializer):
    locale = serializers.ChoiceField(choices=LOCALE_CODES)
    url = serializers.CharField(help_text="Root-relative address of the archive.")


class BundleListDocument(serializers.Serializer):
    public_key = serializers.CharField(help_text="Ed25519, 32 bytes as base64: your app checks archives by it.")
    bundles = BundleDocument(many=True)


def _key() -> Ed25519PrivateKey:
    """The signing key, from the SHA-256 of the configured secret, so that any text can be the secret."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"bundles " + settings.BUNDLE_KEY.encode()).digest())


def read_public_key() -> str:
    return base64.b64encode(_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def name_bundle(locale: str, mark: Mark) -> str:
    """The name of a release's archive in the public storage. It also depends on the key and the format."""
    made_of = hashlib.sha256(f"{FORMAT} {read_public_key()}".encode()).hexdigest()[:8]
    return f"{FOLDER}/{locale}/{mark.number}-{mark.committed_at:%Y%m%dT%H%M%S%f}-{made_of}.zip"


def open_bundle(locale: str) -> tuple[str, File]:
    """The name and the archive of the newest release. Not built here, since anybody can ask for it.

    An older archive is never served: it may contain what was recalled or withheld since. Raises NotFound if nothing has
    been published yet, and NotYet until a worker has built the archive.
    """
    mark = changes.read_newest_mark()
    if mark is None:
        raise NotFound("Nothing has been published yet.")
    name = name_bundle(locale, mark)
    try:
        return name, storages["public"].open(name)
    except OSError as error:
        problem = NotYet("The bundle of what is public now is being built: ask again in some seconds.")
        problem.headers["Retry-After"] = str(RETRY_AFTER)
        raise problem from error


def build_missing() -> list[str]:
    """Build the missing archives of the newest release; returns their names. Run by a worker.

    If one fails, the others are built all the same, and the last error is then raised.
    """
    mark = changes.read_newest_mark()
    if mark is None:
        return []
    names, failed = [], None
    for locale in LOCALE_CODES:
        try:
            names.append(keep_bundle(locale, mark))
        except Exception as error:
            logger.error("The bundle of %s can't be built: %s", locale, error)
            failed = error
    if any(names):
        _remove_other_languages()
    if failed:
        raise failed
    return [name for name in names if name]


def keep_bundle(locale: str, mark: Mark) -> str:
    """Remove the archives of other releases, which are no longer served; then build the archive of this one.

    Returns its name; empty if it exists already, or if there is a newer release by now.
    """
    storage, name = storages["public"], name_bundle(locale, mark)
    if storage.exists(name):
        return ""
    # First: an old archive may have withheld content, and must go even if the new one can't be built.
    _remove_others(locale, name)
    with tempfile.TemporaryFile() as file:
        build_bundle(locale, mark, file)
        if changes.read_newest_mark() != mark:
            return ""
        file.seek(0)
        storage.save(name, File(file))
    return name


def _remove_others(locale: str, name: str) -> None:
    """Remove other archives of this language. Files that another worker is writing have another ending and stay."""
    storage, folder = storages["public"], f"{FOLDER}/{locale}"
    for other in _list(folder)[1]:
        path = f"{folder}/{other}"
        is_left_over = not other.endswith(".zip") and storage.get_modified_time(path) < timezone.now() - LEFT_OVER
        if path != name and (other.endswith(".zip") or is_left_over):
            storage.delete(path)


def _remove_other_languages() -> None:
    """Remove archives of languages that are no longer configured."""
    for locale in _list(FOLDER)[0]:
        if locale not in LOCALE_CODES:
            _remove_others(locale, "")


def _list(folder: str) -> tuple[list[str], list[str]]:
    """Folders and files in a folder; empty if it does not exist."""
    try:
        folders, files = storages["public"].listdir(folder)
    except FileNotFoundError:
        return [], []
    return folders, files


def build_bundle(locale: str, mark: Mark, output: IO[bytes]) -> None:
    """Write the archive of what is public now, one document or picture at a time. `mark` is the newest release."""
    with zipfile.ZipFile(output, "w") as archive, tempfile.TemporaryFile() as page:
        pictures = _write_page(locale, mark, page)
        page.seek(0)
        files = [_add(archive, "page.json", page), *_add_pictures(archive, pictures)]
        manifest = encode(
            {
                "format": FORMAT,
                "locale": locale,
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


def _write_page(locale: str, mark: Mark, page: IO[bytes]) -> set[str]:
    """Write everything as one page of sync; returns the names of the pictures that it shows."""
    selection = Selection((locale,), tuple(str(kind) for kind in KINDS))
    found = changes.read_changes(selection, held=None, since=mark.number, after=(0, 0), limit=None)
    names: set[str] = set()

    def note_pictures() -> Iterator[Change]:
        for change in found:
            shown = _find_pictures(json.loads(change.document or b"null"))
            names.update(PurePosixPath(address).name for address in shown)
            yield change

    following = {
        "next_page_token": None,
        "next_sync_token": end_of(Token(selection, True, mark, 0, 0), []).encode("sync"),
        "recalls": reading.read_house().recalls.document["recalls"],
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


def _find_pictures(value: Any) -> Iterator[str]:
    """The address of one file of each picture in a document."""
    if isinstance(value, dict):
        if value.get("type") == PICTURE_TYPE and "srcset" in value:
            files = value["srcset"]
            yield max((file for file in files if file["width"] <= PICTURE_WIDTH), key=_width, default=files[0])["url"]
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _find_pictures(part)


def _width(file: dict[str, Any]) -> int:
    return int(file["width"])


class BundleListView(ReadView):
    @describe("listBundles", BundleListDocument, summary="List bundles")
    def get(self, request: HttpRequest) -> HttpResponse:
        found = [{"locale": locale, "url": f"/api/v1/bundles/{locale}/"} for locale in LOCALE_CODES]
        return answer_made(request, encode({"public_key": read_public_key(), "bundles": found}), ["sync"])


class BundleView(ReadView):
    problems: ClassVar[dict[int, str]] = {
        202: "It is being built: ask again after the seconds in `Retry-After`.",
        404: "There is no bundle of that language.",
    }

    @describe("getBundle", OpenApiTypes.BINARY, summary="Get a bundle", problems=problems, media_type="application/zip")
    def get(self, request: HttpRequest, locale: str) -> HttpResponseBase:
        if locale not in LOCALE_CODES:
            raise NotFound(f"There is no bundle of {locale!r}: there are {', '.join(LOCALE_CODES)}.")
        name, file = open_bundle(locale)
        tag = name.removeprefix(f"{FOLDER}/")
        response = answer_file(request, file, tag=tag, keys=["sync"], locale=locale, content_type="application/zip")
        if response.status_code == 200:
            response["Content-Disposition"] = f'attachment; filename="treatment-guides-{locale}.zip"'
        return response
