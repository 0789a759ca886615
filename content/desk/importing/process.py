"""Reads a document in a process of its own, which is stopped where it takes too much time or memory.

read_apart(name, content)                      in the server: starts the process and checks its answer
python -m content.desk.importing.process       the process: it has no settings, no secrets and no database
"""

import json
import os
import resource
import subprocess
import sys
import threading
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

import content
from content.desk.importing.outline import DocumentError, Outline
from content.desk.importing.placing.guide import PlacedGuide
from content.desk.importing.placing.placer import place
from content.desk.importing.placing.tracing import trace_lines
from content.desk.importing.reading.documents import read_and_see

#: Seconds of processor time, and seconds on the clock.
CPU_SECONDS = 10
SECONDS = 40
MEMORY = 1024**3
#: Everything else goes first: nobody must notice that a document is read.
NICENESS = 10
RECURSION = 5_000
#: Where the process finds our code, wherever this module stands in it.
ROOT = Path(content.__file__).resolve().parent.parent

#: Seconds for which a document waits for the one before it.
WAIT = 1
#: One document at a time for each process of the server, so that all of them together are bounded too.
_turn = threading.Semaphore()

#: The outline, the placed guide, where each line went (None: nowhere so far), and the text that the witness sees.
Read = tuple[Outline, PlacedGuide, list[str | None], str]
#: The answer of the process: what it has read, or why the document can't be read. It is JSON, checked by type, which
#: can name no class and no call: a document that takes the process over gets no further.
_ANSWER: TypeAdapter[Read | str] = TypeAdapter(Read | str)


def read_apart(name: str, content: bytes) -> Read:
    """Raises DocumentError where the file can't be read, or reading it takes too much."""
    if not _turn.acquire(timeout=WAIT):
        raise DocumentError("Another document is being read just now: try again in a minute.")
    try:
        run = subprocess.run(
            [sys.executable, "-m", "content.desk.importing.process"],
            input=json.dumps([CPU_SECONDS, MEMORY, name]).encode() + b"\n" + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DocumentError(_too_much(name)) from None
    finally:
        _turn.release()
    if run.returncode:
        raise DocumentError(_too_much(name))
    return _take(name, run.stdout)


def _take(name: str, said: bytes) -> Read:
    try:
        answer = _ANSWER.validate_json(said, strict=True)
    except ValidationError:
        raise DocumentError(_too_much(name)) from None
    if isinstance(answer, str):
        raise DocumentError(answer)
    return answer


def _too_much(name: str) -> str:
    return (
        f"{name} takes too long or too much memory to read, so it was given up: nothing has changed. "
        "Copy its text into a new document, or import it in several parts."
    )


def _environment() -> dict[str, str]:
    """Nothing of the server's environment: it holds secrets."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    return {"PYTHONPATH": os.pathsep.join(path for path in paths if path), "PYTHONUTF8": "1"}


def _limit(cpu_seconds: int, memory: int) -> None:
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # Deep documents are refused by `bounds`. This leaves room for all others.
    sys.setrecursionlimit(RECURSION)


def _read(name: str, content: bytes) -> Read | str:
    try:
        outline, seen = read_and_see(name, content)
        placed = place(outline)
        return outline, placed, trace_lines(outline, placed), seen
    except DocumentError as error:
        return str(error)


def main() -> None:
    cpu_seconds, memory, name = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    _limit(cpu_seconds, memory)
    sys.stdout.buffer.write(_ANSWER.dump_json(_read(name, content)))


if __name__ == "__main__":
    main()
