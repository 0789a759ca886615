"""Bundles: which archives there are, when each is built, and which is given to readers.

release -> a worker builds the archives that are chosen -> files in the public storage -> readers

Until the newest release has its archive, that of an earlier one is given, unless something of it was taken back since.
"""

import hashlib
import logging
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import chain
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages
from django.utils import timezone

from api.problems import NotFound, NotYet
from api.v1.archives import FORMAT, Outdated, build_bundle, read_public_key
from cms.bundles import Choice
from content.public import changes
from content.public.changes import Mark
from content.public.resolving import find_branch_id
from content.public.taking_back import was_taken_back_since

logger = logging.getLogger(__name__)

#: The folder in the public storage, with a subfolder for each choice.
FOLDER = "bundles"
#: Seconds after which a missing archive is probably built.
RETRY_AFTER = 5
#: Age at which a half-written file is removed: its worker has died.
LEFT_OVER = timedelta(hours=1)
#: How a release's moment is written in the name of an archive.
MOMENT_IN_NAME = "%Y%m%dT%H%M%S%f"


def find_choices() -> dict[str, Choice]:
    """Which archives there are, by their names in addresses. Without those of a branch that is not public."""
    found = {choice.name: resolve(choice) for choice in settings.BUNDLES}
    return {name: choice for name, choice in found.items() if choice}


def resolve(choice: Choice) -> Choice | None:
    """The choice with the id of its branch: all that follows has it so. None if no such branch is public."""
    if not choice.branch:
        return choice
    branch = find_branch_id(choice.branch)
    return replace(choice, branch=branch) if branch else None


def name_bundle(choice: Choice, mark: Mark) -> str:
    """The name of a release's archive in the public storage. It also depends on the key and the format."""
    made_of = hashlib.sha256(f"{FORMAT} {read_public_key()}".encode()).hexdigest()[:8]
    return f"{FOLDER}/{choice.name}/{mark.number}-{mark.committed_at:{MOMENT_IN_NAME}}-{made_of}.zip"


def _read_mark(name: str) -> Mark:
    """The release of an archive, by the name of its file. Raises ValueError if it is none of ours."""
    number, moment, _made_of = PurePosixPath(name).stem.split("-")
    return Mark(int(number), datetime.strptime(moment, MOMENT_IN_NAME).replace(tzinfo=UTC))


def _may_be_given(choice: Choice, name: str) -> bool:
    """Whether this is an archive of a release of this database, of which nothing was taken back since."""
    try:
        mark = _read_mark(name)
    except ValueError:
        return False
    return name == name_bundle(choice, mark) and changes.has_mark(mark) and not was_taken_back_since(mark)


@dataclass(frozen=True)
class Bundle:
    """An archive that may be given out. `is_newest`: it is of the newest release."""

    name: str
    file: File
    is_newest: bool

    @property
    def release(self) -> int:
        return _read_mark(self.name).number


def open_bundle(choice: Choice) -> Bundle:
    """The archive of the newest release, or else an earlier one that may still be given.

    Never built here, since anybody can ask for it. Raises NotFound if nothing has been published yet, and NotYet if a
    worker has to build one first.
    """
    mark = changes.read_newest_mark()
    if mark is None:
        raise NotFound("Nothing has been published yet.")
    newest = name_bundle(choice, mark)
    for name in chain([newest], _find_older(choice, newest)):
        try:
            return Bundle(name, storages["public"].open(name), name == newest)
        except OSError:
            continue  # not built yet, or just removed
    problem = NotYet("The bundle of what is public now is being built: ask again in some seconds.")
    problem.headers["Retry-After"] = str(RETRY_AFTER)
    raise problem


def _find_older(choice: Choice, newest: str) -> Iterator[str]:
    yield from (name for name in _list_files(choice.name) if name != newest and _may_be_given(choice, name))


def build_missing() -> list[str]:
    """Build the missing archives of the newest release; returns their names. Run by a worker.

    If one fails, the others are built all the same, and the last error is then raised.
    """
    names, failed = [], None
    choices = find_choices()
    for choice in choices.values():
        try:
            # Asked for each time: building takes a while, and releases go on.
            mark = changes.read_newest_mark()
            names.append(keep_bundle(choice, mark) if mark else "")
        except Exception as error:
            logger.error("The bundle of %s can't be built: %s", choice.name, error)
            failed = error
    if any(names):
        _remove_other_folders({choice.name for choice in choices.values()})
        for choice in settings.BUNDLES:
            if choice.name not in choices:
                _warn(choice.name)
    if failed:
        raise failed
    return [name for name in names if name]


@cache
def _warn(name: str) -> None:
    logger.warning("There is no bundle of %s: BUNDLES names a branch that is not public.", name)


def keep_bundle(choice: Choice, mark: Mark) -> str:
    """Build the archive of a release, the newest a moment ago, and remove those of others.

    Returns its name; empty if it exists already, if there is a newer release before its words are read, or if something
    of it is taken back before it is ready. Releases that only publish don't stop it: else a site that publishes often
    would never have one.
    """
    storage, name = storages["public"], name_bundle(choice, mark)
    if name in _list_files(choice.name):
        _remove_others(choice.name, name)
        return ""
    # First: what may not be given must go even if the new one can't be built.
    _remove_unfit(choice)
    with tempfile.TemporaryFile() as file:
        try:
            build_bundle(choice, mark, file)
        except Outdated:
            return ""
        if not _may_be_given(choice, name):
            return ""
        file.seek(0)
        storage.save(name, File(file))
    _remove_others(choice.name, name)
    return name


def _remove_unfit(choice: Choice) -> None:
    for name in _list_files(choice.name):
        if name.endswith(".zip") and not _may_be_given(choice, name):
            storages["public"].delete(name)


def _remove_others(folder: str, kept: str) -> None:
    """Remove other archives of this folder. Files that another worker is writing have another ending and stay."""
    storage = storages["public"]
    for name in _list_files(folder):
        is_left_over = not name.endswith(".zip") and storage.get_modified_time(name) < timezone.now() - LEFT_OVER
        if name != kept and (name.endswith(".zip") or is_left_over):
            storage.delete(name)


def _remove_other_folders(kept: Collection[str]) -> None:
    """Remove archives of what is chosen no longer."""
    for folder in _list(FOLDER)[0]:
        if folder not in kept:
            _remove_others(folder, "")


def _list_files(folder: str) -> list[str]:
    """The files of a choice, by their names in the storage."""
    return [f"{FOLDER}/{folder}/{name}" for name in _list(f"{FOLDER}/{folder}")[1]]


def _list(folder: str) -> tuple[list[str], list[str]]:
    """Folders and files in a folder; empty if it does not exist."""
    try:
        folders, files = storages["public"].listdir(folder)
    except FileNotFoundError:
        return [], []
    return folders, files
