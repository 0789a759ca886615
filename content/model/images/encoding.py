"""Has pictures decoded and encoded by a process of their own (`pixels`), with bounds on memory, time and number."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from content.model.images import pixels

#: What a child may use: 30 million pixels with what shines through them, twice, and the libraries.
MEMORY = 768 * 1024 * 1024
#: Processor time of a picture as it comes in, and of all its sizes, which nobody waits for.
UPLOAD_SECONDS, PREPARING_SECONDS = 10, 35
#: So many times as long on the clock. Of all sizes that is less than a lease of the outbox, or two workers make them.
PATIENCE = 1.5
#: So many at once in this process: others wait for their turn.
_turns = threading.BoundedSemaphore(2)
TURN_SECONDS = 20
#: A decoder that is made to do what it should not finds no secret in its environment.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"}


class EncodingFailed(Exception):
    """It could not be done: `code` says why, in a word that `pixels` or this module gives."""

    def __init__(self, code: str, details: dict[str, Any]) -> None:
        super().__init__(f"{code} {details}")
        self.code, self.details = code, details


def encode(name: str, data: bytes, *, seconds: int, **arguments: Any) -> tuple[dict[str, Any], list[bytes]]:
    """Do a job of `pixels`: what it says of the picture, and the files that it made. Raises EncodingFailed."""
    job = {"name": name, "memory": MEMORY, "seconds": seconds, "arguments": arguments}
    if not _turns.acquire(timeout=TURN_SECONDS):
        raise EncodingFailed("busy", {})
    try:
        answer = _run(json.dumps(job).encode() + b"\n" + data, seconds)
    finally:
        _turns.release()
    head, _line, rest = answer.partition(b"\n")
    said = json.loads(head)
    if "error" in said:
        raise EncodingFailed(said["error"], said.get("details", {"why": said.get("why", "")}))
    files = []
    for size in said.pop("sizes"):
        files.append(rest[:size])
        rest = rest[size:]
    return said, files


def _run(sent: bytes, seconds: int) -> bytes:
    # Isolated: it finds installed libraries, and nothing of this folder or of the environment.
    command = [sys.executable, "-I", str(Path(pixels.__file__))]
    try:
        done = subprocess.run(command, input=sent, capture_output=True, timeout=seconds * PATIENCE, env=ENVIRONMENT)
    except subprocess.TimeoutExpired as error:
        raise EncodingFailed("heavy", {}) from error
    if done.returncode or not done.stdout:
        # Ended by the limit on time, or by a library that ran out of memory.
        raise EncodingFailed("heavy", {"why": done.stderr.decode(errors="replace")[-300:]})
    return done.stdout
