import pytest
from bs4 import BeautifulSoup

from content.model.guides.models import GuidePage
from content.model.notices.models import Recall
from content.release.notices import recalling
from tests.support import signing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/guides/", "/guides/mesotherapy-for-hair/", "/branches/", "/branches/mumbai/"])
@pytest.mark.parametrize("locale", ["en", "hi", "ar"])
def test_a_page_is_served_in_its_language_with_a_strict_policy(client, path, locale):
    response = client.get(path, {"locale": locale})
    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{locale}" dir="{"rtl" if locale == "ar" else "ltr"}">' in html
    policy = response["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
    assert "style=" not in html
    assert "<script" not in html.replace('<script type="application/ld+json">', "")  # which is data: nothing runs
    assert not response.cookies


def test_a_guides_page_shows_review_facts_sources_and_contact(client):
    html = client.get("/guides/mesotherapy-for-hair/").content.decode()
    for words in (
        *("Checked by Dr Asha Rao, Consultant dermatologist", "reviewed 14 September 2026", "sample person"),
        *("30–60 minutes", "Mesotherapy: what is new?", "Need help? Chat with us", "at ease in their own skin"),
    ):
        assert words in html


def test_a_draft_is_on_no_page(client, mesotherapy):
    mesotherapy.title = mesotherapy.summary = "CANARY-7f3a"
    mesotherapy.save_revision()
    for path in ("/", "/guides/", "/guides/mesotherapy-for-hair/"):
        assert "CANARY" not in client.get(path).content.decode()


def test_a_withdrawn_guide_is_410_and_says_so(client, peel):
    peel.unpublish()
    response = client.get("/guides/superficial-chemical-peel/")
    assert response.status_code == 410
    assert "This content has been withdrawn." in response.content.decode()


def test_an_old_slug_leads_on(client, peel):
    peel.slug = "gentle-peel"
    signing.publish(peel)
    moved = client.get("/guides/superficial-chemical-peel/")
    assert (moved.status_code, moved["Location"]) == (301, "/guides/gentle-peel/?locale=en")


@pytest.mark.parametrize("path", ["/guides/nothing/", "/nothing/", "/guides/x/y/", "/?locale=xx", "/guides/a%00b/"])
def test_what_is_not_there_is_a_404_page(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_an_empty_site_says_so(client):
    for page in GuidePage.objects.filter(live=True).order_by("-pk"):
        GuidePage.objects.get(pk=page.pk).unpublish()
    assert "No guides have been published yet." in client.get("/").content.decode()


def test_writing_is_refused(client):
    assert client.post("/guides/").status_code == 405


def test_a_prepared_picture_is_kept_for_ever_and_the_original_is_not_served(client, mesotherapy, api):
    file = api("guides/mesotherapy-for-hair/").json()["hero"]["sources"][0]["srcset"][0]
    response = client.get(file["url"])
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Content-Type"] == "image/avif"
    assert client.get(f"/media/{mesotherapy.hero.file.name}").status_code == 404
    assert client.get("/media/renditions/../guides.sqlite3").status_code == 404


def test_health_is_answered(client):
    answer = client.get("/healthz/")
    assert (answer.content, answer["Content-Type"]) == (b"ok\n", "text/plain; charset=utf-8")
    assert client.trace("/healthz/").status_code == client.post("/healthz/").status_code == 405


def test_a_recalled_section_stands_out_on_the_page(client, peel):
    recalling.recall(
        Recall(guide=peel.translation_key, title="Peel", section="process", severity="serious", reason="A wrong step.")
    )
    html = client.get("/guides/superficial-chemical-peel/").content.decode()
    assert '<div class="tg-callout tg-callout-warning"><p>This part has been recalled. A wrong step.</p></div>' in html


def test_a_section_has_a_page_of_its_own(client, peel):
    answer = client.get(f"/guides/{peel.slug}/process/")
    html = answer.content.decode()
    assert peel.process_lead in html
    assert "Possible side effects:" in html
    assert peel.mechanism_lead not in html
    assert f'<link rel="canonical" href="http://localhost:8000/guides/{peel.slug}/?locale=en">' in html
    assert client.get(f"/guides/{peel.slug}/prices/").status_code == 404
    assert client.get("/guides/never-was/process/").status_code == 404
    peel.slug = "gentle-peel"
    signing.publish(peel)
    moved = client.get("/guides/superficial-chemical-peel/process/")
    assert (moved.status_code, moved["Location"]) == (301, "/guides/gentle-peel/process/?locale=en")
    peel.unpublish()
    assert client.get("/guides/gentle-peel/process/").status_code == 410


def test_a_branchs_page_says_whom_to_call(client):
    assert (
        'In an emergency call <a href="tel:999" dir="ltr">999</a>.' in client.get("/branches/london/").content.decode()
    )


@pytest.mark.parametrize(
    ("path", "canonical", "title"),
    [
        ("/", "/?locale=en", "Skinpheras"),
        ("/guides/", "/guides/?locale=en", "Treatment guides"),
        ("/branches/", "/branches/?locale=en", "Branches"),
        ("/branches/mumbai/", "/branches/mumbai/?locale=en", "Skinpheras Mumbai (sample)"),
        ("/guides/mesotherapy-for-hair/", "/guides/mesotherapy-for-hair/?locale=en", "Mesotherapy for hair"),
        (
            "/guides/mesotherapy-for-hair/safety/",
            "/guides/mesotherapy-for-hair/?locale=en",
            "Is it right for you?: Mesotherapy for hair",
        ),
        (
            "/embed/frame/guides/mesotherapy-for-hair/",
            "/guides/mesotherapy-for-hair/?locale=en",
            "Mesotherapy for hair",
        ),
    ],
)
def test_a_page_says_its_whole_address_and_how_it_is_shared(client, path, canonical, title):
    soup = BeautifulSoup(client.get(path).content, "html.parser")
    assert soup.find("link", rel="canonical")["href"] == f"http://localhost:8000{canonical}"
    said = {meta["property"]: meta["content"] for meta in soup.select('meta[property^="og:"]')}
    assert said["og:title"] == title
    assert said["og:site_name"] == "Skinpheras"
    assert said["og:url"].startswith("http://localhost:8000/")
    assert said["og:description"]
    if "mesotherapy" in path:
        assert client.get(said["og:image"].removeprefix("http://localhost:8000")).status_code == 200
