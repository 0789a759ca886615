"""What is answered from memory is what Django answers, to the last header, whatever is published in between."""

import asyncio
import os
import random

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from cms import rsgi
from cms.wsgi import application
from content.edition.newest import read_stamp
from content.model.guides.models import GuidePage
from content.model.notices.models import Recall
from content.model.publishing import publishing
from tests.support import signing
from tests.support.changes import publish
from tests.support.public import find_addresses
from tests.support.server import Protocol, make_scope

pytestmark = pytest.mark.django_db
#: Requests to make; `make prove-hot` makes more.
STEPS = int(os.environ.get("PROVE_STEPS", "400"))
#: Lines of a head that come more often than others, and what is added to addresses.
OFTEN = {"accept": 0.4, "accept-encoding": 0.4, "accept-language": 0.2, "origin": 0.4}
TRACKING = ["utm_source=mail", "_=7", "gclid=x&fbclid=y"]
#: Requests between two changes.
SPAN = 100
MORE = [
    *(
        "/api/v1/search/?q=hair&locale=hi",
        "/api/v1/search/?q=",
        "/api/v1/guides/mesotherapy-for-hair/?fields=title,sections&text=plain",
        "/api/v1/sync/?types=guide&text=html",
        "/api/v1/guides/Mesotherapy-for-Hair/",
        "/api/v1/",
    ),
    *("/api/v1/guides/?nothing=1", "/api/v1/guides/?locale=xx", "/api/v1/nothing/", "/nothing/", "/healthz/"),
    *("/robots.txt", "/sitemap.xml", "/llms.txt", "/app/", "/embed/v1.js", "/guides/mesotherapy-for-hair.md"),
    *("/oembed/?url=http://localhost:8000/guides/mesotherapy-for-hair/", "/api/v1/bundles/en/", "/api/v1/schema/"),
    "/static/nothing.css",
]
#: Their language is chosen by a header.
NEGOTIATED = ["/api/v1/search/?q=hair", "/api/v1/guides/?page_size=2", "/api/v1/vocabulary/"]
NEGOTIATED += ["/api/v1/guides/mesotherapy-for-hair/"]
LINES = {
    "accept": ["*/*", "application/json", "text/html,*/*;q=0.8", "text/markdown", "image/png", "", "\x7f;q=x"],
    "accept-encoding": ["gzip, deflate, br", "gzip", "br", "identity", "br;q=0, gzip", "gzip, deflate, br, zstd", "*"],
    "origin": [*["https://branch.example"] * 6, "null", "", "http://["],
    "accept-language": [*["hi-IN, en;q=0.5", "ar", "en-GB", "fr, *"] * 5, "x" * 4000],
    "user-agent": ["curl/8", "okhttp/4.12"],
    "if-modified-since": ["Wed, 25 Nov 2099 00:00:00 GMT"],
    "range": ["bytes=0-10"],
    "cookie": ["launch_preview=x"],
    "preview-token": ["x"],
    "x-forwarded-proto": ["https"],
}


class Front(rsgi.Front):
    """Everything in this thread, whose transaction the tests take back; the newest release is asked for when told."""

    async def run(self, threads, work, *arguments):
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)  # in a loop Django would use another connection than that of the tests
        try:
            return work(*arguments)
        finally:
            asyncio._set_running_loop(loop)

    def ask_for_the_newest(self):
        self.hot.confirm(read_stamp(), rsgi.monotonic(), self.hot.release)


@pytest.fixture
def front(monkeypatch):
    monkeypatch.setattr("content.edition.newest._listeners", [])
    monkeypatch.setattr("content.edition.newest.close_old_connections", lambda: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Front(application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def forgetful(front):
    """Knows no newest release, and so answers nothing from memory."""
    return Front(application)


class World:
    """Random requests, of which many are made again, as readers do."""

    def __init__(self, chance):
        self.chance = chance
        self.addresses = [*sorted(find_addresses()), *MORE * 5]
        self.etags = ['"made up"', "*", 'W/"x", "y"']
        self.turn()

    def turn(self):
        """From now on, other addresses and programs than before are those that ask most."""
        self.favourites = [*self.chance.sample(self.addresses, 2), self.chance.choice(NEGOTIATED)]
        lines = self.make_lines()
        others = [line for line in lines if line[0] != "accept-language"]
        self.programs = [lines, [*others, ("accept-language", self.chance.choice(LINES["accept-language"]))]]

    def make_lines(self):
        chance = self.chance
        lines = [("host", chance.choice(["localhost:8000"] * 9 + ["other.example"]))]
        for name, values in LINES.items():
            if chance.random() < OFTEN.get(name, 0.05):
                lines.append((name, chance.choice(values)))
        return lines

    def make_scope(self):
        chance = self.chance
        address = chance.choice(self.favourites if chance.random() < 0.8 else self.addresses)
        path, _, query = address.partition("?")
        if chance.random() < 0.1:
            query = "&".join(part for part in (query, chance.choice(TRACKING)) if part)
        lines = [*chance.choice(self.programs)] if chance.random() < 0.8 else self.make_lines()
        if chance.random() < 0.3:
            lines.append(("if-none-match", chance.choice(self.etags[-4:])))
        method = chance.choice(["GET"] * 8 + ["HEAD", "OPTIONS"])
        return make_scope(method, path, lines, query)

    def note(self, answer):
        if etag := answer[1].get("ETag"):
            self.etags.append(etag)


def change(chance, number):
    """Something that readers see: words, a recall, a guide that goes or comes back."""
    page = chance.choice(list(GuidePage.objects.all()))
    if number % 3 == 0:
        with publishing():
            section = chance.choice(["process", "mechanism", "sessions"])
            reason = {"reason": f"A test, {number}.", "severity": "advisory"}
            Recall.objects.update_or_create(guide=page.translation_key, section=section, defaults=reason)
    elif number % 3 == 1 and page.live:
        page.unpublish()
    else:
        page.summary = f"Other words, {number}."
        signing.publish(page)


def ask(front, scope):
    protocol = Protocol()
    asyncio.run(front.__rsgi__(scope, protocol))
    return protocol.answer


def test_what_memory_answers_is_what_the_application_answers(front, forgetful, django_capture_on_commit_callbacks):
    chance = random.Random(os.environ.get("PROVE_SEED", "1"))
    world, from_memory, differences = World(chance), 0, []
    for number in range(STEPS):
        if number % SPAN == 0:
            with django_capture_on_commit_callbacks(execute=True):
                change(chance, number // SPAN)
            world.turn()
        if number % SPAN > 4:
            front.ask_for_the_newest()
        scope = world.make_scope()
        question = rsgi.read_question(scope)
        from_memory += bool(question and front.hot.find(question))
        answer, expected = ask(front, scope), ask(forgetful, scope)
        if answer != expected:
            differences.append((describe(scope), tell_apart(answer, expected)))
        world.note(expected)
    assert differences == [], differences[:3]
    assert from_memory > STEPS / 10


def test_which_release_is_the_newest_is_answered_from_memory_until_there_is_another(
    front, peel, django_assert_num_queries, django_capture_on_commit_callbacks
):
    scope = make_scope("GET", "/api/v1/release/", [("host", "localhost:8000")], "")
    front.ask_for_the_newest()
    first = ask(front, scope)
    with django_assert_num_queries(0):
        assert ask(front, scope) == first
    with django_capture_on_commit_callbacks(execute=True):
        publish(peel, summary="Another summary.")
    assert ask(front, scope)[2] != first[2]


def describe(scope):
    return f"{scope.method} {scope.path}?{scope.query_string} {list(scope.headers)}"


def tell_apart(one, other):
    """Status, and the headers in which two answers differ."""
    names = {name for name in {*one[1], *other[1]} if one[1].get(name) != other[1].get(name)}
    return one[0], other[0], {name: (one[1].get(name), other[1].get(name)) for name in names}
