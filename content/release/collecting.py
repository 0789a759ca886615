"""Removes prepared picture files that no picture and no kept edition uses any more.

Only this module and the end of a consent remove such files. Replacing or deleting a picture, or moving its focal point,
leaves them: readers may have their addresses.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from content.edition.models import Edition
from content.model.files.locks import lock_files
from content.model.files.storages import PUBLIC_FOLDER
from content.model.images.models import GuideRendition, PublicFile
from content.release.locking import lock_releases
from content.release.outbox.delivering import register_handler, send

#: A younger file may belong to a picture that is being prepared.
LEAST_AGE = timedelta(days=1)
NAMED = re.compile(rb"renditions/([0-9a-f]{32}\.[a-z]{3,4})")


def collect(*, dry_run: bool = False) -> list[str]:
    """Remove every unused file; returns their names. Safe to repeat."""
    cutoff = timezone.now() - LEAST_AGE
    newest = Edition.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    old = PublicFile.objects.filter(made_at__lt=cutoff)
    candidates = set(old.values_list("name", flat=True)) - find_used()
    if candidates:
        candidates -= find_named(Edition.objects.all())
    unknown = find_unknown()
    if not dry_run and (candidates or unknown):
        with transaction.atomic():
            # A publication in progress either has written its edition by now, or compiles after this transaction.
            lock_files()
            lock_releases()
            candidates -= find_named(Edition.objects.filter(pk__gt=newest)) | find_used()
            old.filter(name__in=candidates).update(is_withheld=True)
        # After the commit: publications must not wait for a slow storage.
        _remove_withheld(candidates)
        _remove_unknown(unknown)
    return sorted(candidates | unknown)


def _remove_withheld(names: set[str]) -> None:
    """Files that were prepared again meanwhile stay. If this stops early, the next run removes the rest."""
    for pk in PublicFile.objects.filter(name__in=names, is_withheld=True).values_list("pk", flat=True):
        with transaction.atomic():
            lock_files()
            remove_files(PublicFile.objects.filter(pk=pk, is_withheld=True))


def _remove_unknown(names: set[str]) -> None:
    for name in names:
        with transaction.atomic():
            lock_files()
            if not PublicFile.objects.filter(name=name).exists():
                storages["public"].delete(f"{PUBLIC_FOLDER}{name}")


@register_handler("collect_pictures", is_slow=True)
def collect_again(payload: dict[str, Any]) -> None:
    collect()


def find_unknown() -> set[str]:
    """Old files without a row: a process died before its commit. They are never served."""
    cutoff = timezone.now() - LEAST_AGE
    storage = storages["public"]
    try:
        _folders, names = storage.listdir(PUBLIC_FOLDER)
    except FileNotFoundError:
        return set()
    unknown = set(names) - set(PublicFile.objects.values_list("name", flat=True))
    return {name for name in unknown if storage.get_modified_time(f"{PUBLIC_FOLDER}{name}") < cutoff}


def find_used() -> set[str]:
    """File names that pictures use now. The next edition may name them."""
    paths = GuideRendition.objects.filter(file__startswith=PUBLIC_FOLDER).values_list("file", flat=True)
    return {path.removeprefix(PUBLIC_FOLDER) for path in paths}


def find_named(editions: QuerySet[Edition]) -> set[str]:
    """File names in the bodies of these editions."""
    bodies = editions.exclude(body=b"").values_list("body", flat=True).iterator(chunk_size=50)
    return {name.decode() for body in bodies for name in NAMED.findall(bytes(body))}


def remove_files(files: Iterable[PublicFile]) -> None:
    """Delete each file, then its row: if the storage fails, the row remains and the removal can be repeated."""
    names = []
    for file in files:
        storages["public"].delete(file.path)
        file.delete()
        names.append(file.name)
    if names:
        send("purge", {"keys": sorted(f"rendition-{name}" for name in names)})
