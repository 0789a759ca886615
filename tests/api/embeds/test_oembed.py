"""oEmbed as https://oembed.com has it, and as consumers that others have written read it."""

from urllib.request import urlopen
from xml.etree import ElementTree

import micawber
import pytest
from bs4 import BeautifulSoup

from content.model.preview_links import make_link
from tests.support import signing

pytestmark = pytest.mark.django_db
HOME = "http://localhost:8000"
GUIDE = f"{HOME}/guides/mesotherapy-for-hair/"


FORMER = "old.guides.example"


def ask(client, url: str = GUIDE, **given: str):
    return client.get("/oembed/", {"url": url, **given})


@pytest.mark.parametrize(
    ("url", "title"),
    [
        (GUIDE, "Mesotherapy for hair"),
        (f"{GUIDE}?locale=hi", "बालों के लिए मेसोथेरेपी"),
        (f"{GUIDE}safety/?locale=en", "Is it right for you?: Mesotherapy for hair"),
        (f"{GUIDE}#safety", "Is it right for you?: Mesotherapy for hair"),
        (f"{GUIDE}#faqs", "Mesotherapy for hair"),
        (GUIDE.removesuffix("/"), "Mesotherapy for hair"),
        (f"{HOME}/branches/mumbai/", "Skinpheras Mumbai (sample)"),
        (
            f"{HOME}/embed/frame/guides/mesotherapy-for-hair/process/?branch=mumbai",
            "What happens: Mesotherapy for hair",
        ),
    ],
)
def test_an_address_becomes_its_embed(client, url, title):
    payload = ask(client, url).json()
    assert payload["version"] == "1.0"
    assert payload["type"] == "rich"
    assert payload["title"] == title
    frame = BeautifulSoup(payload["html"], "html.parser").iframe
    assert frame["src"].startswith(f"{HOME}/embed/frame/")
    assert client.get(frame["src"].removeprefix(HOME)).status_code == 200
    assert int(frame["width"]) == payload["width"]
    assert int(frame["height"]) == payload["height"]
    assert payload["cache_age"] <= 10


def test_the_branch_of_an_address_is_that_of_its_embed(client):
    payload = ask(client, f"{GUIDE}sessions/?locale=en&branch=mumbai").json()
    assert "branch=mumbai" in payload["html"]


def test_xml_says_the_same(client):
    answer = ask(client, format="xml")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "oembed"
    assert {child.tag: child.text for child in root} == {
        name: str(value) for name, value in ask(client, format="json").json().items()
    }


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"url": f"{HOME}/guides/never-was/"}, 404),
        ({"url": f"{HOME}/"}, 404),
        ({"url": "https://elsewhere.example/guides/mesotherapy-for-hair/"}, 404),
        ({"url": "javascript:alert(1)"}, 404),
        ({"url": "http://[not"}, 404),
        ({"url": f"{GUIDE}prices/"}, 404),
        ({"url": ""}, 404),
        ({"format": "yaml"}, 501),
        ({"maxwidth": "wide"}, 400),
        ({"maxwidth": "-5"}, 400),
        ({"maxwidth": "20"}, 400),
        ({"maxheight": "9" * 400}, 400),
        ({"url": f"{HOME}/preview/some-token/"}, 401),
        ({"url": f"{HOME}/admin/pages/5/edit/"}, 401),
    ],
)
def test_what_cannot_be_answered_has_its_status(client, given, status):
    answer = ask(client, **given)
    assert answer.status_code == status
    assert answer.content.decode().strip().endswith(".")


def test_a_draft_is_not_given_away(client, peel, django_user_model):
    link = make_link(peel, django_user_model.objects.get(username="editor"))
    assert ask(client, link.address).status_code == 401
    peel.unpublish()
    assert ask(client, f"{HOME}/guides/{peel.slug}/").status_code == 404


def test_sizes_asked_for_are_kept(client):
    payload = ask(client, maxwidth="320", maxheight="400").json()
    assert payload["width"] == 320
    assert payload["height"] == 400
    assert 'width="320" height="400"' in payload["html"]
    assert payload.get("thumbnail_width", 0) <= 320
    assert ask(client, maxwidth="320").json()["height"] > ask(client, maxwidth="700").json()["height"]


def test_an_address_of_a_former_host_is_still_one(client, settings):
    former = GUIDE.replace("localhost:8000", FORMER)
    assert ask(client, former).status_code == 404
    settings.FORMER_HOSTS, settings.ALLOWED_HOSTS = [FORMER], ["testserver", FORMER]
    assert f"{HOME}/embed/frame/" in ask(client, former).json()["html"]
    asked = client.get("/embed/v1.js?x=1", headers={"Host": FORMER})
    assert (asked.status_code, asked["Location"]) == (301, f"{HOME}/embed/v1.js?x=1")
    assert asked["Access-Control-Allow-Origin"] == "*"
    seen = client.post("/embed/seen/", "{}", content_type="text/plain", headers={"Host": f"{FORMER}:443"})
    assert (seen.status_code, seen["Location"]) == (308, f"{HOME}/embed/seen/")
    for path in ("/embed/fragment/guides/mesotherapy-for-hair/", "/healthz/"):
        assert client.get(path, headers={"Host": FORMER}).status_code == 200, "who asks follows no redirect"


@pytest.mark.parametrize(
    "chosen",
    [{}, {"branch": "mumbai"}, {"branch": "mumbai", "guide": "mesotherapy", "variant": "short", "heading": "3"}],
)
def test_an_address_that_the_panel_gives_is_found_by_its_page(client, as_user, mesotherapy, chosen):
    given = chosen | ({"guide": str(mesotherapy.translation_key)} if "guide" in chosen else {})
    html = as_user("editor").get("/admin/embeds/", {"locale": "hi", "branch": ""} | given).content
    [code] = BeautifulSoup(html, "html.parser").select('[aria-labelledby="way-address"] textarea')
    page = client.get(code.text.removeprefix(HOME))
    link = BeautifulSoup(page.content, "html.parser").find("link", type="application/json+oembed")
    assert f"<{link['href']}>" in page["Link"]
    found = client.get(link["href"].removeprefix(HOME)).json()
    assert found["title"] == link["title"]
    assert "locale=hi" in found["html"]
    for name, value in chosen.items():
        assert value == "mesotherapy" or f"{name}={value}" in found["html"] or value in found["html"].split("?")[0]


@pytest.mark.parametrize("path", ["/guides/mesotherapy-for-hair/", "/guides/mesotherapy-for-hair/safety/"])
def test_a_page_says_where_its_embed_is_found(client, path):
    answer = client.get(path)
    soup = BeautifulSoup(answer.content, "html.parser")
    for kind in ("application/json+oembed", "text/xml+oembed"):
        link = soup.find("link", type=kind)
        assert f'<{link["href"]}>; rel="alternate"; type="{kind}"' in answer["Link"]
        found = client.get(link["href"].removeprefix(HOME))
        assert found.status_code == 200
    expected = "Is it right for you?: Mesotherapy for hair" if "safety" in path else "Mesotherapy for hair"
    assert link["title"] == expected


def test_a_title_with_markup_in_it_stays_text(client, peel):
    peel.title = 'Peel "& <b>more</b>\x01'
    signing.publish(peel, clean=False)
    payload = ask(client, f"{HOME}/guides/{peel.slug}/").json()
    soup = BeautifulSoup(payload["html"], "html.parser")
    assert soup.a.text == peel.title
    assert soup.iframe["title"] == peel.title
    xml = ElementTree.fromstring(ask(client, f"{HOME}/guides/{peel.slug}/", format="xml").content)
    assert xml.findtext("title") == peel.title.removesuffix("\x01"), "which XML can't hold"


@pytest.mark.served
def test_micawber_resolves_it_over_the_network(site):
    registry = micawber.ProviderRegistry()
    registry.register(rf"{site}/(guides|branches|embed)/\S*", micawber.Provider(f"{site}/oembed/"))
    address = f"{site}/guides/mesotherapy-for-hair/safety/"
    found = registry.request(address, maxwidth=500)
    assert found["width"] == 500
    assert found["url"] == address
    assert found["title"] == "Is it right for you?: Mesotherapy for hair"
    html = micawber.parse_html(f"<p>{address}</p>", registry)
    frame = BeautifulSoup(html, "html.parser").iframe["src"]
    assert b"Is it right for you?" in urlopen(frame).read()
    with pytest.raises(micawber.ProviderException):
        registry.request(f"{site}/guides/never-was/")
