"""Ours beside the bare server, nginx and stock Wagtail, in rounds."""

import json
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.measure_hot import serving_bytes
from bench.speed.machine import ask, by_brotli, rest
from bench.speed.servers import nginx, ours, stock, write_front, write_static
from tests.support.serving import free_port
from tests.support.speed.rounds import Series, run_rounds
from tests.support.speed.wrk import Asked, Measured

GUIDE = "/api/v1/guides/mesotherapy-for-hair/"
#: What is read, by the names that the report uses.
READ = {
    "guide": GUIDE,
    "section": f"{GUIDE}sections/safety/",
    "list": "/api/v1/guides/?page_size=20",
    "branch guide": "/api/v1/branches/mumbai/guides/mesotherapy-for-hair/",
    "sync page": "/api/v1/sync/?locales=en",
    "search": "/api/v1/search/?q=hair+loss",
    "web page": "/guides/mesotherapy-for-hair/",
    "embed": "/embed/frame/guides/mesotherapy-for-hair/process/",
}
COLD = ("guide", "section", "branch guide", "list", "sync page", "search")
EMBEDS = [f"/embed/frame/guides/mesotherapy-for-hair/{key}/" for key in ("mechanism", "process", "sessions", "safety")]
STOCK = {
    "detail": "/api/{version}/pages/{page}/{fields}",
    "list": "/api/{version}/pages/?type=content.GuidePage&locale=en&limit=20",
    "search": "/api/{version}/pages/?type=content.GuidePage&locale=en&search=hair+loss&limit=20",
}


@dataclass(frozen=True)
class Lengths:
    """How many rounds, and for how many seconds each address is asked in one."""

    rounds: int
    seconds: int


Contestants = dict[str, tuple[str, tuple[Asked, ...]]]


def compare(contestants: Contestants, bare: str, lengths: Lengths, say: Callable[[str], None]) -> Series:
    """Warms each, and asks all in turns."""
    for name, (origin, asked) in contestants.items():
        warmed = ask(origin, *asked, seconds=2)
        assert warmed.rate, f"{name}: {warmed}"
        assert not warmed.errors, f"{name}: {warmed}"

    def ask_rested(origin: str, *asked: Asked, seconds: int) -> Measured:
        rest()
        return ask(origin, *asked, seconds=seconds)

    def beat() -> float:
        return ask_rested(bare, by_brotli("/"), seconds=1).rate

    def measure() -> dict[str, Measured]:
        say(".")
        return {
            name: ask_rested(origin, *asked, seconds=lengths.seconds) for name, (origin, asked) in contestants.items()
        }

    return run_rounds(lengths.rounds, beat, measure)


def fetch(address: str, **headers: str) -> tuple[bytes, dict[str, str]]:
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
        return answer.read(), {name.lower(): value for name, value in answer.headers.items()}


def start_bare(stack: ExitStack, folder: Path, name: str, origin: str) -> str:
    """The bare server with the bytes and headers of an address: where it answers."""
    own = folder / f"bare-{name.replace(' ', '-')}"
    own.mkdir(exist_ok=True)
    return stack.enter_context(serving_bytes(origin + READ[name], own)).rstrip("/")


def measure_hot(environment: dict[str, str], folder: Path, lengths: Lengths, say: Callable[[str], None]) -> Series:
    """From memory, beside the bare server with the same answer, address by address."""
    with ExitStack() as stack:
        server = stack.enter_context(ours(environment, folder))
        contestants: Contestants = {}
        for name, path in READ.items():
            bare = start_bare(stack, folder, name, server.origin)
            assert (
                fetch(bare, **{"Accept-Encoding": "br"})[0]
                == fetch(server.origin + path, **{"Accept-Encoding": "br"})[0]
            )
            contestants[f"bare {name}"] = bare, (by_brotli("/"),)
            contestants[f"hot {name}"] = server.origin, (by_brotli(path),)
        etag = fetch(server.origin + GUIDE, **{"Accept-Encoding": "br"})[1]["etag"]
        contestants["hot 304"] = server.origin, (by_brotli(GUIDE, If_None_Match=etag),)
        contestants["hot page of embeds"] = server.origin, tuple(by_brotli(path) for path in EMBEDS)
        return compare(contestants, contestants["bare guide"][0], lengths, say)


def measure_nginx(environment: dict[str, str], folder: Path, lengths: Lengths, say: Callable[[str], None]) -> Series:
    """The guide's bytes from nginx's disk, from its cache, and from ours with nginx before it."""
    with ExitStack() as stack:
        server = stack.enter_context(ours(environment, folder))
        bare = start_bare(stack, folder, "guide", server.origin)
        (folder / "body").write_bytes(fetch(server.origin + GUIDE, **{"Accept-Encoding": "br"})[0])
        port, front = free_port(), free_port()
        plain = stack.enter_context(nginx(folder, write_static(folder, port), port, "/static"))
        before = stack.enter_context(nginx(folder, write_front(folder, front, server), front, "/healthz/"))
        contestants: Contestants = {
            "nginx static": (plain.origin, (by_brotli("/static"),)),
            "nginx cache": (plain.origin, (by_brotli("/body"),)),
            "nginx ours": (before.origin, (by_brotli(GUIDE),)),
            "nginx hot": (server.origin, (by_brotli(GUIDE),)),
        }
        return compare(contestants, bare, lengths, say)


def measure_cold(
    environment: dict[str, str], database: str, folder: Path, lengths: Lengths, say: Callable[[str], None]
) -> Series:
    """Every answer made anew, beside stock Wagtail's APIs over the same database."""
    with ExitStack() as stack:
        server = stack.enter_context(ours(environment, folder, hot=0))
        bare = start_bare(stack, folder, "guide", server.origin)
        plain = stack.enter_context(stock(environment, folder))
        cached = stack.enter_context(stock(environment, folder, cached=True))
        page = find_page(plain.origin)
        contestants: Contestants = {
            f"cold {database} {name}": (server.origin, (by_brotli(READ[name]),)) for name in COLD
        }
        for name, path in STOCK.items():
            second = path.format(version="v2", page=page, fields="?fields=*")
            contestants[f"v2 {database} {name}"] = plain.origin, (by_brotli(second),)
            contestants[f"v2 cached {database} {name}"] = cached.origin, (by_brotli(second),)
            third = path.format(version="v3", page=page, fields="")
            contestants[f"v3 {database} {name}"] = plain.origin, (by_brotli(third),)
        return compare(contestants, bare, lengths, say)


def find_page(origin: str) -> int:
    """The key of the guide's page in English."""
    address = f"{origin}/api/v2/pages/?type=content.GuidePage&locale=en&slug=mesotherapy-for-hair"
    return int(json.loads(fetch(address)[0])["items"][0]["id"])
