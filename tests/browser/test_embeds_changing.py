"""Embeds of what changes while readers have them, on a product of their own."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.visits import GUIDE, element, read_text
from tests.browser.websites import website
from tests.support.serving import free_port, run_script, serving

pytestmark = pytest.mark.browser


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
    with serving(data, free_port(), "serve") as address:
        yield address


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


def test_three_origins_one_may_frame_it_the_other_not(browser, tmp_path, monkeypatch):
    """A branch's own website may show its frame, another may not, and nobody is believed what a frame would say."""
    monkeypatch.setenv("EMBED_ANCESTORS", "branch")
    with website() as own, website() as other, serving(tmp_path, free_port(), "serve") as product:
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
