"""No embed leaves a blank below itself, whatever becomes of it, and a page that is being read does not move."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visits import element
from tests.support.serving import free_port, run_script, serving

pytestmark = pytest.mark.browser
MOST_BLANK = 48
WIDTHS = (320, 390, 1280)
PEEL = "superficial-chemical-peel"
#: The guide is recalled, and Mumbai offers nothing of microneedling any more.
CHANGES = """
from content.model.guides.models import GuidePage
from content.model.branches.models import Offering
from content.release.notices import recalling
from content.model.notices.models import Recall
page = GuidePage.objects.get(slug="superficial-chemical-peel", locale__language_code="en")
recalling.recall(Recall(guide=page.translation_key, title=page.title, severity="serious", reason="It burns."))
Offering.objects.get(branch__slug="mumbai", guide__slug="microneedling-for-acne-scars").delete()
"""
#: Pixels between the words of an embed, or the link in their place, and its end.
BLANK = """
() => [...document.querySelectorAll("treatment-guide")].map(host => {
  const words = host.shadowRoot?.querySelector(".tg-embed") ?? host.lastElementChild;
  return Math.round(host.getBoundingClientRect().bottom - words.getBoundingClientRect().bottom);
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
    }
    run_script(data, CHANGES)
    return ways


def end_waiting(page: Page) -> None:
    """As if so many seconds had passed that styles alone keep no more space."""
    page.evaluate("document.getAnimations().forEach(animation => animation.finish())")


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_blank_below_an_embed_whatever_has_become_of_it(visit, host, product, pasted, width):
    words = {"ordinary": "Checked by Dr Asha Rao", "recalled": "It burns.", "not offered": "does not offer"}
    ways = "".join(f"{pasted[state]['element'][0]}{pasted[state]['frame'][0]}" for state in words)
    missing = element(product, guide="never-was", reserve="288:900 704:700", loading="eager")
    seen = visit(host.show(ways + missing, head=STYLE), viewport={"width": width, "height": 1400})
    page = seen.page
    for place, (state, said) in enumerate(words.items()):
        shown = page.locator("treatment-guide").nth(place)
        shown.scroll_into_view_if_needed()
        expect(shown.get_by_text(said).first, state).to_be_visible()
        frame = page.locator("iframe").nth(place)
        frame.scroll_into_view_if_needed()
        expect(frame.content_frame.get_by_text(said).first, state).to_be_visible()
    page.wait_for_function("document.querySelector('[guide=never-was]').style.minHeight")
    page.wait_for_timeout(300)
    blank = page.evaluate(BLANK)
    inner = [frame.evaluate("document.body.offsetHeight") for frame in page.frames[1:]]
    outer = page.locator("iframe").evaluate_all("all => all.map(frame => frame.clientHeight)")
    blank += [high - low for high, low in zip(outer, inner, strict=True)]
    assert len(blank) == 7
    assert max(blank) <= MOST_BLANK, blank
    assert min(blank) >= 0, blank


@pytest.mark.parametrize("fault", ["script blocked", "no JavaScript", "product down", "product slow"])
def test_nothing_is_blank_where_no_words_come(visit, host, product, pasted, fault):
    code = "".join(pasted[state]["element"][0] for state in pasted)
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
