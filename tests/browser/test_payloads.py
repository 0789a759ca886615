"""Five hundred texts that would run a script, in every field that has a text: none runs, and nothing tries to."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.payloads import ADDRESSES, STYLES, build_payloads, quoted
from tests.browser.websites import website
from tests.support import ROOT
from tests.support.chromium import log_in
from tests.support.serving import free_port, serving

pytestmark = pytest.mark.browser
SLUG = "mesotherapy-for-hair"
#: Addresses that run something where they are followed.
LEADING = """[...document.querySelectorAll('a[href], form[action], iframe[src]')]
  .map(e => e.href || e.action || e.src).filter(a => /^\\s*(javascript|vbscript|data:text)/i.test(a))"""
#: In the element's own tree.
INSIDE = """e => [...e.shadowRoot.querySelectorAll('*')].filter(n => [...n.attributes]
  .some(a => /^on/.test(a.name) || /^\\s*(javascript|vbscript|data:text)/i.test(a.value))).length"""
#: As if every check of the forms had been passed by: straight into the columns.
WRITE = """
import json
from pathlib import Path
from tests.support.signing import publish
from content.model.branches.models import BranchPage, Offering
from content.model.group.models import GroupSettings
from content.model.guides.models import GuidePage
from content.model.publishing import publishing
from content.model.snippets.models import Citation, Clinician

given = json.loads(Path("GIVEN").read_text())
texts, addresses, styles = given["texts"], given["addresses"], given["styles"]
page = GuidePage.objects.get(slug="mesotherapy-for-hair", locale__language_code="en")

def rich(text):
    return "<p>" + text + "</p>"

def fill(section, makers):
    blocks = [maker(texts[index]) for index in range(len(texts)) for maker in [makers[index % len(makers)]]]
    known = [dict(block) for block in getattr(page, section + "_blocks").raw_data]
    setattr(page, section + "_blocks", json.dumps(known + blocks))

fill("mechanism", [
    lambda text: {"type": "paragraph", "value": {"text": rich(text)}},
    lambda text: {"type": "point", "value": {"name": text[:250], "text": rich(text), "citations": []}},
])
fill("safety", [
    lambda text: {"type": "side_effect", "value": {"name": text[:250], "frequency": "common",
                   "resolves_within_days": 3, "text": rich(text)}},
    lambda text: {"type": "callout", "value": {"tone": "important", "title": text[:250], "text": rich(text)}},
])
faqs = [{"question": text[:250], "answer": rich(text)} for text in texts[:60]]
page.faqs = json.dumps([{"type": "faq", "value": faq} for faq in faqs])
with publishing(actor="payloads", reason="Payloads"):
    GroupSettings.objects.update(attribution=texts[0][:200], purpose=texts[1], contact_label=texts[2][:60],
                                 contact_url=addresses[0])
    GroupSettings.objects.first().save()
    Clinician.objects.update(name=texts[3][:100], role=texts[4][:100])
    for citation in Citation.objects.all():
        citation.url, citation.title = addresses[1], texts[5][:200]
        citation.save()
    branch = BranchPage.objects.get(slug="mumbai")
    branch.title = branch.draft_title = texts[6][:200]
    branch.address, branch.contact_label, branch.contact_url = texts[7], texts[8][:60], addresses[2]
    branch.theme_colour = branch.theme_ink = branch.theme_ground = styles[0][:7]
    branch.save(clean=False)
    for offering, address, text in zip(Offering.objects.all(), addresses * 3, texts[9:]):
        offering.booking_url, offering.note = address, text[:140]
        offering.save()
page.title, page.summary = texts[10][:200], texts[11]
page.also_known_as = texts[12]
for section in ("mechanism", "process", "sessions", "safety", "combinations"):
    setattr(page, section + "_lead", texts[13][:200])
publish(page, clean=False)
page.summary = texts[14]
page.save_revision(clean=False)
print(page.pk, branch.pk)
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Iterator[tuple[str, int]]:
    """Address of the product, and the number of the guide that has them all."""
    data = tmp_path_factory.mktemp("payloads")
    with serving(data, free_port(), "serve") as product:
        given = {"texts": build_payloads(), "addresses": ADDRESSES, "styles": STYLES}
        assert len(given["texts"]) >= 500
        file = data / "payloads.json"
        file.write_text(json.dumps(given))
        environment = {**os.environ, "DATA_DIR": str(data), "DATABASE_URL": ""}
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", WRITE.replace("GIVEN", str(file))]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        yield product, int(done.stdout.split()[0])


@pytest.fixture
def visit(browser: Browser):
    """Open a page, look at it, and say whatever ran, or was stopped from running by a policy."""
    contexts = []

    def open_page(product: str, user: str = "") -> tuple[Page, list[str]]:
        context = browser.new_context(base_url=product)
        contexts.append(context)
        page = context.new_page()
        found: list[str] = []
        page.on("dialog", lambda dialog: (found.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda said: found.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("console", lambda said: found.append("ran") if said.text == "xss ran" else None)
        page.add_init_script("window.xss = () => console.log('xss ran')")
        if user:
            log_in(page, user, f"sample-{user}")
        return page, found

    yield open_page
    for context in contexts:
        context.close()


def look(page: Page, found: list[str], address: str) -> None:
    page.goto(address)
    page.wait_for_timeout(250)
    leading = (
        "[...document.querySelectorAll('a[href], form[action], iframe[src]')].map(e => e.href || e.action || e.src)"
    )
    for frame in page.frames:
        roots = frame.evaluate(leading)
        assert not [
            link for link in roots if link.lower().lstrip().startswith(("javascript:", "data:text", "vbscript:"))
        ]
    assert found == [], address


@pytest.mark.parametrize("text", ["<img src=x onerror=xss()>", "<script>xss()</script>", "<p onclick=xss() id=x>x</p>"])
def test_what_runs_would_be_seen(written, visit, text):
    product, _number = written
    page, found = visit(product)
    with website() as host:
        page.goto(host.show(text))
        if "onclick" in text:
            page.locator("#x").click()
        page.wait_for_timeout(300)
    assert found == ["ran"]


@pytest.mark.parametrize(
    "path",
    [
        f"/guides/{SLUG}/",
        f"/guides/{SLUG}/safety/",
        "/branches/mumbai/",
        "/",
        f"/embed/frame/guides/{SLUG}/?branch=mumbai",
        "/embed/frame/branches/mumbai/",
        f"/app/#/guides/{SLUG}/mechanism",
        f"/app/#/guides/{SLUG}/safety",
        "/app/#/",
    ],
)
def test_a_page_of_ours_runs_none(written, visit, path):
    product, _number = written
    page, found = visit(product)
    look(page, found, path)
    if "/app/" in path:
        page.wait_for_selector("main h1")
        page.wait_for_timeout(1_000)
        assert found == []
    else:
        assert "xss()" in page.content(), "the texts are there, as texts"


@pytest.mark.parametrize("way", ["element", "list", "frame", "fragment", "oembed"])
def test_a_website_that_shows_it_runs_none(written, visit, way):
    """Its page has no policy: what gets through would run."""
    product, _number = written
    page, found = visit(product)
    script = f"<script async src='{product}/embed/v1.js'></script>"
    codes = {
        "element": f"{script}<treatment-guide guide='{SLUG}' branch='mumbai' loading='eager'></treatment-guide>",
        "list": f"{script}<treatment-list branch='mumbai' loading='eager'></treatment-list>",
        "frame": f"<iframe src='{product}/embed/frame/guides/{SLUG}/?branch=mumbai' height='900'></iframe>{script}",
    }
    with website() as host:
        if way == "fragment":
            code = page.request.get(f"{product}/embed/fragment/guides/{SLUG}/?branch=mumbai").text()
        elif way == "oembed":
            code = page.request.get(f"{product}/oembed/?url={quoted(f'{product}/guides/{SLUG}/')}").json()["html"]
        else:
            code = codes[way]
        look(page, found, host.show(code))
        if way in ("element", "list"):
            shown = page.locator("treatment-guide, treatment-list")
            shown.get_by_role("heading").first.wait_for()
            assert shown.evaluate(INSIDE) == 0
            page.wait_for_timeout(500)
        assert found == []


def test_what_an_address_asks_for_is_answered_as_text(written, visit):
    product, _number = written
    page, found = visit(product)
    for text in build_payloads()[:40]:
        for path in (
            f"/oembed/?url={quoted(text)}",
            f"/oembed/?format={quoted(text)}",
            f"/oembed/?url={quoted(product)}/guides/{SLUG}/&maxwidth={quoted(text)}",
            f"/embed/frame/guides/{SLUG}/?scheme={quoted(text)}",
            f"/embed/frame/guides/{quoted(text.replace('/', ''))}/",
            f"/embed/fragment/guides/{SLUG}/?locale={quoted(text)}",
        ):
            answer = page.request.get(product + path, max_redirects=0)
            kind = answer.headers["content-type"]
            assert answer.status in (400, 404, 501), path
            assert kind.startswith(("text/plain", "text/html"))
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert kind.startswith("text/plain") or text not in answer.text(), path
    look(page, found, f"/oembed/?format={quoted('<script>xss()</script>')}")
    look(page, found, f"/embed/frame/guides/{SLUG}/?scheme={quoted('<script>xss()</script>')}")


@pytest.mark.parametrize("user", ["admin"])
def test_the_admin_runs_none(written, visit, user):
    product, number = written
    page, found = visit(product, user)
    key = page.request.get(f"{product}/api/v1/guides/{SLUG}/").json()["id"]
    for path in (
        "/admin/",
        f"/admin/embeds/?guide={key}&section=safety&locale=en&branch=mumbai",
        f"/admin/embeds/?guide={key}&section={quoted('<script>xss()</script>')}&locale=en",
        f"/admin/sign-off/{number}/",
        f"/admin/claims/{number}/",
        f"/admin/impact/{number}/",
        f"/admin/audit/{number}/",
        f"/admin/before-publishing/{number}/",
        f"/admin/history/guide/{key}/en/",
        "/admin/offerings/every/",
        "/admin/sightings/",
        "/admin/reviews/",
    ):
        look(page, found, path)
