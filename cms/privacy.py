"""Keeps our files private to the account that runs the product: database, its log, keys, pictures."""

import os
import stat
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
#: Files that an older version may have left readable. SQLite gives its log the mode of the database.
_SECRET = ("*.sqlite3*", "secret_key", "bundle_key", "sample_passwords")


def keep_private(folder: Path) -> None:
    """Make new files of this process private, and the existing ones in the data folder."""
    os.umask(0o077)
    for path in [folder, *(found for pattern in _SECRET for found in folder.glob(pattern))]:
        _close(path)


def _close(path: Path) -> None:
    """Remove the access of others. Skips shared folders such as /tmp, and files of other accounts."""
    try:
        found = path.stat()
        if found.st_uid == os.geteuid() and found.st_mode & _OTHERS and not found.st_mode & stat.S_ISVTX:
            path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)
    except FileNotFoundError:
        pass  # SQLite has removed its log
