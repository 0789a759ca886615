"""Reads addresses as a browser does: with a host name that is not that of the connection, cookies and forms."""

import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from html import unescape
from http.cookiejar import CookieJar


@dataclass(frozen=True)
class Answer:
    """`status` 0: nobody has answered. `kind`, `tag`, `again`: Content-Type, ETag, Retry-After."""

    status: int
    body: bytes = b""
    kind: str = ""
    tag: str = ""
    again: str = ""
    url: str = ""

    @property
    def text(self) -> str:
        return unescape(self.body.decode(errors="replace"))


def read(url: str, *, host: str = "") -> Answer:
    return _ask(urllib.request.build_opener(), urllib.request.Request(url, headers={"Host": host} if host else {}))


def _ask(opener: urllib.request.OpenerDirector, request: urllib.request.Request) -> Answer:
    try:
        answer = opener.open(request, timeout=20)
    except urllib.error.HTTPError as error:
        answer = error
    except OSError:
        return Answer(0)
    with answer:
        told = answer.headers
        kind, tag, again = (told.get(name, "") for name in ("Content-Type", "ETag", "Retry-After"))
        return Answer(answer.status, answer.read(), kind, tag, again, answer.url)


class Reader:
    """Somebody with cookies, who believes that every address is one of `host`, as through a proxy."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, url: str) -> Answer:
        request = urllib.request.Request(url, headers={"Host": self.host})
        if urllib.parse.urlsplit(url).netloc != self.host:
            cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)
            request.add_unredirected_header("Cookie", cookies)
        return _ask(self.opener, request)

    def post(self, page: Answer, **typed: str) -> Answer:
        """Send the form of a page that was read, to the same address."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token, page.text[:500]
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **typed}).encode()
        return _ask(self.opener, urllib.request.Request(page.url, body, {"Referer": page.url}))
