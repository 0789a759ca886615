"""Decodes and encodes pictures in a child process (`pixels`), with limits on memory, time and number."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from content.model.images import pixels

#: Memory of a child: enough for 30 million pixels with transparency, twice, and the libraries.
MEMORY = 768 * 1024 * 1024
#: Processor time for an upload, and for making all sizes of a picture, which nobody waits for.
UPLOAD_SECONDS, PREPARING_SECONDS = 10, 35
#: The limit in real time, as a multiple of processor time. For all sizes it must stay below the outbox's lease, or two
#: workers would make them.
PATIENCE = 1.5
#: The most children at once of this process. Other jobs wait.
_turns = threading.BoundedSemaphore(2)
TURN_SECONDS = 20
#: The child's environment, without secrets, in case a decoder is exploited.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"}


class EncodingFailed(Exception):
    """The job failed. `code`: the reason, from `pixels` or this module."""

    def __init__(self, code: str, details: dict[str, Any]) -> None:
        super().__init__(f"{code} {details}")
        self.code, self.details = code, details


def encode(name: str, data: bytes, *, seconds: int, **arguments: Any) -> tuple[dict[str, Any], list[bytes]]:
    """Run a job of `pixels`; returns its answer about the picture, and the files. Raises EncodingFailed."""
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
    # -I: Python finds installed libraries, but ignores this folder and the environment.
    command = [sys.executable, "-I", str(Path(pixels.__file__))]
    try:
        done = subprocess.run(command, input=sent, capture_output=True, timeout=seconds * PATIENCE, env=ENVIRONMENT)
    except subprocess.TimeoutExpired as error:
        raise EncodingFailed("heavy", {}) from error
    if done.returncode or not done.stdout:
        # Killed by the time limit, or by a library that ran out of memory.
        raise EncodingFailed("heavy", {"why": done.stderr.decode(errors="replace")[-300:]})
    return done.stdout
