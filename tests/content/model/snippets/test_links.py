"""Citations that lead nowhere any more: asked of a real server, and told to editors."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from content.desk.readiness.concerns import find_concerns
from content.edition.models import Release
from content.model import outgoing
from content.model.snippets.links import check, check_due
from content.model.snippets.models import Citation

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(monkeypatch):
    """A server that answers `/404` with 404, and so on; its address, and what it was asked for."""
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(int(self.path.strip("/")))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args) -> None:
            pass

    # Publishers are elsewhere: here one stands on this machine, where no citation may lead.
    monkeypatch.setattr(outgoing, "is_public", lambda address: True)
    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


@pytest.fixture
def citation(peel) -> Citation:
    """The only one that is due."""
    Citation.objects.update(checked_at=timezone.now())
    found: Citation = peel.guide_citations.first().citation
    Citation.objects.filter(pk=found.pk).update(checked_at=None, doi="", pmid="")
    return found


@pytest.mark.parametrize(("status", "is_dead"), [(200, False), (404, True), (410, True), (403, False), (503, False)])
def test_only_what_is_gone_is_dead(publisher, citation, peel, status, is_dead):
    citation.url = f"{publisher[0]}/{status}"
    before = Release.objects.count()
    assert check(citation) is is_dead
    told = [concern.message for concern in find_concerns(peel) if concern.code == "citation_dead"]
    assert bool(told) is is_dead
    assert Release.objects.count() == before


def test_one_that_is_back_is_dead_no_more(publisher, citation):
    citation.url = f"{publisher[0]}/404"
    check(citation)
    citation.url = f"{publisher[0]}/200"
    assert not check(citation)
    assert Citation.objects.get(pk=citation.pk).dead_since is None


def test_where_nothing_answers_what_was_known_stays(citation):
    citation.url, citation.dead_since = "http://127.0.0.1:9/", timezone.localdate()
    assert check(citation)
    assert Citation.objects.get(pk=citation.pk).checked_at


def test_a_citation_leads_nowhere_inside_the_house(publisher, citation, monkeypatch):
    monkeypatch.undo()
    citation.url = f"{publisher[0]}/404"
    assert check(citation) is False
    assert publisher[1] == []


def test_each_is_asked_for_once_a_week(publisher, citation, monkeypatch):
    Citation.objects.filter(pk=citation.pk).update(url=f"{publisher[0]}/404")
    assert check_due(5) == [citation]
    assert check_due(5) == []
    later = timezone.now() + timedelta(days=8)
    Citation.objects.exclude(pk=citation.pk).update(checked_at=later)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert check_due(5) == [citation]
    assert publisher[1] == ["/404", "/404"]
