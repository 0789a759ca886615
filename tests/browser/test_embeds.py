"""The embeds on websites of other people, some of them hostile, in a real browser."""

import json
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.visits import GUIDE, element, read_text
from tests.support import ROOT
from tests.support.weighing import PHONE, Scale

pytestmark = pytest.mark.browser

#: What resets, page builders and old themes do to whatever stands in their page.
HOSTILE = """<style>
* { all: unset !important; display: block !important; z-index: 2147483647 !important }
* { text-transform: uppercase !important; letter-spacing: 9px !important }
html, body { direction: rtl !important; overflow-x: hidden }
p, a, h2 { position: relative !important; font: 40px/0.6 cursive !important; color: #fff !important }
.content p, #content .content :is(p, li, h3) { color: #999 !important; background: #fff }
</style>"""
#: Nothing inline, nothing from elsewhere but from the product; markup can't be made of text by scripts.
STRICT = (
    "default-src 'none'; style-src 'self' {product}; script-src {product}; connect-src {product}; "
    "img-src 'self' data: {product}; frame-src {product}; require-trusted-types-for 'script'; trusted-types 'none'"
)


def test_the_element_of_the_docs_shows_the_section_and_says_so(visit, host, product):
    listen = "addEventListener('tg-load', event => { if (event.detail.guide) window.loaded = event.detail })"
    docs = (ROOT / "docs/embeds.md").read_text().replace("https://guides.example", product)
    seen = visit(host.show(f"<script>{listen}</script>" + re.search(r"(?s)```html\n(<script.*?)```", docs)[1]))
    page = seen.page
    expect(page.get_by_role("heading", name="Is it right for you?")).to_be_visible()
    expect(page.get_by_role("link", name="112")).to_have_attribute("href", "tel:112")
    expect(page.get_by_role("heading", name="Skinpheras Mumbai (sample)")).to_be_attached()
    expect(page.get_by_text("Read: Mesotherapy for hair")).not_to_be_visible()
    assert page.evaluate("loaded.section") == "safety"
    # Another section by one attribute.
    page.evaluate("document.querySelector('treatment-guide').setAttribute('section', 'process')")
    expect(page.get_by_role("heading", name="What happens")).to_be_visible()
    assert seen.complaints == []


def test_a_hostile_page_can_neither_break_the_element_nor_the_frame(visit, host, product, snippets):
    """Nor a fragment, which is part of the page: its warnings keep their colours under any theme."""
    frame = snippets()["frame"][0]
    fragment = read_text(f"{product}/embed/fragment/guides/{GUIDE}/safety/?branch=mumbai")
    fragment = f'<div id="content"><div class="content">{fragment}</div></div>'
    body = "<p>Ours</p>" + element(product, section="sessions", branch="mumbai") + frame + fragment
    seen = visit(host.show(body, head=HOSTILE, html="dir='rtl'"), viewport={"width": 320, "height": 640})
    page = seen.page
    title = page.locator("treatment-guide").get_by_role("heading", name="Sessions and results")
    expect(title).to_be_visible()
    style = title.evaluate(
        "e => { const s = getComputedStyle(e); return [s.textTransform, s.letterSpacing, s.fontSize,"
        " s.direction, s.textAlign] }"
    )
    assert style[:2] == ["none", "normal"]
    assert 20 < float(style[2].removesuffix("px")) < 30
    assert style[3:] == ["ltr", "start"]
    box = page.locator("treatment-guide article").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 321
    page.locator("iframe").scroll_into_view_if_needed()
    expect(page.frame_locator("iframe").get_by_role("heading", name="Sessions and results")).to_be_visible()
    for words in ("Is it right for you?", "Pregnancy and breastfeeding", "In an emergency call 112."):
        expect(page.locator(".tg-root").get_by_text(words).first).to_be_visible()
    shown = (
        "e => [e, ...e.querySelectorAll('p, li')].map(n => getComputedStyle(n)).map(s => `${s.color} ${s.fontSize}`)"
    )
    assert set(page.locator(".tg-root .tg-seek-help").first.evaluate(shown)) == {"rgb(155, 28, 49) 16px"}
    assert seen.complaints == []


def test_a_strict_policy_is_kept_without_a_word(visit, host, product, snippets):
    ways = snippets(strict=True)
    host.headers["Content-Security-Policy"] = STRICT.format(product=product)
    host.pages["/site.css"] = ways["element"][1] + ways["frame"][1]
    fragment = read_text(f"{product}/embed/fragment/guides/{GUIDE}/safety/?css=link")
    other = f'<treatment-guide guide="{GUIDE}" section="process"></treatment-guide>'
    body = ways["element"][0] + ways["frame"][0] + fragment + other
    seen = visit(host.show(body, head="<link rel='stylesheet' href='/site.css'>"))
    shown = seen.page.locator("treatment-guide").get_by_role("heading", name="Sessions and results")
    expect(shown).to_be_visible()
    expect(seen.page.get_by_role("heading", name="Is it right for you?")).to_be_visible()

    def read_style(selector: str, name: str) -> str:
        return seen.page.locator(selector).first.evaluate("(e, name) => getComputedStyle(e)[name]", name)

    assert read_style("treatment-guide .tg-button", "backgroundColor") == "rgb(11, 93, 91)", "the styles are adopted"
    assert read_style(".tg-root .tg-seek-help", "color") == "rgb(155, 28, 49)", "the styles are linked"
    assert read_style("iframe", "borderTopWidth") == "0px"
    assert read_style("treatment-guide[section=process]", "minHeight") in ("auto", "0px"), "the rule is for one embed"
    seen.page.wait_for_timeout(500)
    assert seen.complaints == []


@pytest.mark.parametrize("fault", ["script blocked", "api down", "unknown guide", "no network at all"])
def test_where_it_cannot_load_what_stands_inside_is_shown(host, product, fault, browser):
    context = browser.new_context()
    page = context.new_page()
    if fault == "script blocked":
        page.route("**/embed/*.js", lambda route: route.abort())
    if fault == "api down":
        page.route("**/embed/nodes/**", lambda route: route.fulfill(status=503, body="busy"))
    if fault == "no network at all":
        page.route("**/embed/nodes/**", lambda route: route.abort())
    listen = "<script>addEventListener('tg-error', event => { window.failed = event.detail.message })</script>"
    guide = "never-was" if fault == "unknown guide" else GUIDE
    page.goto(host.show(listen + element(product, guide=guide, section="safety", reserve="288:900 704:700")))
    if fault != "script blocked":
        page.wait_for_function("window.failed")
        assert page.locator("treatment-guide").evaluate("e => e.getBoundingClientRect().height") < 100
    expect(page.get_by_role("link", name="Read it there")).to_be_visible()
    context.close()


def test_nothing_is_left_with_the_reader_and_nobody_is_told_who_reads(visit, host, product, snippets):
    ways = snippets(section="safety")
    fragment = read_text(f"{product}/embed/fragment/guides/{GUIDE}/process/")
    asked = []
    seen = visit("about:blank")
    page = seen.page
    page.on("request", lambda request: asked.append(request))
    address = host.show(ways["element"][0] + ways["frame"][0] + fragment)
    page.goto(address)
    expect(page.locator("treatment-guide").get_by_role("heading", name="Is it right for you?")).to_be_visible()
    page.locator("iframe").scroll_into_view_if_needed()
    expect(page.frame_locator("iframe").get_by_role("heading", name="Is it right for you?")).to_be_visible()
    assert page.url == address
    kept = page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]")
    assert kept == ["", 0, 0]
    assert page.context.cookies() == []
    ours = [request for request in asked if request.url.startswith(product)]
    assert ours
    for request in ours:
        assert "cookie" not in request.all_headers()
        assert address not in request.all_headers().get("referer", ""), "not even which page of the website it is"


def test_it_is_small_and_asks_little_and_nothing_jumps(host, product, browser, snippets):
    context = browser.new_context(**PHONE)
    body = f"<p>Before</p>{snippets(section='safety')['element'][0]}<p>After</p>"
    weight = Scale(context).weigh(host.show(body), "treatment-guide h2")
    context.close()
    ours = [one for one in weight.addresses if one.startswith(product)]
    assert len(ours) <= 3, weight.addresses  # script, words, and now and then a note that it was shown
    assert weight.hosts == {urlsplit(product).netloc, urlsplit(host.origin).netloc}
    assert weight.bytes_of("Script") <= 4_200, weight.sizes  # with its headers
    assert weight.bytes_but_for("Image", "Document") <= 12_000, weight.sizes
    assert weight.bytes_of("Font") == 0
    assert weight.shift == 0


def test_a_fragment_is_painted_without_asking_us_anything(visit, host, product):
    fragment = read_text(f"{product}/embed/fragment/guides/{GUIDE}/safety/?branch=mumbai")
    seen = visit("about:blank")
    asked = []
    seen.page.on("request", lambda request: asked.append(request.url))
    seen.page.goto(host.show(fragment))
    expect(seen.page.get_by_role("heading", name="Is it right for you?")).to_be_visible()
    assert [url for url in asked if url.startswith(product)] == []


def test_the_page_around_can_choose_colours_and_reach_parts(visit, host, product):
    style = "<style>treatment-guide{--tg-accent:#7a0000} treatment-guide::part(title){font-size:50px}</style>"
    seen = visit(host.show(element(product, section="sessions", branch="mumbai"), head=style))
    button = seen.page.locator("treatment-guide .tg-button")
    expect(button).to_be_visible()
    assert button.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(122, 0, 0)"
    title = seen.page.locator("treatment-guide h2")
    assert title.evaluate("e => getComputedStyle(e).fontSize") == "50px"


@pytest.mark.parametrize("asks_not", [None, "navigator.globalPrivacyControl", "navigator.doNotTrack"])
@pytest.mark.parametrize("way", ["element", "frame"])
def test_it_says_where_it_is_shown_and_what_was_booked_unless_the_reader_asks_not_to(
    visit, host, product, way, asks_not
):
    seen = visit("about:blank")
    page, notes = seen.page, []
    page.on("request", lambda request: notes.append(request) if "/embed/seen/" in request.url else None)
    page.add_init_script("Math.random = () => 0")  # each one tells
    if asks_not:
        name, value = asks_not.split(".")[1], "'1'" if "Track" in asks_not else "true"
        page.add_init_script(f"Object.defineProperty(navigator, '{name}', {{value: {value}}})")
    frame = f"<iframe src='{product}/embed/frame/guides/{GUIDE}/sessions/?branch=mumbai' height='900'></iframe>"
    page.goto(host.show(element(product, section="sessions", branch="mumbai") if way == "element" else frame))
    shown = page if way == "element" else page.frame_locator("iframe")
    button = shown.get_by_role("link", name="Book Mesotherapy for hair")
    expect(button).to_be_visible()
    page.context.route("https://book*/**", lambda route: route.fulfill(body="Booked"))
    button.evaluate("e => e.addEventListener('click', event => event.preventDefault())")
    button.click()
    page.wait_for_timeout(500)
    if asks_not:
        assert notes == []
        return
    told = [json.loads(note.post_data) for note in notes]
    assert [note["what"] for note in told] == ["shown", "booking"]
    for note, request in zip(told, notes, strict=True):
        assert note["host"] == "127.0.0.1"
        assert note["way"] == way
        assert note["section"] == "sessions"
        assert set(note) == {"host", "what", "way", "guide", "section", "branch", "locale", "digest"}
        assert request.response().status == 204
        assert "cookie" not in request.all_headers()
        assert "referer" not in request.all_headers()


def test_a_tag_manager_or_a_page_builder_may_put_it_in_later(visit, host, product, snippets):
    """As Google Tag Manager's "Custom HTML" does it: the markup parsed, its scripts made anew. And as a module."""
    code = snippets(section="safety")["element"][0]
    seen = visit(host.show("<main></main>"))
    seen.page.evaluate(
        """code => {
          const made = Object.assign(document.createElement('div'), {innerHTML: code});
          for (const old of made.querySelectorAll('script')) {
            const script = document.createElement('script');
            for (const {name, value} of old.attributes) script.setAttribute(name, value);
            old.replaceWith(script);
          }
          document.querySelector('main').append(made);
        }""",
        code,
    )
    expect(seen.page.locator("treatment-guide").get_by_role("heading", name="Is it right for you?")).to_be_visible()
    code = element(product, section="process").replace("<script async", "<script type='module' crossorigin")
    seen.page.goto(host.show(code + code))
    expect(seen.page.locator("treatment-guide").get_by_role("heading", name="What happens")).to_have_count(2)
    assert seen.complaints == []
