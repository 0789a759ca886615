"""Whoever guesses log-ins, and an account that imports documents made to cost: loads that a server has to bear.

A load is a function `(port, until)`, as in `tests.support.slow_clients`; it returns how much was sent.
"""

import http.client
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlencode

#: Any 32 letters will do: cookie and form only have to be the same.
CSRF = "a" * 32
ACCOUNTS = ("admin", "editor", "reviewer", "publisher", "nobody")
LOG_IN, IMPORT = "/admin/login/", "/admin/import/"
FORM = "application/x-www-form-urlencoded"
#: Lists in lists in lists: small to send, and once half a minute of work.
NESTED = b"<h1>Peel</h1>" + b"<ul><li>a" * 1_000 + b"</li></ul>" * 1_000


def _post(port: int, path: str, body: bytes, kind: str, cookies: dict[str, str], source: str = "") -> tuple[int, str]:
    """Status, and the session's key where the answer sets one."""
    connection = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=60, source_address=(source, 0) if source else None
    )
    cookie = "; ".join(f"{name}={value}" for name, value in {"csrftoken": CSRF, **cookies}.items())
    with closing(connection):
        connection.request("POST", path, body, {"Host": "localhost", "Content-Type": kind, "Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
    sent = [value for name, value in answer.getheaders() if name.lower() == "set-cookie" and "sessionid=" in value]
    return answer.status, sent[0].split("sessionid=")[1].split(";")[0] if sent else ""


def guess_log_ins(count: int, port: int, until: float) -> int:
    """So many guessers at once, each from an address of its own, each without a pause. Returns how many guesses."""
    guesses = [0] * count

    def guess(number: int) -> None:
        while time.monotonic() < until:
            name = ACCOUNTS[number % len(ACCOUNTS)]
            form = {"username": name, "password": f"guess {guesses[number]}", "csrfmiddlewaretoken": CSRF}
            try:
                status, _key = _post(port, LOG_IN, urlencode(form).encode(), FORM, {}, f"127.0.1.{number + 1}")
            except (OSError, http.client.HTTPException):
                continue
            assert status in (200, 429), status
            guesses[number] += 1

    _run([lambda number=number: guess(number) for number in range(count)])
    return sum(guesses)


def log_in_as_editor(port: int) -> str:
    """The key of a session. Before any guesser: while they are at the door, the account has to wait its turn."""
    form = {"username": "editor", "password": "sample-editor", "csrfmiddlewaretoken": CSRF}
    _status, key = _post(port, LOG_IN, urlencode(form).encode(), FORM, {})
    assert key, "the editor of the samples can't log in"
    return key


def import_hostile_documents(key: str, port: int, until: float) -> int:
    """An editor, by the key of a session, who imports one costly document after the other. Returns how many."""
    sent = 0
    body = _multipart({"csrfmiddlewaretoken": CSRF.encode(), "locale": b"en"}, "document", "peel.html", NESTED)
    while time.monotonic() < until:
        status, _key = _post(port, IMPORT, body, "multipart/form-data; boundary=part", {"sessionid": key})
        assert status == 400, status  # refused, on the form
        sent += 1
    return sent


def _multipart(fields: dict[str, bytes], name: str, file_name: str, content: bytes) -> bytes:
    parts = [
        b'Content-Disposition: form-data; name="%b"\r\n\r\n%b' % (key.encode(), value) for key, value in fields.items()
    ]
    file_head = (
        f'Content-Disposition: form-data; name="{name}"; filename="{file_name}"\r\nContent-Type: text/html\r\n\r\n'
    )
    parts.append(file_head.encode() + content)
    return b"".join(b"--part\r\n" + part + b"\r\n" for part in parts) + b"--part--\r\n"


def _run(work: list[Callable[[], None]]) -> None:
    """All at once. Raises what one of them raises: else a load that has ended early would prove too much."""
    with ThreadPoolExecutor(len(work)) as threads:
        for done in [threads.submit(one) for one in work]:
            done.result()
