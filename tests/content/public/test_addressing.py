"""Every address that was ever public leads to the right guide, to its end, or on: through every door alike."""

from urllib.parse import quote

import pytest
from django.test import Client
from wagtail.models import Locale

from content.model.branches.models import BranchPage
from content.model.guides.models import GuidePage
from content.model.outbox.models import Message
from tests.support import signing

#: Door -> address of a guide by key. `oembed` names the page that was pasted somewhere.
DOORS = {
    "api": "/api/v1/guides/{key}/",
    "api section": "/api/v1/guides/{key}/sections/safety/",
    "api of a branch": "/api/v1/branches/mumbai/guides/{key}/",
    "web": "/guides/{key}/",
    "web section": "/guides/{key}/process/",
    "markdown": "/guides/{key}.md",
    "markdown section": "/guides/{key}/process.md",
    "frame": "/embed/frame/guides/{key}/",
    "nodes": "/embed/nodes/guides/{key}/process/",
    "fragment": "/embed/fragment/guides/{key}/",
}
#: Doors that redirect. Includes on a website's server follow none: the fragment is the guide's own at once.
LEADING = [door for door in DOORS if door != "fragment"]
EN_SLUG = "superficial-chemical-peel"
HAIR = "mesotherapy-for-hair"

pytestmark = pytest.mark.django_db


def address_of(door: str, key: str, locale: str = "en") -> str:
    return f"{DOORS[door].format(key=key)}?locale={locale}"


def rename(page: GuidePage, slug: str) -> GuidePage:
    page = GuidePage.objects.get(pk=page.pk)
    page.slug = slug
    signing.publish(page)
    return page


def oembed(client: Client, key: str, locale: str = "en"):
    return client.get(f"/oembed/?url={quote(f'http://localhost:8000/guides/{key}/?locale={locale}')}")


@pytest.fixture
def hindi(mesotherapy) -> GuidePage:
    return GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")


@pytest.fixture
def twice_renamed(peel):
    rename(peel, "peel-two")
    return rename(peel, "peel-three")


def test_a_chain_leads_in_one_step(client, twice_renamed):
    for door in LEADING:
        for old in (EN_SLUG, "peel-two"):
            moved = client.get(address_of(door, old))
            assert (moved.status_code, moved["Location"]) == (301, address_of(door, "peel-three"))
            assert client.head(address_of(door, old))["Location"] == moved["Location"]
        assert client.get(moved["Location"]).status_code == 200


def test_a_fragment_is_the_guides_own_at_its_old_address(client, twice_renamed):
    old, new = (client.get(address_of("fragment", slug)) for slug in (EN_SLUG, "peel-three"))
    assert (old.status_code, old.content) == (200, new.content)


def test_oembed_takes_an_old_address_for_the_new_one(client, twice_renamed):
    assert oembed(client, EN_SLUG).json() == oembed(client, "peel-three").json()


def test_the_parameters_are_kept_and_the_slug_may_be_a_word_of_the_path(client, peel):
    for slug in ("v1", "guides", "embed", "gentle-peel"):
        rename(peel, slug)
    for door in LEADING:
        more = "&branch=mumbai" if "embed" in DOORS[door] else ""
        for old in ("v1", "guides", "embed"):
            assert client.get(address_of(door, old) + more)["Location"] == address_of(door, "gentle-peel") + more


def test_languages_have_addresses_of_their_own(client, mesotherapy, hindi):
    """The fault: the newest release decided, whatever its language."""
    doors = [door for door in LEADING if door != "api of a branch"]
    rename(mesotherapy, "injections-for-hair")
    assert hindi.slug == HAIR, "as translating makes it"
    for door in doors:
        assert client.get(address_of(door, HAIR, "hi")).status_code == 200
    rename(hindi, "baalon-ke-liye")
    for door in doors:
        english, in_hindi = (client.get(address_of(door, HAIR, locale)) for locale in ("en", "hi"))
        assert english["Location"] == address_of(door, "injections-for-hair")
        assert in_hindi["Location"] == address_of(door, "baalon-ke-liye", "hi")
        assert client.get(in_hindi["Location"])["Content-Language"] == "hi"
    rename(mesotherapy, HAIR)
    for door in doors:
        assert client.get(address_of(door, HAIR)).status_code == 200
        assert client.get(address_of(door, HAIR, "hi"))["Location"] == address_of(door, "baalon-ke-liye", "hi")


def test_whoever_has_a_slug_now_wins_over_whoever_had_it(client, peel, mesotherapy):
    rename(peel, "for-a-moment")
    rename(mesotherapy, EN_SLUG)
    rename(peel, HAIR)
    for door in LEADING:
        for slug, title in ((EN_SLUG, mesotherapy.title), (HAIR, peel.title)):
            answer = client.get(address_of(door, slug))
            assert answer.status_code == 200
            assert title in answer.content.decode()
        assert client.get(address_of(door, "for-a-moment"))["Location"] == address_of(door, HAIR)
    rename(mesotherapy, "away")
    for door in LEADING:
        assert client.get(address_of(door, EN_SLUG))["Location"] == address_of(door, "away"), "who had it last"


def test_what_is_withdrawn_is_gone_at_every_address_until_another_takes_it(client, twice_renamed, mesotherapy):
    twice_renamed.unpublish()
    for old in (EN_SLUG, "peel-two", "peel-three"):
        for door in DOORS:
            answer = client.get(address_of(door, old))
            assert (answer.json()["status"] if door == "nodes" else answer.status_code) == 410
        assert oembed(client, old).status_code == 404
    rename(mesotherapy, "peel-two")
    for door in LEADING:
        assert client.get(address_of(door, "peel-two")).status_code == 200
    rename(mesotherapy, "elsewhere")
    for door in LEADING:
        assert client.get(address_of(door, "peel-two"))["Location"] == address_of(door, "elsewhere")


def test_browsers_keep_no_redirect_and_caches_may_by_the_guides_key(client, peel, settings):
    settings.CDN_MAX_AGE = 3600
    rename(peel, "gentle-peel")
    for door in LEADING:
        headers = {"if-none-match": "*", "origin": "https://pune.example"}
        moved = client.get(address_of(door, EN_SLUG), headers=headers)
        assert moved["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert "max-age=3600" in moved["CDN-Cache-Control"]
        assert moved["Surrogate-Key"] == f"group guide-{peel.translation_key}"
        assert not {"cookie", "origin"} & {name.strip().lower() for name in moved["Vary"].split(",")}
    rename(peel, EN_SLUG)
    for door in LEADING:
        assert client.get(address_of(door, EN_SLUG)).status_code == 200
        assert client.get(address_of(door, "gentle-peel"))["Location"] == address_of(door, EN_SLUG)


def test_who_takes_an_address_has_what_is_kept_of_it_purged(peel, mesotherapy):
    rename(peel, "gentle-peel")
    rename(mesotherapy, EN_SLUG)
    purged = Message.objects.filter(topic="purge").last().payload["keys"]
    assert {f"guide-{peel.translation_key}", f"guide-{mesotherapy.translation_key}"} <= set(purged)


def test_a_fallbacks_slug_that_is_another_guides_in_the_language_asked_for_gives_way_to_the_id(
    client, mesotherapy, hindi, peel
):
    hindi = rename(hindi, "hindi-only")
    rename(mesotherapy, "before")
    peel_in_hindi = peel.copy_for_translation(Locale.objects.get(language_code="hi"))
    peel_in_hindi.body_area = peel.body_area
    rename(peel_in_hindi, "shared")
    rename(mesotherapy, "shared")
    rename(hindi, "hindi-two")
    hindi.unpublish()
    moved = client.get(address_of("api", "hindi-only", "hi"))
    assert moved["Location"] == address_of("api", str(mesotherapy.translation_key), "hi")
    assert client.get(moved["Location"]).json()["id"] == str(mesotherapy.translation_key)
    assert client.get(address_of("api", "shared", "hi")).json()["id"] == str(peel.translation_key)


def test_a_fallback_is_shown_at_its_own_slug_even_if_another_had_it_in_that_language(client, mesotherapy, hindi, peel):
    """A list in Hindi shows the peel in English, under this slug."""
    rename(hindi, "was-hindi")
    rename(hindi, "now-hindi")
    rename(peel, "was-hindi")
    assert client.get(address_of("api", "was-hindi", "hi")).json()["id"] == str(peel.translation_key)


def test_a_slug_of_a_language_that_the_reader_does_not_read_leads_to_theirs(client, hindi, mesotherapy):
    rename(hindi, "hindi-only")
    moved = client.get(address_of("web", "hindi-only"))
    assert moved["Location"] == address_of("web", mesotherapy.slug)


def test_a_branchs_old_slug_leads_on_wherever_it_stands(client, mesotherapy):
    branch = BranchPage.objects.get(slug="london")
    branch.slug = "marylebone"
    branch.save_revision().publish()
    rename(mesotherapy, "hair")
    for sent, wanted in {
        "/api/v1/branches/london/": "/api/v1/branches/marylebone/",
        "/api/v1/branches/london/guides/?page_size=2": "/api/v1/branches/marylebone/guides/?page_size=2",
        f"/api/v1/branches/london/guides/{HAIR}/": "/api/v1/branches/marylebone/guides/hair/",
        "/api/v1/guides/?branch=london&page_size=2": "/api/v1/guides/?branch=marylebone&page_size=2",
        "/api/v1/search/?q=hair&branch=london": "/api/v1/search/?q=hair&branch=marylebone",
        "/branches/london/": "/branches/marylebone/?locale=en",
        "/branches/london/?locale=hi": "/branches/marylebone/?locale=hi",
        "/embed/nodes/branches/london/": "/embed/nodes/branches/marylebone/",
        f"/embed/frame/guides/{HAIR}/?branch=london": "/embed/frame/guides/hair/?branch=marylebone",
    }.items():
        moved = client.get(sent)
        assert (moved.status_code, moved["Location"]) == (301, wanted)
        assert client.get(wanted).status_code == 200


def test_a_copy_can_be_begun_by_a_branchs_old_slug(client):
    branch = BranchPage.objects.get(slug="london")
    branch.slug = "marylebone"
    branch.save_revision().publish()
    items = client.get("/api/v1/sync/?types=branch&branch=london&locales=en").json()["items"]
    assert [item["slug"] for item in items] == ["marylebone"]


def test_an_embed_of_a_branch_that_is_gone_leads_to_its_own_page(client):
    BranchPage.objects.get(slug="london").unpublish()
    assert "/branches/london/?locale=en" in client.get("/embed/frame/branches/london/").content.decode()


def test_a_slug_that_looks_like_an_id_is_one_only_where_there_is_nothing_of_that_id(client, peel, mesotherapy):
    rename(peel, "0123456789abcdef0123456789abcdef")
    assert client.get(address_of("api", "0123456789abcdef0123456789abcdef")).json()["id"] == str(peel.translation_key)
    rename(peel, mesotherapy.translation_key.hex)
    found = client.get(address_of("api", mesotherapy.translation_key.hex)).json()
    assert found["id"] == str(mesotherapy.translation_key)
