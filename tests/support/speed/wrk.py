"""Asks with wrk: the command, the script that it runs, and what it tells at the end."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

#: What wrk says at the end, as one line of JSON. Errors are answers of 400 and more, and connections that broke.
DONE = """
function done(summary, latency)
  local e, p = summary.errors, function(n) return latency:percentile(n) end
  io.write(string.format(
    'MEASURED {"requests":%d,"bytes":%d,"microseconds":%d,"errors":%d,"p50":%d,"p95":%d,"p99":%d}\\n',
    summary.requests, summary.bytes, summary.duration,
    e.connect + e.read + e.write + e.status + e.timeout, p(50), p(95), p(99)))
end
"""
MIXED = """
local asked, place = {{}}, 0
init = function(arguments)
  for _, one in ipairs({requests}) do
    asked[#asked + 1] = wrk.format("GET", one[1], one[2])
  end
end
request = function()
  place = place % #asked + 1
  return asked[place]
end
"""
PACED = "delay = function() return {milliseconds} end\n"


@dataclass(frozen=True)
class Asked:
    """A path, and headers besides those that all requests have."""

    path: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Measured:
    """Answers a second; milliseconds within which 50, 95 and 99 of a hundred came; errors."""

    rate: float
    p50: float
    p95: float
    p99: float
    errors: int
    bytes_each: int


def build_script(asked: Sequence[Asked], milliseconds: int = 0) -> str:
    """The requests in turns. `milliseconds`: how long a connection rests before each request."""
    listed = ", ".join(f"{{{json.dumps(one.path)}, {_lua_table(one.headers)}}}" for one in asked)
    mixed = MIXED.format(requests=f"{{{listed}}}") if len(asked) > 1 else ""
    return DONE + mixed + (PACED.format(milliseconds=milliseconds) if milliseconds else "")


def _lua_table(headers: Sequence[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"[{json.dumps(name)}]={json.dumps(value)}" for name, value in headers) + "}"


def build_command(origin: str, asked: Sequence[Asked], *, script: str, connections: int, seconds: float) -> list[str]:
    """One thread. Headers of a single request are given by options: wrk then builds it once."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "20s", "-s", script]
    if len(asked) == 1:
        command += [word for name, value in asked[0].headers for word in ("-H", f"{name}: {value}")]
    return [*command, origin + (asked[0].path if len(asked) == 1 else "/")]


def read_output(said: str) -> Measured:
    """Raises ValueError where wrk did not come to its end."""
    line = next((line for line in said.splitlines() if line.startswith("MEASURED ")), None)
    if line is None:
        raise ValueError(f"wrk told no result: {said.strip()[:500]}")
    told = json.loads(line.removeprefix("MEASURED "))
    requests, seconds = told["requests"], told["microseconds"] / 1e6
    return Measured(
        rate=requests / seconds if seconds else 0.0,
        p50=told["p50"] / 1000,
        p95=told["p95"] / 1000,
        p99=told["p99"] / 1000,
        errors=told["errors"],
        bytes_each=told["bytes"] // requests if requests else 0,
    )
