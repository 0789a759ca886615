"""Bundles: which archives there are, when each is built, and which is given to readers.

release -> a worker builds the archive of each language -> a file in the public storage -> readers

Until the newest release has its archive, that of an earlier one is given, unless something of it was taken back since.
"""

import hashlib
import logging
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import PurePosixPath
from typing import ClassVar

from django.core.files import File
from django.core.files.storage import storages
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer, JSONRenderer

from api.answers import answer_file, answer_made
from api.openapi import describe
from api.problems import NotFound, NotYet
from api.v1.archives import FORMAT, Outdated, build_bundle, read_public_key
from api.v1.views import ReadView
from cms.preferences import find_language
from content.public import changes
from content.public.caching import allow_caching_of_move, forbid_sharing
from content.public.changes import Mark
from content.public.documents import LOCALE_CODES, encode
from content.public.taking_back import was_taken_back_since

logger = logging.getLogger(__name__)

#: The folder in the public storage, with a subfolder for each language.
FOLDER = "bundles"
#: Seconds after which a missing archive is probably built.
RETRY_AFTER = 5
#: Age at which a half-written file is removed: its worker has died.
LEFT_OVER = timedelta(hours=1)
#: How a release's moment is written in the name of an archive.
MOMENT_IN_NAME = "%Y%m%dT%H%M%S%f"


class BundleDocument(serializers.Serializer):
    locale = serializers.ChoiceField(choices=LOCALE_CODES)
    url = serializers.CharField(help_text="Root-relative address of the archive.")


class BundleListDocument(serializers.Serializer):
    public_key = serializers.CharField(help_text="Ed25519, 32 bytes as base64: your app checks archives by it.")
    bundles = BundleDocument(many=True)


def name_bundle(locale: str, mark: Mark) -> str:
    """The name of a release's archive in the public storage. It also depends on the key and the format."""
    made_of = hashlib.sha256(f"{FORMAT} {read_public_key()}".encode()).hexdigest()[:8]
    return f"{FOLDER}/{locale}/{mark.number}-{mark.committed_at:{MOMENT_IN_NAME}}-{made_of}.zip"


def _may_be_given(locale: str, name: str) -> bool:
    """Whether this is an archive of a release of this database, of which nothing was taken back since."""
    try:
        number, moment, _made_of = PurePosixPath(name).stem.split("-")
        mark = Mark(int(number), datetime.strptime(moment, MOMENT_IN_NAME).replace(tzinfo=UTC))
    except ValueError:
        return False
    return name == name_bundle(locale, mark) and changes.has_mark(mark) and not was_taken_back_since(mark)


@dataclass(frozen=True)
class Bundle:
    """An archive that may be given out. `is_newest`: it is of the newest release."""

    name: str
    file: File
    is_newest: bool


def open_bundle(locale: str) -> Bundle:
    """The archive of the newest release, or else an earlier one that may still be given.

    Never built here, since anybody can ask for it. Raises NotFound if nothing has been published yet, and NotYet if a
    worker has to build one first.
    """
    mark = changes.read_newest_mark()
    if mark is None:
        raise NotFound("Nothing has been published yet.")
    newest = name_bundle(locale, mark)
    for name in chain([newest], _find_older(locale, newest)):
        try:
            return Bundle(name, storages["public"].open(name), name == newest)
        except OSError:
            continue  # not built yet, or just removed
    problem = NotYet("The bundle of what is public now is being built: ask again in some seconds.")
    problem.headers["Retry-After"] = str(RETRY_AFTER)
    raise problem


def _find_older(locale: str, newest: str) -> Iterator[str]:
    yield from (name for name in _list_files(locale) if name != newest and _may_be_given(locale, name))


def build_missing() -> list[str]:
    """Build the missing archives of the newest release; returns their names. Run by a worker.

    If one fails, the others are built all the same, and the last error is then raised.
    """
    names, failed = [], None
    for locale in LOCALE_CODES:
        try:
            # Asked for each time: building takes a while, and releases go on.
            mark = changes.read_newest_mark()
            names.append(keep_bundle(locale, mark) if mark else "")
        except Exception as error:
            logger.error("The bundle of %s can't be built: %s", locale, error)
            failed = error
    if any(names):
        _remove_other_languages()
    if failed:
        raise failed
    return [name for name in names if name]


def keep_bundle(locale: str, mark: Mark) -> str:
    """Build the archive of a release, the newest a moment ago, and remove those of others.

    Returns its name; empty if it exists already, if there is a newer release before its words are read, or if something
    of it is taken back before it is ready. Releases that only publish don't stop it: else a site that publishes often
    would never have one.
    """
    storage, name = storages["public"], name_bundle(locale, mark)
    if name in _list_files(locale):
        _remove_others(locale, name)
        return ""
    # First: what may not be given must go even if the new one can't be built.
    _remove_unfit(locale)
    with tempfile.TemporaryFile() as file:
        try:
            build_bundle(locale, mark, file)
        except Outdated:
            return ""
        if not _may_be_given(locale, name):
            return ""
        file.seek(0)
        storage.save(name, File(file))
    _remove_others(locale, name)
    return name


def _remove_unfit(locale: str) -> None:
    for name in _list_files(locale):
        if name.endswith(".zip") and not _may_be_given(locale, name):
            storages["public"].delete(name)


def _remove_others(locale: str, kept: str) -> None:
    """Remove other archives of this language. Files that another worker is writing have another ending and stay."""
    storage = storages["public"]
    for name in _list_files(locale):
        is_left_over = not name.endswith(".zip") and storage.get_modified_time(name) < timezone.now() - LEFT_OVER
        if name != kept and (name.endswith(".zip") or is_left_over):
            storage.delete(name)


def _remove_other_languages() -> None:
    """Remove archives of languages that are no longer configured."""
    for locale in _list(FOLDER)[0]:
        if locale not in LOCALE_CODES:
            _remove_others(locale, "")


def _list_files(locale: str) -> list[str]:
    """The files of this language, by their names in the storage."""
    return [f"{FOLDER}/{locale}/{name}" for name in _list(f"{FOLDER}/{locale}")[1]]


def _list(folder: str) -> tuple[list[str], list[str]]:
    """Folders and files in a folder; empty if it does not exist."""
    try:
        folders, files = storages["public"].listdir(folder)
    except FileNotFoundError:
        return [], []
    return folders, files


class BundleListView(ReadView):
    @describe("listBundles", BundleListDocument, summary="List bundles")
    def get(self, request: HttpRequest) -> HttpResponse:
        found = [{"locale": locale, "url": f"/api/v1/bundles/{locale}/"} for locale in LOCALE_CODES]
        return answer_made(request, encode({"public_key": read_public_key(), "bundles": found}), ["sync"])


class Zip(BaseRenderer):
    """Tells what the address answers in. The archive is sent as it is: only OPTIONS, which has no body, comes here."""

    media_type, format = "application/zip", "zip"

    def render(self, data: object, *given: object, **context: object) -> bytes:
        return b""


class BundleView(ReadView):
    renderer_classes = [Zip, JSONRenderer]
    problems: ClassVar[dict[int, str]] = {
        202: "It is being built: ask again after the seconds in `Retry-After`.",
        404: "There is no bundle of that language.",
    }

    @describe(
        "getBundle",
        OpenApiTypes.BINARY,
        may_move=True,
        summary="Get a bundle",
        problems=problems,
        media_type=Zip.media_type,
    )
    def get(self, request: HttpRequest, locale: str) -> HttpResponseBase:
        code = find_language(locale)
        if code is None:
            raise NotFound(f"There is no bundle of {locale!r}: there are {', '.join(LOCALE_CODES)}.")
        if code != locale:
            moved = HttpResponsePermanentRedirect(reverse("v1:bundle", kwargs={"locale": code}))
            allow_caching_of_move(moved, ["sync"])
            return moved
        bundle = open_bundle(locale)
        tag = bundle.name.removeprefix(f"{FOLDER}/")
        response = answer_file(
            request, bundle.file, tag=tag, keys=["sync"], locale=locale, content_type="application/zip"
        )
        if not bundle.is_newest:
            forbid_sharing(response)
        if response.status_code == 200:
            response["Content-Disposition"] = f'attachment; filename="treatment-guides-{locale}.zip"'
        return response
