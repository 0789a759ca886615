"""The embeds on websites of other people, some of them hostile, in a real browser."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.websites import Website, website
from tests.support.chromium import log_in
from tests.support.serving import free_port, run_script, serving

pytestmark = pytest.mark.browser

GUIDE = "mesotherapy-for-hair"
#: What resets, page builders and old themes do to whatever stands in their page.
HOSTILE = """<style>
* { all: unset !important; display: block !important; z-index: 2147483647 !important }
* { text-transform: uppercase !important; letter-spacing: 9px !important }
html, body { direction: rtl !important; overflow-x: hidden }
p, a, h2 { position: relative !important; font: 40px/0.6 cursive !important; color: #fff !important }
</style>"""
#: Nothing inline, nothing from elsewhere but from the product; markup can't be made of text by scripts.
STRICT = (
    "default-src 'none'; style-src 'self'; script-src {product}; connect-src {product}; "
    "img-src 'self' data: {product}; frame-src {product}; require-trusted-types-for 'script'; trusted-types 'none'"
)
#: An edit that makes a section 30 % longer, published with its sign-off.
LONGER = """
import json
from tests.support.signing import publish
from content.model.guides.models import GuidePage
page = GuidePage.objects.get(slug="mesotherapy-for-hair", locale__language_code="en")
blocks = [*page.sessions_blocks.raw_data]
text = "<p>" + "Plan the visits so that they suit your week. " * 30 + "</p>"
blocks.append({"type": "paragraph", "value": {"text": text}})
page.sessions_blocks = json.dumps(blocks)
publish(page)
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("embeds")


@pytest.fixture(scope="module")
def product(data) -> Iterator[str]:
    with serving(data, free_port()) as address:
        yield address


@pytest.fixture
def host() -> Iterator[Website]:
    with website() as site:
        yield site


class Visit:
    """A reader who opens a page; `complaints` are the browser's, `shift` is the layout shift so far."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.add_init_script(
            "window.shift = 0; new PerformanceObserver(list => { for (const e of list.getEntries())"
            " if (!e.hadRecentInput) window.shift += e.value }).observe({type: 'layout-shift', buffered: true})"
        )

    @property
    def shift(self) -> float:
        return self.page.evaluate("shift")


@pytest.fixture
def visit(browser: Browser):
    contexts = []

    def open_page(address: str, **options) -> Visit:
        context = browser.new_context(**{"viewport": {"width": 1024, "height": 768}, **options})
        contexts.append(context)
        visit = Visit(context.new_page())
        visit.page.goto(address)
        return visit

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def snippets(browser: Browser, product: str):
    """What the panel in the admin gives to copy, by way."""
    context = browser.new_context(base_url=product)
    page = context.new_page()
    log_in(page, "editor", "sample-editor")
    ids = json.load(urlopen(f"{product}/api/v1/guides/{GUIDE}/"))["id"]

    def choose(section: str = "sessions", strict: bool = False, **given: str) -> dict[str, str]:
        chosen = {"guide": ids, "section": section, "locale": "en", "branch": "mumbai", **given}
        query = "&".join(f"{name}={value}" for name, value in chosen.items()) + ("&strict=on" if strict else "")
        page.goto(f"/admin/embeds/?{query}")
        ways = {}
        for way in page.locator(".embed-way[aria-labelledby]").all():
            codes = [code.input_value() for code in way.locator("textarea").all()]
            ways[way.get_attribute("aria-labelledby").removeprefix("way-")] = codes
        return ways

    yield choose
    context.close()


@pytest.fixture(scope="module")
def pasted(browser, product, data, snippets):
    """What was pasted before the section became 30 % longer; it is longer now."""

    def measure(width: int) -> float:
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(f"{product}/embed/frame/guides/{GUIDE}/sessions/?branch=mumbai")
        height = page.evaluate("document.body.getBoundingClientRect().height")
        page.close()
        return height

    ways, before = snippets(), {width: measure(width) for width in (328, 704)}
    run_script(data, LONGER)
    for width, height in before.items():
        assert measure(width) >= 1.3 * height
    return ways


def element(product: str, inside: str = "<a href='https://elsewhere.example/'>Read it there</a>", **given: str) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in {"guide": GUIDE, **given}.items())
    script = f'<script async src="{product}/embed/v1.js"></script>'
    return f"{script}<treatment-guide{attributes}>{inside}</treatment-guide>"


def read_text(address: str) -> str:
    with urlopen(address) as answer:
        return answer.read().decode()


def test_the_element_shows_the_section_and_says_so(visit, host, product):
    listen = "<script>addEventListener('tg-load', event => { window.loaded = event.detail })</script>"
    seen = visit(host.show(listen + element(product, section="safety", branch="london")))
    page = seen.page
    expect(page.get_by_role("heading", name="Is it right for you?")).to_be_visible()
    expect(page.get_by_text("In an emergency call 999.")).to_be_visible()
    expect(page.get_by_text("Read it there")).not_to_be_visible()
    assert page.evaluate("loaded.section") == "safety"
    # Another section by one attribute.
    page.evaluate("document.querySelector('treatment-guide').setAttribute('section', 'process')")
    expect(page.get_by_role("heading", name="What happens")).to_be_visible()
    assert seen.complaints == []


def test_a_hostile_page_can_neither_break_the_element_nor_the_frame(visit, host, product, snippets):
    """A fragment is part of the page, and looks as the page will have it: its words are all there."""
    frame = snippets()["frame"][0]
    fragment = read_text(f"{product}/embed/fragment/guides/{GUIDE}/safety/?branch=mumbai")
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
    assert seen.complaints == []


def test_a_strict_policy_is_kept_without_a_word(visit, host, product, snippets):
    ways = snippets(strict=True)
    host.headers["Content-Security-Policy"] = STRICT.format(product=product)
    host.pages["/site.css"] = ways["element"][1]
    fragment = read_text(f"{product}/embed/fragment/guides/{GUIDE}/safety/?css=none")
    body = ways["element"][0] + fragment
    seen = visit(host.show(body, head="<link rel='stylesheet' href='/site.css'>"))
    shown = seen.page.locator("treatment-guide").get_by_role("heading", name="Sessions and results")
    expect(shown).to_be_visible()
    expect(seen.page.get_by_role("heading", name="Is it right for you?")).to_be_visible()
    colour = seen.page.locator("treatment-guide .tg-button").evaluate("e => getComputedStyle(e).backgroundColor")
    assert colour == "rgb(11, 93, 91)", "the styles are adopted"
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


@pytest.mark.parametrize(("width", "height"), [(360, 800), (768, 1024), (1280, 800), (1280, 2400)])
@pytest.mark.parametrize("way", ["element", "frame"])
def test_nothing_jumps_also_after_an_edit_that_makes_it_longer(visit, host, product, pasted, way, width, height):
    """Slow on purpose: the page is painted long before the words are here, and the snippet is of before the edit.

    On the highest screen what follows the embed is seen.
    """
    code = pasted[way][0]
    text = "<p>What the website says itself. " * 3 + "</p>"
    style = "<style>body{margin:0 auto;padding:0 16px;max-width:46rem;font:16px/1.5 sans-serif}</style>"
    options = {"viewport": {"width": width, "height": height}}
    seen = visit("about:blank", **options)
    page = seen.page
    page.route(re.compile(re.escape(product)), lambda route: (time.sleep(0.4), route.continue_()))
    page.goto(host.show(f"<h1>A website</h1>{text}{code}{text}", head=style))
    if way == "element":
        expect(page.get_by_text("suit your week")).to_be_visible()
    else:
        expect(page.frame_locator("iframe").get_by_text("suit your week")).to_be_attached()
    page.wait_for_timeout(500)
    assert seen.shift <= 0.02
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(200)
    page.mouse.wheel(0, 2000)
    page.wait_for_timeout(300)
    assert seen.shift <= 0.02
    cut = "e => e.scrollHeight - e.clientHeight"
    if way == "element":
        assert page.locator("treatment-guide").evaluate(cut) <= 1
    else:
        inner = page.frames[1].evaluate("document.documentElement.scrollHeight")
        assert inner <= page.locator("iframe").evaluate("e => e.clientHeight") + 1


def test_it_is_small_and_asks_little(host, product, browser):
    context = browser.new_context()
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    sizes: dict[str, int] = {}
    addresses: dict[str, str] = {}
    devtools.on(
        "Network.requestWillBeSent", lambda event: addresses.update({event["requestId"]: event["request"]["url"]})
    )
    devtools.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(host.show(element(product, section="safety", branch="mumbai", loading="eager")))
    expect(page.get_by_role("heading", name="Is it right for you?")).to_be_visible()
    page.wait_for_timeout(500)
    ours = {key: url for key, url in addresses.items() if url.startswith(product)}
    assert len(ours) <= 3, ours
    assert sum(sizes.get(key, 0) for key in ours) <= 25_000
    context.close()


def test_a_fragment_is_painted_without_asking_us_anything(visit, host, product):
    fragment = read_text(f"{product}/embed/fragment/guides/{GUIDE}/safety/?branch=mumbai")
    seen = visit("about:blank")
    asked = []
    seen.page.on("request", lambda request: asked.append(request.url))
    seen.page.goto(host.show(fragment))
    expect(seen.page.get_by_role("heading", name="Is it right for you?")).to_be_visible()
    assert [url for url in asked if url.startswith(product)] == []


def test_dark_follows_the_page_around_and_not_the_device_alone(visit, host, product):
    body = element(product, section="safety")
    ground = "e => getComputedStyle(e).backgroundColor"
    for head, expected in (
        ("", "rgb(255, 255, 255)"),
        ("<style>:root{color-scheme:light dark}</style>", "rgb(24, 36, 37)"),
    ):
        seen = visit(host.show(body, head=head), color_scheme="dark")
        article = seen.page.locator("treatment-guide article")
        expect(article).to_be_visible()
        assert article.evaluate(ground) == expected


def test_the_page_around_can_choose_colours_and_reach_parts(visit, host, product):
    style = "<style>treatment-guide{--tg-accent:#7a0000} treatment-guide::part(title){font-size:50px}</style>"
    seen = visit(host.show(element(product, section="sessions", branch="mumbai"), head=style))
    button = seen.page.locator("treatment-guide .tg-button")
    expect(button).to_be_visible()
    assert button.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(122, 0, 0)"
    title = seen.page.locator("treatment-guide h2")
    assert title.evaluate("e => getComputedStyle(e).fontSize") == "50px"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1024])
def test_axe_finds_no_violation(visit, host, product, snippets, scheme, width):
    fragment = read_text(f"{product}/embed/fragment/guides/{GUIDE}/?branch=mumbai")
    body = f"<main><h1>A website</h1>{element(product, section='safety', branch='mumbai', loading='eager')}"
    body += f"<script async src='{product}/embed/v1.js'></script><treatment-list branch='delhi' loading='eager'>"
    body += f"</treatment-list>{snippets(section='process')['frame'][0]}{fragment}</main>"
    seen = visit(
        host.show(body, head="<style>:root{color-scheme:light dark}</style>"),
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
    )
    page = seen.page
    expect(page.locator("treatment-guide").get_by_role("heading", name="Is it right for you?")).to_be_visible()
    expect(page.locator("treatment-list h3").first).to_be_visible()
    page.locator("iframe").scroll_into_view_if_needed()
    expect(page.frame_locator("iframe").get_by_role("heading", name="What happens")).to_be_visible()
    found = Axe().run(page).response["violations"]  # its report can't name what stands in a shadow tree
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_screen_reader_is_told_all_of_it_in_the_order_of_reading(visit, host, product):
    seen = visit(host.show(element(product, section="sessions", branch="mumbai")))
    expect(seen.page.locator("treatment-guide .tg-button")).to_be_visible()
    told = seen.page.locator("treatment-guide article").aria_snapshot()
    order = [
        "Mesotherapy for hair",
        'heading "Sessions and results" [level=2]',
        "Most people need a series",
        "term: Sessions needed",
        "definition: 4–6",
        'heading "After a few sessions" [level=3]',
        "Possible side effects:",
        "from INR 6500.00",
        'link "Book Mesotherapy for hair"',
        "Checked by Dr Asha Rao",
        'link "Read the whole guide"',
    ]
    places = [told.find(words) for words in order]
    assert -1 not in places, told
    assert places == sorted(places), told


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


def test_on_paper_it_is_plain(visit, host, product):
    seen = visit(host.show(element(product, section="sessions", branch="mumbai")))
    expect(seen.page.locator("treatment-guide .tg-button")).to_be_visible()
    seen.page.emulate_media(media="print")
    expect(seen.page.locator("treatment-guide .tg-button")).to_be_hidden()
    expect(seen.page.get_by_text("Checked by Dr Asha Rao")).to_be_visible()


def test_the_keyboard_reaches_what_can_be_followed_in_the_order_of_reading(visit, host, product):
    seen = visit(host.show(element(product, section="sessions", branch="mumbai")))
    expect(seen.page.locator("treatment-guide .tg-button")).to_be_visible()
    reached = []
    for _press in range(4):
        seen.page.keyboard.press("Tab")
        reached.append(
            seen.page.evaluate("document.querySelector('treatment-guide').shadowRoot.activeElement?.textContent")
        )
    assert reached == [
        "Is it right for you?",
        "Book Mesotherapy for hair",
        "Read the whole guide",
        "National Medical Commission",
    ]


@pytest.mark.parametrize("width", [400, 1300])
def test_the_panel_and_the_reports_have_no_violation_and_copy(browser, product, width):
    context = browser.new_context(base_url=product, viewport={"width": width, "height": 900})
    page = context.new_page()
    log_in(page, "editor", "sample-editor")
    for path in ("/admin/embeds/", "/admin/sightings/", "/admin/drift/"):
        page.goto(path)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == [], path
    page.goto("/admin/embeds/")
    page.get_by_label("What", exact=False).first.select_option(label="Superficial chemical peel")
    page.wait_for_url("**guide=**")
    page.get_by_label("Which part").select_option("process")
    page.wait_for_url("**section=process**")
    expect(page.frame_locator(".embed-preview").get_by_role("heading", name="What happens")).to_be_visible()
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    context.close()


def test_three_origins_one_may_frame_it_the_other_not(browser, tmp_path, monkeypatch):
    """A branch's own website may show its frame, another may not, and nobody is believed what a frame would say."""
    monkeypatch.setenv("EMBED_ANCESTORS", "branch")
    with website() as own, website() as other, serving(tmp_path, free_port()) as product:
        script = (
            "from content.model.branches.models import BranchPage\nfrom content.model.publishing import publishing\n"
            "page = BranchPage.objects.get(slug='mumbai')\n"
            f"page.website_origins = {own.origin!r}\npage.save_revision().publish()"
        )
        run_script(tmp_path, script)
        address = f"{product}/embed/frame/guides/{GUIDE}/safety/?branch=mumbai"
        frame = f"<iframe id='frame' src='{address}' sandbox='allow-scripts' height='200'></iframe>"
        code = f"{frame}<script src='{product}/embed/v1.js'></script>"
        context = browser.new_context()
        page = context.new_page()
        page.goto(own.show(code + "<iframe id='liar' srcdoc='<p>me</p>' sandbox='allow-scripts'></iframe>"))
        frame = page.frame_locator("#frame")
        expect(frame.get_by_role("heading", name="Is it right for you?")).to_be_visible()
        page.wait_for_function("document.querySelector('#frame').style.height")
        height = page.locator("#frame").evaluate("e => e.style.height")
        # The page itself, and a frame of somebody else, say heights: nobody listens.
        page.evaluate("postMessage({tg: 'height', value: 7}, '*')")
        page.locator("#liar").evaluate(
            "e => { e.srcdoc = `<script>parent.postMessage({tg: 'height', value: 7}, '*')</script>` }"
        )
        page.frames[1].evaluate("parent.postMessage({tg: 'height', value: -5}, '*')")
        page.frames[1].evaluate("parent.postMessage({tg: 'height', value: '9px; background: red'}, '*')")
        page.wait_for_timeout(500)
        assert page.locator("#frame").evaluate("e => e.style.height") == height
        assert page.locator("#liar").evaluate("e => e.style.height") == ""
        # The frame listens to the page around it alone.
        page.goto(other.show(code))
        page.wait_for_timeout(500)
        assert page.frames[1].url.startswith("chrome-error:")
        context.close()


def test_a_recall_shows_in_every_embed_at_once(visit, host, product, data):
    address = f"{product}/embed/fragment/guides/{GUIDE}/combinations/"
    assert "faulty" not in read_text(address)
    run_script(
        data,
        """
        from content.model.guides.models import GuidePage
        from content.release.notices import recalling
        from content.model.notices.models import Recall
        page = GuidePage.objects.get(slug="mesotherapy-for-hair", locale__language_code="en")
        recalling.recall(Recall(guide=page.translation_key, title=page.title, section="combinations",
                                severity="serious", reason="A batch of tubes was faulty."))
        """,
    )
    assert "A batch of tubes was faulty." in read_text(address)
    frame = f"<iframe src='{product}/embed/frame/guides/{GUIDE}/combinations/' sandbox='allow-scripts'></iframe>"
    seen = visit(host.show(element(product, section="combinations") + frame))
    expect(seen.page.locator("treatment-guide").get_by_text("A batch of tubes was faulty.")).to_be_visible()
    expect(seen.page.frame_locator("iframe").get_by_text("A batch of tubes was faulty.")).to_be_visible()
    oembed = json.loads(read_text(f"{product}/oembed/?url={product}/guides/{GUIDE}/combinations/"))
    assert oembed["cache_age"] <= 10
