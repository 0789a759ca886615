"""What lists and searches cost, and that threads don't disturb one another.

Written from the description of a fault by somebody who has not seen how it was mended.
"""

import re
import sys
import threading

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from content.model.guides.models import GuidePage
from content.model.publishing import publishing
from content.model.vocabulary import Kind
from tests.support import signing

pytestmark = pytest.mark.django_db


QUESTIONS = [
    "platelets injections needling scarring mesotherapy thinning combinations redness swelling",
    "सुइयाँ त्वचा चिकित्सक ज़रूरत इंजेक्शन सत्रों मिश्रण परिणाम बालों जड़ों",
    "treatments recommended maintenance consultations inflammation pigmentation resurfacing",
    "generally exfoliating dermatologists peelings hydroxy glycolic superficially applied",
]


def test_eight_threads_find_what_one_finds(django_db_blocker):
    """Each asks as somebody else, so that none is told to wait."""

    def ask(client: Client, question: str, address: str) -> bytes:
        given = {"q": question, "locale": "hi", "page_size": 20}
        return client.get("/api/v1/search/", given, REMOTE_ADDR=address).content

    wanted = {question: ask(Client(), question, f"10.9.0.{n}") for n, question in enumerate(QUESTIONS)}
    wrong: list[str] = []
    start = threading.Barrier(8)

    def work(number: int) -> None:
        try:
            client = Client()
            start.wait(20)
            for turn in range(16):
                question = QUESTIONS[(number + turn) % len(QUESTIONS)]
                if ask(client, question, f"10.{number}.{turn}.1") != wanted[question]:
                    wrong.append(question)
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connections.close_all()

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with django_db_blocker.unblock():
            threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
    finally:
        sys.setswitchinterval(interval)
    assert wrong == []


def count_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_first_page_asks_hardly_more_for_stale_translations(as_user, mesotherapy, peel):
    client = as_user("admin")
    signing.publish(peel.copy_for_translation(Locale.objects.get(language_code="ar")))
    client.get("/admin/")
    before = count_queries(client, "/admin/")
    for page in (mesotherapy, peel):
        page = GuidePage.objects.get(pk=page.pk)
        page.summary = page.process_lead = "Changed since."
        signing.publish(page)
    client.get("/admin/")
    assert count_queries(client, "/admin/") <= before + 12


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/guides/",
        "/api/v1/branches/mumbai/guides/",
        "/guides/",
        "/branches/mumbai/",
        "/sitemap.xml",
        "/llms.txt",
        "/embed/fragment/branches/mumbai/",
    ],
)
def test_a_list_loads_no_sources_and_no_packed_bodies(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    lists = [query["sql"] for query in asked if f"kind = '{Kind.GUIDE}'" in query["sql"]]
    assert lists
    assert [sql for sql in lists if re.search(r"\b(source|body|body_br|body_gzip)\b", sql)] == []


def test_the_report_of_claims_is_paged_and_does_not_check_every_draft(as_user, peel):
    """With a hundred and five drafts that have something to be found."""
    index = peel.get_parent()
    with publishing():
        for number in range(105):
            page = GuidePage(title=f"Draft {number}", slug=f"draft-{number}", live=False, locale=peel.locale)
            page.summary = f"Number {number} is guaranteed."
            index.add_child(instance=page)
    html = as_user("admin").get("/admin/claims/").content.decode()
    shown = sum(f"Draft {number}" in html for number in range(105))
    assert 0 < shown < 105
