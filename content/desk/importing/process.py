"""Reads a document in a child process, which is stopped if it takes too much time or memory.

read_apart(name, content)                      in the server: starts the process and checks its answer
python -m content.desk.importing.process       the process: it has no settings, secrets or database
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

#: Seconds of processor time, and of real time.
CPU_SECONDS = 10
SECONDS = 40
MEMORY = 1024**3
#: The lowest priority, so that reading a document slows nobody down.
NICENESS = 10
RECURSION = 5_000
#: The folder where the process finds our code.
ROOT = Path(content.__file__).resolve().parent.parent

#: Seconds that a document waits for the one before it.
WAIT = 1
#: One document at a time in each process of the server, which limits the total too.
_turn = threading.Semaphore()

#: The outline, the placed guide, the place of each line (None: not found), and the text that the witness sees.
Read = tuple[Outline, PlacedGuide, list[str | None], str]
#: The answer of the process: the result, or why the document can't be read. It is JSON that is checked by type, and
#: can't name classes or calls: so a document that takes over the process gets no further.
_ANSWER: TypeAdapter[Read | str] = TypeAdapter(Read | str)


def read_apart(name: str, content: bytes) -> Read:
    """Raises DocumentError if the file can't be read, or if reading it takes too much time or memory."""
    if not _turn.acquire(timeout=WAIT):
        raise DocumentError("Another document is being read just now: try again in a minute.")
    try:
        run = subprocess.run(
            ["nice", "-n", str(NICENESS), sys.executable, "-m", "content.desk.importing.process"],
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
    """The environment of the process, without the server's, which has secrets."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    return {"PYTHONPATH": os.pathsep.join(path for path in paths if path), "PYTHONUTF8": "1"}


def _limit(cpu_seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # `bounds` refuses deep documents. This is enough for all others.
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
