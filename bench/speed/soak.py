"""Half of what the server can do, for minutes: does its memory grow, and does anything fail?"""

import threading
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from bench.speed.machine import ask, by_brotli
from bench.speed.servers import Server, ours
from bench.speed.sides import READ
from bench.speed.spread import publisher

#: Milliseconds that a connection rests between requests, seconds between looks at the memory.
REST, LOOK = 20, 5


def read_memory(server: Server) -> float:
    """Megabytes that the server's processes hold together."""
    main = psutil.Process(server.pid)
    return sum(process.memory_info().rss for process in [main, *main.children(recursive=True)]) / 1e6


def measure_soak(
    environment: dict[str, str], folder: Path, minutes: float, say: Callable[[str], None]
) -> dict[str, Any]:
    """Every address in turns from memory, at half of the server's speed; a publication every ten seconds."""
    asked = tuple(by_brotli(path) for path in READ.values())
    with ours(environment, folder) as server:
        ask(server.origin, *asked, seconds=2)
        full = ask(server.origin, *asked, seconds=3)
        connections = max(2, round(full.rate / 2 * (REST + full.p50) / 1000))
        seconds, ended, memory = max(10, int(minutes * 60)), threading.Event(), [read_memory(server)]

        def look() -> None:
            while not ended.wait(LOOK):
                memory.append(read_memory(server))
                say(".")

        watching = threading.Thread(target=look, daemon=True)
        with publisher(environment, "storm", "--rate", "0.1", "--seconds", str(seconds)):
            watching.start()
            found = ask(server.origin, *asked, seconds=seconds, connections=connections, milliseconds=REST)
            ended.set()
            watching.join()
    return {
        "minutes": seconds / 60,
        "capacity": full.rate,
        "rate": found.rate,
        "errors": found.errors,
        "drift": find_drift(memory),
        "megabytes": memory[-1],
    }


def find_drift(memory: list[float]) -> float:
    """How much more the last fifth takes than the second one: in the first, memory is filled for the first time."""
    fifth = max(1, len(memory) // 5)
    return median(memory[-fifth:]) / median(memory[fifth : 2 * fifth] or memory) - 1
