"""Whole answers in memory, for whoever asks the same of the same release: given before Django is asked.

What is public changes by a release alone, and no word of an answer depends on the clock. So an answer holds until the
next release. It is kept only if a cache may keep it for everybody (`Cache-Control: public`, `Surrogate-Key`), and given
only to requests that say nothing but what is part of its key.

Which release is the newest is asked many times a second. While that is not known for sure, nothing is given from here.
"""

import asyncio
from collections import OrderedDict
from time import monotonic
from typing import Any, NamedTuple

from cms.gateway import Answer, Plain
from cms.heads import MOST
from cms.preferences import choose_language
from cms.tracking import drop_tracking

#: For how many seconds a release counts as the newest once it was asked for: readers are shown the next one by then.
MOST_SECONDS = 0.75
#: What an entry takes beside its body: its question, which is no longer than that, and its headers.
LONGEST, OVERHEAD = 1_000, 4_000
#: Questions of one release that are known to have no answer for everybody.
MOST_UNSHARED = 1_000
#: The part of the memory that is for answers that were asked for more than once.
KEPT_PART = 0.8
METHODS = {"GET", "HEAD"}
#: Lines of a head that change no answer which may be kept, or that a proxy adds.
_INDIFFERENT = {
    "cache-control",
    "cdn-loop",
    "cf-connecting-ip",
    "cf-ipcountry",
    "cf-ray",
    "cf-visitor",
    "connection",
    "dnt",
    "forwarded",
    "keep-alive",
    "origin",
    "pragma",
    "priority",
    "purpose",
    "referer",
    "save-data",
    "sec-ch-ua",
    "sec-ch-ua-mobile",
    "sec-ch-ua-platform",
    "sec-fetch-dest",
    "sec-fetch-mode",
    "sec-fetch-site",
    "sec-fetch-storage-access",
    "sec-fetch-user",
    "sec-gpc",
    "sec-purpose",
    "traceparent",
    "tracestate",
    "true-client-ip",
    "upgrade-insecure-requests",
    "user-agent",
    "via",
    "x-amzn-trace-id",
    "x-cloud-trace-context",
    "x-correlation-id",
    "x-forwarded-for",
    "x-forwarded-server",
    "x-real-ip",
    "x-request-id",
    "x-varnish",
}
#: Those that may change it, each as it was sent.
_TELLING = ("accept", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port")
_UNSAID: tuple[str | None, ...] = (None,) * len(_TELLING)
#: What an answer may vary by, as it says: by these its question does too, or it is none where they are sent.
_VARY = {"accept", "accept-encoding", "preview-token"}
#: Where the language may be chosen by a header. An answer elsewhere that says it was is not kept.
_NEGOTIATED = tuple(f"/api/v1/{name}/" for name in ("guides", "branches", "search", "vocabulary"))


class Question(NamedTuple):
    """A request that may be answered from memory. `known` is its If-None-Match.

    `language`: what its Accept-Language names, empty if none of ours; None where that header is not looked at.
    """

    key: tuple[Any, ...]
    known: str
    language: str | None


def read_question(scope: Any) -> Question | None:
    """None where the request says anything that could make its answer another one than that of its key."""
    if scope.method not in METHODS:
        return None
    said: dict[str, str] = {}
    for name, value in scope.headers.items():
        if name in _INDIFFERENT:
            continue
        if name in said:
            return None
        said[name] = value
    host, encodings = said.pop("host", ""), said.pop("accept-encoding", "")
    known = said.pop("if-none-match", "")
    languages, told = "", _UNSAID
    if said:
        languages = said.pop("accept-language", "")
        told = tuple([said.pop(name, None) for name in _TELLING])
        if said or len(languages) > MOST["HTTP_ACCEPT_LANGUAGE"]:
            return None
    path, query = scope.path, scope.query_string
    letters = "".join([path, query, host, encodings, known, *filter(None, told)])
    if not host or len(letters) > LONGEST or not letters.isascii():
        return None  # a longer one's answer would take more memory than is counted
    query = drop_tracking(query)
    key = (scope.method, scope.scheme, path, query, host, _ENCODINGS.get(encodings, encodings), *told)
    return Question(key, known, _read_language(path, query, languages))


def _read_language(path: str, query: str, line: str) -> str | None:
    """Our code, not the line as it was sent: few answers are kept, whatever readers prefer besides."""
    if query.startswith("locale=") or "&locale=" in query or not path.startswith(_NEGOTIATED):
        return None
    return choose_language(line) or ""


#: Lines of browsers and of common clients that ask for the same. Any other line stands for itself.
_ENCODINGS = dict.fromkeys(("gzip, deflate, br, zstd", "gzip, deflate, br", "gzip,deflate,br", "br,gzip"), "br, gzip")
_ENCODINGS |= dict.fromkeys(("gzip, deflate", "gzip,deflate"), "gzip")
_ENCODINGS |= {"identity": ""}


class _Entries:
    """Answers, the oldest first, and how many bytes they take."""

    def __init__(self) -> None:
        self.answers: OrderedDict[Question, Plain] = OrderedDict()
        self.size = 0

    def put(self, question: Question, answer: Plain, most: float) -> None:
        """Whatever would take more than a quarter of all is left out."""
        if question in self.answers or _weigh(answer) > most / 4:
            return
        self.answers[question] = answer
        self.size += _weigh(answer)
        while self.size > most:
            _question, oldest = self.answers.popitem(last=False)
            self.size -= _weigh(oldest)

    def take(self, question: Question) -> Plain | None:
        answer = self.answers.pop(question, None)
        self.size -= _weigh(answer) if answer else 0
        return answer


class _Release:
    """What is known, and kept, of one release."""

    def __init__(self, stamp: Any, asked_at: float) -> None:
        self.stamp, self.asked_at = stamp, asked_at
        #: Asked for once, and more than once: the oldest of either goes first.
        self.seen, self.kept = _Entries(), _Entries()
        #: What is being asked for the first time, and since when. None: the answer is for nobody else.
        self.building: dict[Question, tuple[float, asyncio.Future[Answer | None]]] = {}
        #: Questions whose last answer was for nobody else: to wait for the next one would be in vain.
        self.unshared: set[Question] = set()

    @property
    def is_sure(self) -> bool:
        """Whether it was the newest a moment ago."""
        return monotonic() - self.asked_at <= MOST_SECONDS

    def find_building(self, question: Question) -> asyncio.Future[Answer | None] | None:
        """An answer on its way that may be shared: begun a moment ago, while this release is known to be the newest."""
        began, building = self.building.get(question, (0.0, None))
        return building if self.is_sure and monotonic() - began <= MOST_SECONDS else None

    def note_unshared(self, question: Question) -> None:
        if len(self.unshared) >= MOST_UNSHARED:
            self.unshared.clear()
        self.unshared.add(question)


class HotAnswers:
    """Used by one event loop, but for `forget`, which any thread may call."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.release = _Release(None, 0.0)

    def forget(self) -> None:
        """A release was made here: nothing is given any more until the newest has been asked for."""
        self.release = _Release(None, 0.0)

    def confirm(self, stamp: Any, asked_at: float, before: _Release) -> None:
        """The newest release, as the database said it when it was asked at `asked_at`; `before`: known by then."""
        if self.release is not before:
            return  # another was made meanwhile, which the answer may not have seen
        if stamp != before.stamp or before.asked_at == 0.0:
            self.release = _Release(stamp, asked_at)
        else:
            before.asked_at = asked_at

    def find(self, question: Question) -> Plain | None:
        release = self.release
        if not release.is_sure:
            return None
        if answer := release.kept.answers.get(question):
            release.kept.answers.move_to_end(question)
        elif answer := release.seen.take(question):
            release.kept.put(question, answer, self.most_bytes * KEPT_PART)
        return answer

    def keep(self, question: Question, answer: Answer, release: _Release) -> None:
        """An answer that may be kept. `release`: what `self.release` was before the application was asked for it."""
        if release is self.release and release.asked_at:
            assert isinstance(answer.body, bytes)
            plain = Plain(answer.status, answer.headers, answer.body)
            release.seen.put(question, plain, self.most_bytes * (1 - KEPT_PART))


def may_be_kept(question: Question, answer: Answer) -> bool:
    """Whether everybody who asks so is answered so until the next release.

    A request that names an ETag is kept where the answer is that it still holds. Else anybody could fill the memory.
    """
    if answer.status != (304 if question.known else 200) or not isinstance(answer.body, bytes):
        return False
    headers = {name.lower(): value for name, value in answer.headers}
    vary = {name.strip().lower() for name in headers.get("vary", "").split(",") if name.strip()}
    told_apart = _VARY if question.language is None else _VARY | {"accept-language"}
    # What hangs on the group changes by a release alone. A picture may be withheld without one.
    return (
        "group" in headers.get("surrogate-key", "").split()
        and "public" in headers.get("cache-control", "")
        and "set-cookie" not in headers
        and vary <= told_apart
        and headers.get("access-control-allow-origin", "*") == "*"
    )


def _weigh(answer: Plain) -> int:
    return len(answer.body) + OVERHEAD
