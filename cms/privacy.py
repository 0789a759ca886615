"""Files of ours are for the account that runs the product alone: the database, its log, keys, pictures."""

import os
import stat
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
#: What a start of before may have left open in the data folder. SQLite gives its log the mode of the database.
_SECRET = ("*.sqlite3*", "secret_key", "bundle_key", "sample_passwords")


def keep_private(folder: Path) -> None:
    """From now on this process makes files for its owner; what is in the data folder already becomes so."""
    os.umask(0o077)
    for path in [folder, *(found for pattern in _SECRET for found in folder.glob(pattern))]:
        _close(path)


def _close(path: Path) -> None:
    """Not a folder that many use, such as /tmp, and not what is somebody else's."""
    try:
        found = path.stat()
        if found.st_uid == os.geteuid() and found.st_mode & _OTHERS and not found.st_mode & stat.S_ISVTX:
            path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)
    except FileNotFoundError:
        pass  # SQLite took its log away meanwhile
