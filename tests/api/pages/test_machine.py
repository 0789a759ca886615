"""The guides as Markdown, in llms.txt and in the sitemap."""

from xml.etree import ElementTree

import pytest

from api.pages.sitemap import EditionsSitemap
from tests.support.changes import publish, recall

pytestmark = pytest.mark.django_db
GUIDE = "/guides/mesotherapy-for-hair"


def test_a_guide_as_markdown_has_its_words_review_date_and_origin(client):
    answer = client.get(f"{GUIDE}.md")
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert text.startswith("# Mesotherapy for hair\n")
    assert "## Is it right for you?" in text
    assert "Reviewed on 2026-" in text
    assert "Written by Skinpheras" in text
    assert text.rstrip().endswith("/guides/mesotherapy-for-hair/?locale=en")
    assert "<" not in text.replace("<!--", "")


def test_who_asks_the_page_for_markdown_gets_it(client):
    page = client.get(f"{GUIDE}/", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page["Content-Type"].startswith("text/html")
    answer = client.get(f"{GUIDE}/", headers={"accept": "text/markdown"})
    assert answer.content == client.get(f"{GUIDE}.md").content
    assert "Accept" in page["Vary"]
    assert "Accept" in answer["Vary"]


def test_a_section_travels_with_its_risks(client):
    text = client.get(f"{GUIDE}/process.md").content.decode()
    assert text.startswith("# Mesotherapy for hair: What happens\n")
    assert "Possible side effects: " in text
    assert "Reviewed on 2026-" in text
    assert "Possible side effects: " not in client.get(f"{GUIDE}/safety.md").content.decode()


def test_hindi_is_hindi(client):
    assert client.get(f"{GUIDE}.md?locale=hi").content.decode().startswith("# बालों के लिए मेसोथेरेपी")


@pytest.mark.parametrize("path", ["/guides/never-was.md", f"{GUIDE}/hero.md", f"{GUIDE}.md?locale=xx"])
def test_what_there_is_not_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_a_withdrawn_guide_is_gone_everywhere(client, peel):
    assert "superficial-chemical-peel" in client.get("/llms.txt").content.decode()
    recall(peel)
    gone = client.get("/guides/superficial-chemical-peel.md")
    assert (gone.status_code, gone.content.decode()) == (410, "It may harm.\n")
    assert client.get("/guides/superficial-chemical-peel/", headers={"accept": "text/markdown"}).status_code == 410
    for path in ("/llms.txt", "/sitemap.xml"):
        assert "superficial-chemical-peel" not in client.get(path).content.decode()


def test_the_sitemap_says_when_each_last_changed(client, peel):
    def read() -> dict[str, str]:
        tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
        return {str(url[0].text): str(url[1].text) for url in tree}

    before = read()
    publish(peel, summary="Another summary.")
    changed = {address for address, moment in read().items() if before[address] != moment}
    assert [address.partition("/guides/")[2] for address in changed] == ["superficial-chemical-peel/?locale=en"]
    assert len(before) > 6


SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read_locations(client, address: str) -> list[str]:
    tree = ElementTree.fromstring(client.get(address).content)
    return [str(found.text) for found in tree.iterfind("*/s:loc", SITEMAP)]


def test_the_sitemap_names_the_other_languages_of_each(client):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = {
        str(url.findtext("s:loc", "", SITEMAP)).partition("localhost:8000")[2]: {
            link.get("hreflang"): str(link.get("href")).partition("localhost:8000")[2]
            for link in url.iterfind("x:link", SITEMAP)
        }
        for url in tree
    }
    english, hindi = f"{GUIDE}/?locale=en", f"{GUIDE}/?locale=hi"
    assert found[english] == found[hindi] == {"en": english, "x-default": english, "hi": hindi}
    peel = "/guides/superficial-chemical-peel/?locale=en"
    assert found[peel] == {"en": peel, "x-default": peel}


def test_a_sitemap_that_is_too_long_is_an_index_of_pages(client, monkeypatch):
    whole = read_locations(client, "/sitemap.xml")
    monkeypatch.setattr(EditionsSitemap, "limit", 4)
    index = client.get("/sitemap.xml")
    pages = read_locations(client, "/sitemap.xml")
    assert ElementTree.fromstring(index.content).tag.endswith("}sitemapindex")
    assert "guides" in index["Surrogate-Key"]
    assert pages[0].endswith("/sitemap.xml?p=1")
    paged = [read_locations(client, page.partition("localhost:8000")[2]) for page in pages]
    assert max(map(len, paged)) == 4
    assert [address for page in paged for address in page] == whole
    assert client.get(f"/sitemap.xml?p={len(pages) + 1}").status_code == 404


def test_a_sitemap_takes_as_many_queries_however_much_it_lists(client, watched, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(read_locations(client, "/sitemap.xml")) > 6


def test_llms_txt_leads_to_every_guide(client):
    text = client.get("/llms.txt").content.decode()
    assert text.startswith("# Skinpheras\n")
    assert "/guides/mesotherapy-for-hair.md?locale=hi)" in text
    assert "Sitemap: " in client.get("/robots.txt").content.decode()
