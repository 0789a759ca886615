"""What must outlive a restart, in one SQLite file: devices, and deliveries with how far each has got."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS device (
    pk INTEGER PRIMARY KEY, platform TEXT, token TEXT UNIQUE, registered_at REAL
);
CREATE TABLE IF NOT EXISTS delivery (
    id TEXT PRIMARY KEY, body BLOB, received_at REAL, has_alert INTEGER, position INTEGER DEFAULT 0, done_at REAL
);
"""
#: Seconds for which ids are remembered: the product tells again for hours, not for months.
KEPT = 30 * 24 * 3600


@dataclass(frozen=True)
class Device:
    pk: int
    platform: str
    token: str


@dataclass(frozen=True)
class Delivery:
    """`position`: the last device that has been served."""

    id: str
    body: bytes
    has_alert: bool
    position: int
    received_at: float


class Store:
    """May be used by several threads and processes: each call has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._open() as database:
            database.execute("PRAGMA journal_mode = WAL")
            database.executescript(SCHEMA)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        database = sqlite3.connect(self.path, timeout=10)
        try:
            with database:
                yield database
        finally:
            database.close()

    def register(self, platform: str, token: str) -> None:
        with self._open() as database:
            database.execute(
                "INSERT INTO device (platform, token, registered_at) VALUES (?, ?, ?)"
                " ON CONFLICT (token) DO UPDATE"
                " SET platform = excluded.platform, registered_at = excluded.registered_at",
                (platform, token, time.time()),
            )

    def drop(self, token: str, since: float) -> None:
        """Unless the app has registered again since then."""
        with self._open() as database:
            database.execute("DELETE FROM device WHERE token = ? AND registered_at <= ?", (token, since))

    def list_devices(self, after: int, most: int) -> list[Device]:
        with self._open() as database:
            sql = "SELECT pk, platform, token FROM device WHERE pk > ? ORDER BY pk LIMIT ?"
            return [Device(*row) for row in database.execute(sql, (after, most))]

    def take(self, id: str, body: bytes, has_alert: bool) -> bool:
        """Keep a delivery until it is done. Returns whether it is a new one."""
        with self._open() as database:
            database.execute("DELETE FROM delivery WHERE done_at < ?", (time.time() - KEPT,))
            sql = "INSERT OR IGNORE INTO delivery (id, body, received_at, has_alert) VALUES (?, ?, ?, ?)"
            return database.execute(sql, (id, body, time.time(), has_alert)).rowcount == 1

    def find_next(self, silent_every: float) -> Delivery | None:
        """An alert first, the oldest; else the newest silent one, if the last has been so many seconds ago."""
        columns = (
            "SELECT id, body, has_alert, position, received_at FROM delivery WHERE done_at IS NULL AND has_alert = ?"
        )
        with self._open() as database:
            row = database.execute(f"{columns} ORDER BY received_at, rowid LIMIT 1", (1,)).fetchone()
            (last,) = database.execute("SELECT MAX(done_at) FROM delivery").fetchone()
            if row is None and time.time() - (last or 0) >= silent_every:
                row = database.execute(f"{columns} ORDER BY received_at DESC, rowid DESC LIMIT 1", (0,)).fetchone()
            return Delivery(row[0], row[1], bool(row[2]), *row[3:]) if row else None

    def move(self, id: str, position: int) -> None:
        with self._open() as database:
            database.execute("UPDATE delivery SET position = ? WHERE id = ?", (position, id))

    def finish(self, id: str) -> None:
        """Silent ones that came before it are done with it: a phone that syncs has all of them."""
        before = "has_alert = 0 AND received_at <= (SELECT received_at FROM delivery WHERE id = ?)"
        with self._open() as database:
            sql = f"UPDATE delivery SET done_at = ? WHERE done_at IS NULL AND (id = ? OR {before})"
            database.execute(sql, (time.time(), id, id))
