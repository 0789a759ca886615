"""No embed leaves a blank below itself, whatever becomes of it, and a page that is being read does not move."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Locator, Page, expect

from api.embeds.spaces import WINDOW
from tests.browser.visits import element
from tests.support.serving import free_port, run_script, serving

pytestmark = pytest.mark.browser
MOST_BLANK = 48
WIDTHS = (320, 390, 1280)
PEEL = "superficial-chemical-peel"
#: The guide is recalled, another withdrawn, and Mumbai offers nothing of microneedling any more.
CHANGES = """
from content.model.guides.models import GuidePage
from content.model.branches.models import Offering
from content.release.notices import recalling
from content.model.notices.models import Recall
page = GuidePage.objects.get(slug="superficial-chemical-peel", locale__language_code="en")
recalling.recall(Recall(guide=page.translation_key, title=page.title, severity="serious", reason="It burns."))
GuidePage.objects.get(slug="platelet-rich-plasma-for-hair", locale__language_code="en").unpublish()
Offering.objects.get(branch__slug="mumbai", guide__slug="microneedling-for-acne-scars").delete()
"""
#: What is read of each.
WORDS = {
    "ordinary": "Checked by Dr Asha Rao",
    "recalled": "It burns.",
    "not offered": "does not offer",
    "withdrawn": "has been withdrawn",
}
#: The frame of a guide that never was.
MISSING = "There is nothing to show here"
#: Pixels between the words of an embed, or the link in their place, and its end.
BLANK = """
() => [...document.querySelectorAll("treatment-guide")].map(host => {
  const words = host.shadowRoot?.querySelector(".tg-embed") ?? host.lastElementChild;
  return Math.round(host.getBoundingClientRect().bottom - words.getBoundingClientRect().bottom);
})
"""
#: How much of each frame's box is below the frame and the link, and how high the frame is.
BOXES = """
() => [...document.querySelectorAll("iframe")].map(frame => {
  const box = frame.closest(".tg-frame") ?? frame;
  const shown = [frame, ...box.children].filter(part => part.checkVisibility());
  const ends = shown.map(part => part.getBoundingClientRect().bottom);
  return [Math.round(box.getBoundingClientRect().bottom - Math.max(...ends)), frame.clientHeight];
})
"""
#: As if ten seconds had passed: the browser's clock can't be moved on for a question.
IMPATIENT = """
AbortSignal.timeout = () => {
  const over = new AbortController();
  setTimeout(() => over.abort(), 300);
  return over.signal;
};
"""
STYLE = "<style>body{margin:0 auto;padding:0 16px;max-width:46rem;font:16px/1.5 sans-serif}</style>"
PHONE = {"viewport": {"width": 390, "height": 1400}}


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("spaces")


@pytest.fixture(scope="module")
def product(data) -> Iterator[str]:
    with serving(data, free_port(), "serve") as address:
        yield address


@pytest.fixture(scope="module")
def pasted(product, data, snippets) -> dict[str, dict[str, list[str]]]:
    """What a website has pasted, by what has become of it since."""
    ids = {card["slug"]: card["id"] for card in json.load(urlopen(f"{product}/api/v1/guides/"))["results"]}
    ways = {
        "ordinary": snippets(),
        "recalled": snippets(guide=ids[PEEL], section="process"),
        "not offered": snippets(guide=ids["microneedling-for-acne-scars"], section=""),
        "withdrawn": snippets(guide=ids["platelet-rich-plasma-for-hair"], section="safety"),
    }
    run_script(data, CHANGES)
    return ways


def end_waiting(page: Page) -> None:
    """As if so many seconds had passed that styles alone keep no more space."""
    page.evaluate("document.getAnimations().forEach(animation => animation.finish())")


def miss(frame: str) -> str:
    return re.sub(r"/guides/[^/]+/", "/guides/never-was/", frame)


def measure_frames(page: Page) -> list[int]:
    """The blank below each frame's words, in the frame and below it."""
    found = []
    for frame, (below, height) in zip(page.locator("iframe").all(), page.evaluate(BOXES), strict=True):
        inside = frame.element_handle().content_frame()
        words = inside.evaluate("document.body.offsetHeight") if height else 0
        found.append(below + max(0, height - words))
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_blank_below_an_embed_whatever_has_become_of_it(visit, host, product, pasted, width):
    ways = "".join(f"{pasted[state]['element'][0]}{pasted[state]['frame'][0]}" for state in WORDS)
    missing = element(product, guide="never-was", reserve="288:900 704:700", loading="eager")
    missing += miss(pasted["ordinary"]["frame"][0])
    seen = visit(host.show(ways + missing, head=STYLE), viewport={"width": width, "height": 1400})
    page = seen.page
    for place, (state, said) in enumerate([*WORDS.items(), ("missing", MISSING)]):
        frame = page.locator("iframe").nth(place)
        frame.scroll_into_view_if_needed()
        expect(frame.content_frame.get_by_text(said).first, state).to_be_visible()
        if state == "missing":
            break
        shown = page.locator("treatment-guide").nth(place)
        shown.scroll_into_view_if_needed()
        expect(shown.get_by_text(said).first, state).to_be_visible()
    page.wait_for_function("document.querySelector('[guide=never-was]').style.minHeight")
    page.wait_for_timeout(300)
    blank = page.evaluate(BLANK) + measure_frames(page)
    assert len(blank) == 10
    assert max(blank) <= MOST_BLANK, blank
    assert min(blank) >= 0, blank
    expect(page.locator(".tg-frame > a").filter(visible=True)).to_have_count(0)


@pytest.mark.parametrize("fault", ["script blocked", "no JavaScript", "product down", "product slow"])
def test_nothing_is_blank_where_no_words_come(visit, host, product, pasted, fault):
    code = "".join(pasted[state]["element"][0] for state in WORDS)
    seen = visit("about:blank", java_script_enabled=fault != "no JavaScript", **PHONE)
    page = seen.page
    if fault == "script blocked":
        page.route("**/embed/*.js", lambda route: route.abort())
    if fault == "product down":
        page.route(f"{product}/**", lambda route: route.abort())
    if fault == "product slow":
        page.route("**/embed/nodes/**", lambda route: None)
        page.add_init_script(IMPATIENT)
    page.goto(host.show(code, head=STYLE))
    page.wait_for_timeout(600)
    if fault not in ("no JavaScript", "product slow"):
        end_waiting(page)
    if fault == "product slow":
        for place in range(3):
            page.locator("treatment-guide").nth(place).scroll_into_view_if_needed()
            page.wait_for_timeout(600)
    expect(page.get_by_role("link", name="Read:").first).to_be_visible()
    assert max(page.evaluate(BLANK)) <= MOST_BLANK


@pytest.mark.parametrize("fault", ["no JavaScript", "script blocked", "only the frame kept", "product down"])
def test_a_frame_that_no_script_sizes_is_a_small_window_with_a_link(visit, host, product, pasted, fault):
    """Each kind of answer fills it, and a long one scrolls in it. Where the product is away there is the link alone."""
    code = "".join(pasted[state]["frame"][0] for state in WORDS) + miss(pasted["ordinary"]["frame"][0])
    if fault == "only the frame kept":
        code = "".join(re.findall("<iframe.*?</iframe>", code))
    seen = visit("about:blank", java_script_enabled=fault != "no JavaScript", **PHONE)
    page, is_down = seen.page, fault == "product down"
    page.route(f"{product}/**" if is_down else "**/embed/v1*.js", lambda route: route.abort())
    page.goto(host.show(code, head=STYLE))
    if fault in ("script blocked", "product down"):
        end_waiting(page)
    for frame, said in zip(page.locator("iframe").all(), [*WORDS.values(), MISSING], strict=True):
        frame.scroll_into_view_if_needed()
        if not is_down:
            expect(frame.content_frame.get_by_text(said).first).to_be_attached()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 1400})
        page.wait_for_timeout(100)
        heights = {height for _below, height in page.evaluate(BOXES)}
        assert heights == {0 if is_down else WINDOW}, width
        assert max(measure_frames(page)) <= MOST_BLANK, (width, measure_frames(page))
    links = page.get_by_role("link", name="Read:").filter(visible=True)
    expect(links).to_have_count(0 if fault == "only the frame kept" else 5)
    if not is_down:
        read_to_the_end(page, page.locator("iframe").first)


def read_to_the_end(page: Page, frame: Locator) -> None:
    """By the keyboard. The words fade at the window's end as long as there are more."""
    inside = frame.element_handle().content_frame()
    fading = "getComputedStyle(document.body, '::after').opacity"
    assert float(inside.evaluate(fading)) == 1
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    expect(inside.get_by_role("link", name="Read the whole guide")).to_be_in_viewport()
    assert float(inside.evaluate(fading)) < 1
