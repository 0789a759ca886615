"""What the embeds' addresses answer: the words of editions, clear errors, and caching that a recall gets through."""

import hashlib
import re
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from api.embeds import scripts
from api.embeds.contents import _add_utm
from api.embeds.nodes import build_nodes
from content.desk.launches.models import Launch
from content.model.branches.models import BranchPage, Offering
from content.model.notices.models import Recall
from content.release.notices import recalling
from tests.support import signing

pytestmark = pytest.mark.django_db
GUIDE = "mesotherapy-for-hair"
WAYS = ("nodes", "frame", "fragment")


def read(client: Client, way: str, tail: str, **given: str):
    return client.get(f"/embed/{way}/{tail}", given)


def status_of(answer) -> int:
    """The element is given words to show, which a browser would call an error: it is told the status beside them."""
    if answer["Content-Type"] == "application/json":
        assert answer.status_code == 200
        return int(answer.json()["status"])
    return int(answer.status_code)


@pytest.mark.parametrize("way", WAYS)
def test_every_way_has_the_words_the_risks_and_who_checked_them(client, way):
    answer = read(client, way, f"guides/{GUIDE}/sessions/", branch="mumbai")
    text = answer.content.decode()
    for words in (
        "Most people need a series of sessions",
        "Possible side effects:",
        "Redness",
        "Checked by Dr Asha Rao",
        "14 September 2026",
        "Written by Skinpheras and checked by its clinicians",
        "from ₹6,500",
        "utm_medium=embed",
    ):
        assert words in text, words
    assert "max-age=10" in answer["Cache-Control"]
    assert f"guide-{client.get(f'/api/v1/guides/{GUIDE}/').json()['id']}" in answer["Surrogate-Key"]
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_any_website_may_ask_and_gets_the_same(client):
    for path in (
        f"/embed/nodes/guides/{GUIDE}/",
        "/embed/v1.js",
        f"/oembed/?url=http://localhost:8000/guides/{GUIDE}/",
    ):
        answer = client.get(path, headers={"Origin": "https://pune.example"})
        assert answer["Access-Control-Allow-Origin"] == "*", path
        assert "Origin" not in answer.get("Vary", "")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("tail", "given", "status", "says"),
    [
        ("guides/never-was/", {}, 404, "There is no guide 'never-was'."),
        (f"guides/{GUIDE}/prices/", {}, 404, "mechanism, process"),
        (f"guides/{GUIDE}/", {"locale": "xx"}, 400, "en, hi, ar"),
        (f"guides/{GUIDE}/", {"scheme": "pink"}, 400, "auto, light, dark"),
        (f"guides/{GUIDE}/", {"variant": "long"}, 400, "short"),
        (f"guides/{GUIDE}/", {"heading": "1"}, 400, "2, 3, 4"),
        (f"guides/{GUIDE}/", {"branch": "atlantis"}, 404, "There is no branch 'atlantis'."),
        ("branches/atlantis/", {}, 404, "There is no branch 'atlantis'."),
        ("guides/%00/", {}, 404, "nothing of that name"),
        (f"guides/{'x' * 300}/", {}, 404, "nothing of that name"),
    ],
)
def test_bad_addresses_are_told_what_is_wrong(client, way, tail, given, status, says):
    answer = read(client, way, tail, **given)
    assert answer.status_code == status
    assert says in unescape(answer.content.decode())
    is_page = way == "frame"
    assert answer["Content-Type"].startswith("text/html" if is_page else "text/plain")
    assert ("frame-ancestors *" in answer.get("Content-Security-Policy", "")) == is_page


@pytest.mark.parametrize("section", ["", "sessions/", "safety/"])
def test_in_short_there_are_facts_and_risks_under_headings_of_the_level_asked_for(client, section):
    answer = read(client, "fragment", f"guides/{GUIDE}/{section}", branch="mumbai", variant="short", heading="3")
    text = answer.content.decode()
    whole = read(client, "fragment", f"guides/{GUIDE}/{section}").content.decode()
    assert len(LexborHTMLParser(text).css_first("article").text()) < len(LexborHTMLParser(whole).text()) / 2
    for words in (
        '<h3 part="title">',
        "tg-lead",
        "tg-facts",
        "Possible side effects:",
        "Read the whole guide",
        "from ₹6,500",
    ):
        assert words in text, words
    assert "<h2" not in text
    assert "tg-step" not in text.split("</style>")[1]
    assert 'referrerpolicy="no-referrer"' in text


@pytest.mark.parametrize("way", WAYS)
def test_a_branch_that_does_not_offer_it_says_so_and_how_to_ask(client, way):
    Offering.objects.filter(branch__slug="mumbai", guide__slug=GUIDE).get().delete()
    answer = read(client, way, f"guides/{GUIDE}/", branch="mumbai")
    assert status_of(answer) == 404
    assert "does not offer Mesotherapy for hair at present" in answer.content.decode()
    assert "Need help? Chat with us" in answer.content.decode()


def test_a_cdn_forgets_what_it_keeps_without_a_branch_once_that_is_public_again(client):
    mumbai = BranchPage.objects.get(slug="mumbai", locale__language_code="en")
    mumbai.unpublish()
    for way in WAYS:
        answer = read(client, way, f"guides/{GUIDE}/", branch="mumbai")
        assert (status_of(answer), "₹6,500" in answer.content.decode()) == (200, False)
        assert f"branch-{mumbai.translation_key}" in answer["Surrogate-Key"]


@pytest.mark.parametrize("way", WAYS)
def test_a_withdrawn_guide_is_gone_with_its_reason(client, way, peel):
    peel.unpublish()
    answer = read(client, way, f"guides/{peel.slug}/")
    assert status_of(answer) == 410
    assert "This content has been withdrawn." in answer.content.decode()
    assert "max-age=10" in answer["Cache-Control"]


@pytest.mark.parametrize("way", WAYS)
def test_a_recalled_section_shows_its_notice_and_nothing_of_its_words(client, way, peel):
    before = read(client, way, f"guides/{peel.slug}/process/").content.decode()
    lead = peel.process_lead
    assert lead in before
    recalling.recall(
        Recall(guide=peel.translation_key, title="Peel", section="process", severity="serious", reason="It burns.")
    )
    after = read(client, way, f"guides/{peel.slug}/process/").content.decode()
    assert "It burns." in after
    assert lead not in after


@pytest.mark.parametrize(
    "path", ["/embed/{way}/guides/{slug}/{part}?branch=mumbai", "/guides/{slug}/{part}?branch=mumbai"]
)
@pytest.mark.parametrize("part", ["", "process/"])
def test_a_recall_says_how_to_ask_the_branch(client, peel, path, part):
    """Of the whole guide, and of a section where only that is recalled."""
    recalling.recall(
        Recall(guide=peel.translation_key, title="Peel", section=part[:-1], severity="serious", reason="Call us.")
    )
    for way in WAYS if "way" in path else ("",):
        answer = client.get(path.format(way=way, slug=peel.slug, part=part))
        text = answer.content.decode()
        for words in ("Call us.", "Skinpheras Mumbai (sample)", "tel:+912255500101", "Need help? Chat with us"):
            assert words in text, (way, words)
    if not part:
        assert "Chat with us" in client.get(f"/guides/{peel.slug}/").content.decode().partition("site-footer")[0]


def test_an_emergency_number_can_be_called(client):
    for path in (
        f"/embed/fragment/guides/{GUIDE}/safety/?branch=mumbai",
        f"/embed/frame/guides/{GUIDE}/?branch=mumbai",
    ):
        assert '<a href="tel:112" dir="ltr"' in client.get(path).content.decode().replace(
            ' target="_blank" rel="noopener"', ""
        )


def test_an_old_slug_leads_to_the_new_one(client, peel):
    peel.slug = "gentle-peel"
    signing.publish(peel)
    fragment = client.get("/embed/fragment/guides/superficial-chemical-peel/safety/?locale=en")
    assert fragment.status_code == 200, "servers that include it follow no redirect"
    answer = client.get("/embed/nodes/guides/superficial-chemical-peel/safety/?locale=en")
    assert answer.status_code == 301
    assert answer["Location"] == "/embed/nodes/guides/gentle-peel/safety/?locale=en"


def test_a_list_has_the_branch_its_hours_and_every_price(client):
    text = read(client, "fragment", "branches/mumbai/").content.decode()
    for words in (
        "12 Sample Street",
        "tel:+912255500101",
        "09:00–19:00",
        "from ₹9,000",
        "Superficial chemical peel",
    ):
        assert words in text, words
    every = read(client, "fragment", "guides/", category="skin").content.decode()
    assert "Superficial chemical peel" in every
    assert "Mesotherapy for hair" not in every
    assert "₹" not in every


def test_a_missing_language_falls_back_and_says_in_which_it_is(client):
    answer = read(client, "nodes", "guides/superficial-chemical-peel/", locale="ar")
    assert answer["Content-Language"] == "en"
    assert answer.json()["nodes"][1]["lang"] == "en"
    hindi = read(client, "nodes", f"guides/{client.get(f'/api/v1/guides/{GUIDE}/').json()['id']}/", locale="hi").json()
    assert hindi["nodes"][1]["lang"] == "hi"


@pytest.mark.parametrize(
    "path",
    [
        *(f"/embed/{way}/guides/no-such-guide/" for way in WAYS),
        *(f"/embed/{way}/guides/{GUIDE}/?locale=tlh" for way in WAYS),
        "/embed/v1.00000000.js",
        "/oembed/?url=http://localhost:8000/guides/no-such-guide/",
        "/oembed/?url=http://localhost:8000/guides/&format=yaml",
    ],
)
def test_what_is_not_there_is_not_kept(client, path):
    """A cache that is told nothing may keep a 404 for as long as it likes. Tomorrow the guide may be there."""
    answer = client.get(path)
    assert answer.status_code in {400, 404, 501}
    assert "no-store" in answer["Cache-Control"]


def test_a_reader_that_has_it_is_told_so(client):
    first = client.get(f"/embed/nodes/guides/{GUIDE}/safety/", headers={"Accept-Encoding": "br"})
    assert first["Content-Encoding"] == "br"
    again = client.get(
        f"/embed/nodes/guides/{GUIDE}/safety/", headers={"If-None-Match": first["ETag"], "Accept-Encoding": "br"}
    )
    assert again.status_code == 304


def test_every_address_in_it_leads_here_from_anywhere(client):
    for way in ("frame", "fragment"):
        html = read(client, way, f"guides/{GUIDE}/").content.decode()
        html = re.sub(r'(?s)<script src="/static/[^>]*>', "", html)
        assert not re.search(r'(?:href|src|srcset)="/', html)
        assert not re.search(r'srcset="[^"]*, /', html)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", ""),
        (
            "https://book.example/x?clinic=1#now",
            "https://book.example/x?clinic=1&utm_source=treatment-guides&utm_medium=embed&utm_campaign=peel#now",
        ),
        (
            "https://book.example/?utm_source=mine&empty=",
            "https://book.example/?utm_source=mine&empty=&utm_medium=embed&utm_campaign=peel",
        ),
    ],
)
def test_booking_links_say_where_somebody_came_from(address, expected):
    assert _add_utm(address, "peel") == expected


def test_nodes_are_what_the_html_is():
    html = '<div class="a b" lang="en">One<!-- no --><p>Two <b>three</b> &lt;four&gt;</p>\n<br></div>'
    assert build_nodes(html) == [
        "div",
        {"class": "a b", "lang": "en"},
        "One",
        ["p", {}, "Two ", ["b", {}, "three"], " <four>"],
        ["br", {}],
    ]


@pytest.mark.parametrize(
    ("setting", "branch", "expected"),
    [
        ("any", "mumbai", "frame-ancestors *"),
        ("branch", "mumbai", "frame-ancestors 'self' https://mumbai.skinpheras.example"),
        ("branch", "", "frame-ancestors 'self'"),
    ],
)
def test_who_may_frame_it(client, settings, setting, branch, expected):
    settings.EMBED_ANCESTORS = setting
    answer = read(client, "frame", f"guides/{GUIDE}/", branch=branch)
    policy = [part.strip() for part in answer["Content-Security-Policy"].split(";")]
    assert expected in policy
    assert "X-Frame-Options" not in answer
    style = re.search(r"(?s)<style>(.*?)</style>", answer.content.decode())[1]
    assert any(part.startswith("style-src 'sha256-") for part in policy)
    assert hashlib.sha256(style.encode()).digest()


def test_the_newest_script_is_kept_for_ever_under_its_digest(client):
    """After a change to v1.js: make element."""
    name = scripts.current_name()
    answer = client.get(f"/embed/{name}")
    assert answer.status_code == 200, f"{name} is not kept: make element"
    assert answer.content == client.get("/embed/v1.js").content
    assert "immutable" in answer["Cache-Control"]
    for path, kept in (("/embed/v1.js", "max-age=3600, stale"), (f"/embed/{name}", "immutable")):
        plain = client.get(path)
        for encoding in ("br", "gzip"):
            answer = client.get(path, headers={"Accept-Encoding": encoding})
            assert answer["Content-Encoding"] == encoding
            assert len(answer.content) < len(plain.content) / 2
            assert kept in answer["Cache-Control"]
            assert "Surrogate-Key" not in answer, "a release changes nothing of it"
            same = client.get(path, headers={"Accept-Encoding": encoding, "If-None-Match": answer["ETag"]})
            assert same.status_code == 304
            assert kept in same["Cache-Control"]
    for kept in scripts.RELEASED.iterdir():
        assert kept.name == f"v1.{scripts.digest_of(kept.read_bytes())}.js", "what a website has pasted never changes"
    assert client.get("/embed/v1.0000000000000000.js").status_code == 404


def test_the_styles_of_fragments_are_linked_by_their_digest(client, mesotherapy):
    tail = f"guides/{GUIDE}/safety/"
    inline = read(client, "fragment", tail, branch="mumbai").content.decode()
    assert "<style" not in read(client, "fragment", tail, css="none").content.decode()
    linked = read(client, "fragment", tail, branch="mumbai", css="link").content.decode()
    assert "<style" not in linked
    [address] = re.findall(r'<link rel="stylesheet" href="http://localhost:8000([^"]+)">', linked)
    answer = client.get(address, headers={"Accept-Encoding": "br"})
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Content-Encoding"] == "br"
    assert "immutable" in answer["Cache-Control"]
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    css = client.get(address).content.decode()
    assert f"<style>{css}</style>" in inline
    older = client.get(re.sub(r"fragment\.[0-9a-f]+", "fragment.0000000000000000", address))
    assert older.content.decode() == css, "a page that was kept needs some"
    assert "max-age=10" in older["Cache-Control"]
    assert client.get("/embed/fragment.css?branch=london").content.decode() != css
    assert client.get("/embed/fragment.css?branch=atlantis").status_code == 404


def test_the_script_is_small():
    import gzip

    assert len(gzip.compress(scripts.read_current(), mtime=0)) <= 4096


def test_a_draft_is_previewed_as_its_embed(as_user, peel):
    peel.summary = "Words that nobody has signed."
    peel.save_revision()
    assert "embed" in dict(peel.preview_modes)
    answer = as_user("editor").get(f"/admin/pages/{peel.pk}/view_draft/?mode=embed", follow=True)
    text = answer.content.decode()
    assert "Words that nobody has signed." in text
    assert "Draft: this page is not public." in text
    assert "no-store" in answer["Cache-Control"]


def test_a_draft_is_previewed_as_it_will_be_at_each_branch_that_offers_it(as_user, mesotherapy):
    mesotherapy.summary = "Words that nobody has signed."
    mesotherapy.save_revision()
    Offering.objects.get(branch__slug="delhi", guide=mesotherapy).delete()
    modes = dict(mesotherapy.preview_modes)
    assert [name for name in modes if name.startswith("embed-")] == ["embed-london", "embed-mumbai"]
    assert str(modes["embed-london"]) == "Embed: Skinpheras London (sample)"
    address = f"/admin/pages/{mesotherapy.pk}/view_draft/?mode=embed-london"
    text = as_user("editor").get(address, follow=True).content.decode()
    for words in ("Words that nobody has signed.", "from £180", ">999</a>.", "#1f3a68"):
        assert words in text, words


def test_a_launch_is_previewed_in_the_embeds_too(client, peel, django_user_model):
    from content.desk.launches.models import LaunchPage

    peel.summary = "As it will be in spring."
    revision = peel.save_revision()
    signing.sign(peel)
    launch = Launch.objects.create(title="Spring")
    LaunchPage.objects.create(launch=launch, page=peel)
    assert revision
    answer = client.get(
        f"/embed/nodes/guides/{peel.slug}/",
        headers={"Preview-Token": launch.make_preview_token(get_user_model().objects.get(username="publisher"))},
    )
    assert "As it will be in spring." in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "As it will be in spring." not in client.get(f"/embed/nodes/guides/{peel.slug}/").content.decode()
