"""Bundles: everything of a language as one signed archive, to ship inside an app or to carry where no network is.

An archive holds `page.json` (what `sync/` gives at first, as one page, with the token to go on from), the pictures that
it shows in one size, `manifest.json` with the digest of each file, and `manifest.sig`, an Ed25519 signature of those
very bytes. Of the same release it has the same bytes, wherever it is built.
"""

import base64
import hashlib
import io
import json
import logging
import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers

from api.answers import answer_bytes, answer_document
from api.openapi import describe
from api.problems import NotFound
from api.v1.sync import Token, encode_page, end_of
from api.v1.views import ReadView
from content.editions import changes, reading
from content.editions.changes import KINDS, Mark, Selection
from content.editions.compiler import encode
from content.editions.documents import LOCALE_CODES
from content.editions.pictures import open_picture
from content.editions.stamping import format_moment

logger = logging.getLogger(__name__)

FORMAT = 1
#: The one file of each picture that travels: known by every browser, and sharp on a phone.
PICTURE_TYPE, PICTURE_WIDTH = "image/webp", 960
#: The first moment that a ZIP file knows: nothing in an archive depends on when it was built.
MOMENT = (1980, 1, 1, 0, 0, 0)


class BundleDocument(serializers.Serializer):
    locale = serializers.ChoiceField(choices=LOCALE_CODES)
    url = serializers.CharField(help_text="Root-relative address of the archive.")


class BundleListDocument(serializers.Serializer):
    public_key = serializers.CharField(help_text="Ed25519, 32 bytes as base64: your app checks archives by it.")
    bundles = BundleDocument(many=True)


def _key() -> Ed25519PrivateKey:
    """From 32 bytes that are derived of the configured secret: any text will do as a key."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"bundles " + settings.BUNDLE_KEY.encode()).digest())


def read_public_key() -> str:
    return base64.b64encode(_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def find_bundle(locale: str) -> Path:
    """The archive of the newest release, built if it isn't there yet; those of older releases are removed.

    Raises NotFound where nothing has been published yet.
    """
    mark = changes.read_newest_mark()
    if mark is None:
        raise NotFound("Nothing has been published yet.")
    folder = Path(settings.DATA_DIR) / "bundles"
    folder.mkdir(exist_ok=True)
    path = folder / f"{locale}-{mark.number}-{mark.committed_at:%Y%m%dT%H%M%S%f}.zip"
    if not path.exists():
        data = build_bundle(locale, mark)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(data)
        os.replace(file.name, path)
        for old in folder.glob(f"{locale}-[0-9]*.zip"):
            if old != path:
                old.unlink(missing_ok=True)
    return path


def build_bundle(locale: str, mark: Mark) -> bytes:
    """The archive's bytes, of what is public now; `mark` is the newest release as the caller saw it."""
    page = _build_page(locale, mark)
    files = {"page.json": page, **dict(_read_pictures(page))}
    manifest = encode(
        {
            "format": FORMAT,
            "locale": locale,
            "release": mark.number,
            "released_at": format_moment(mark.committed_at),
            "files": [
                {"path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
                for path, data in files.items()
            ],
        }
    )
    files = {"manifest.json": manifest, "manifest.sig": base64.b64encode(_key().sign(manifest)), **files}
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as found:
        for path, data in files.items():
            is_text = path.endswith(".json")
            entry = zipfile.ZipInfo(path, MOMENT)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            found.writestr(entry, data, zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED, 9 if is_text else None)
    return archive.getvalue()


def _build_page(locale: str, mark: Mark) -> bytes:
    """One page of sync that holds everything. What is newer than `mark` may be in it: it comes once more, then."""
    selection = Selection((locale,), tuple(str(kind) for kind in KINDS))
    found = changes.read_changes(selection, held=None, since=mark.number, after=(0, 0), limit=None)
    return encode_page(
        found,
        next_page_token=None,
        next_sync_token=end_of(Token(selection, True, mark, 0, 0), []).encode("sync"),
        recalls=reading.read_recalls().document["recalls"],
    )


def _read_pictures(page: bytes) -> Iterator[tuple[str, bytes]]:
    for name in sorted({PurePosixPath(address).name for address in _find_pictures(json.loads(page))}):
        file = open_picture(name)
        if file is None:
            logger.error("The picture %s is public and its file is lost: the bundle goes without it.", name)
            continue
        with file:
            yield f"pictures/{name}", file.read()


def _find_pictures(value: Any) -> Iterator[str]:
    """The address of one file of each picture that stands anywhere in a document."""
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
    @describe("listBundles", BundleListDocument, {}, summary="List bundles")
    def get(self, request: HttpRequest) -> HttpResponse:
        found = [{"locale": locale, "url": f"/api/v1/bundles/{locale}/"} for locale in LOCALE_CODES]
        return answer_document(request, {"public_key": read_public_key(), "bundles": found}, ["sync"])


class BundleView(ReadView):
    problems: ClassVar[dict[int, str]] = {404: "There is no bundle of that language."}

    @describe(
        "getBundle", OpenApiTypes.BINARY, {}, summary="Get a bundle", problems=problems, media_type="application/zip"
    )
    def get(self, request: HttpRequest, locale: str) -> HttpResponse:
        if locale not in LOCALE_CODES:
            raise NotFound(f"There is no bundle of {locale!r}: there are {', '.join(LOCALE_CODES)}.")
        body = find_bundle(locale).read_bytes()
        response = answer_bytes(request, body=body, keys=["sync"], locale=locale, content_type="application/zip")
        if response.status_code == 200:
            response["Content-Disposition"] = f'attachment; filename="treatment-guides-{locale}.zip"'
        return response
