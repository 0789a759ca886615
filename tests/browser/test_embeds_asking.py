"""What embeds ask, when, and what stands there meanwhile; and what a website hears of its readers."""

import pytest
from playwright.sync_api import expect

from tests.browser.visits import GUIDE, element, read_text
from tests.browser.websites import recording

pytestmark = pytest.mark.browser
LISTEN = """<script>
window.told = [];
for (const name of ["tg-load", "tg-error", "tg-book"])
  addEventListener(name, event => { told.push([name, event.detail]); if (name === "tg-book") event.preventDefault() });
</script>"""
SHOWN = "document.querySelector('treatment-guide').shadowRoot.textContent"
#: What a website can do to the part with the risks, and what it can do to what is around.
HIDING = (
    "display:none",
    "visibility:hidden",
    "opacity:0",
    "height:0;overflow:hidden;padding:0;border:0",
    "font-size:0",
    "color:transparent;position:absolute;left:-9999px",
    "clip-path:inset(100%)",
)


def test_words_never_stand_under_attributes_that_are_not_theirs(visit, host, product):
    asked = []
    seen = visit("about:blank")
    page = seen.page
    page.clock.install()
    page.on("request", lambda request: asked.append(request.url) if "/nodes/" in request.url else None)
    twice = element(product, section="safety", loading="eager") + element(product, section="safety", loading="eager")
    page.goto(host.show(LISTEN + twice))
    expect(page.locator("treatment-guide").first.get_by_role("heading", name="Is it right for you?")).to_be_visible()
    expect(page.locator("treatment-guide").last.get_by_role("heading", name="Is it right for you?")).to_be_visible()
    assert len(asked) == 1, "what is alike is asked for once"
    # The product is away: the old words go at once, the link is shown, and the words come when it is back.
    asked.clear()
    busy = {"status": 503, "content_type": "application/problem+json", "headers": {"Access-Control-Allow-Origin": "*"}}
    problem = busy | {"body": '{"title": "Busy", "detail": "The database is being moved."}'}
    page.route("**/embed/nodes/**", lambda route: route.fulfill(**problem))
    change = "e => { e.setAttribute('section', 'process'); e.setAttribute('branch', 'london') }"
    page.locator("treatment-guide").first.evaluate(f"async e => {{ ({change})(e); await null }}")
    assert page.evaluate(SHOWN) == ""
    expect(page.get_by_role("link", name="Read it there").first).to_be_visible()
    page.wait_for_function("told.some(([name]) => name === 'tg-error')")
    assert page.evaluate("told.at(-1)[1]") == {"message": "The database is being moved.", "status": 503}
    assert len(asked) == 1, "two attributes are one question"
    page.unroute("**/embed/nodes/**")
    # A tab that returns asks again.
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    page.clock.run_for(5_000)
    expect(page.locator("treatment-guide").first.get_by_role("heading", name="What happens")).to_be_visible()
    # What is nowhere in the page asks nothing.
    asked.clear()
    page.evaluate(
        f"""() => {{
          const made = document.createElement('treatment-guide');
          made.setAttribute('guide', '{GUIDE}');
          made.setAttribute('loading', 'eager');
          document.body.append(made);
          made.remove();
          made.setAttribute('section', 'sessions');
          document.body.append(document.querySelector('treatment-guide'));
        }}"""
    )
    page.wait_for_timeout(200)
    assert asked == []
    expect(page.locator("treatment-guide").last.get_by_role("heading", name="What happens")).to_be_visible()


def test_no_request_says_which_page_is_read(visit, host, product, snippets):
    ways = snippets(section="process")
    fragment = read_text(f"{product}/embed/fragment/guides/{GUIDE}/process/")
    host.headers["Referrer-Policy"] = "unsafe-url"
    with recording(product) as (here, referers):
        code = (ways["element"][0] + ways["frame"][0] + fragment).replace(product, here)
        seen = visit(host.show(code.replace(" loading=", " data-was=")), viewport={"width": 1024, "height": 3000})
        expect(seen.page.locator("treatment-guide").get_by_role("heading", name="What happens")).to_be_visible()
        expect(seen.page.frame_locator("iframe").get_by_role("heading", name="What happens")).to_be_visible()
        seen.page.wait_for_timeout(500)
    ours = {kind: [path for path in referers if kind in path] for kind in ("/v1.", "/nodes/", "/frame/", "/media/")}
    assert all(ours.values()), ours
    assert {referers[path] for paths in ours.values() for path in paths} == {None}


def test_a_website_cannot_take_the_risks_from_a_benefit(visit, host, product):
    ways = [f".way{number}::part(safety){{{rule} !important}}" for number, rule in enumerate(HIDING)]
    ways += [".way0::part(embed){height:60px;overflow:hidden;font-size:0}", ".way1{max-height:90px;overflow:hidden}"]
    style = f"<style>{''.join(ways)}</style>"
    body = "".join(
        element(product, section="sessions", loading="eager", **{"class": f"way{number}"})
        for number in range(len(HIDING))
    )
    page = visit(host.show(body, head=style)).page
    for number, rule in enumerate(HIDING):
        risks = page.locator(f".way{number} [part=safety]")
        expect(risks, rule).to_be_visible()
        seen = risks.evaluate(
            """e => { const [s, p] = [getComputedStyle(e), e.querySelector('p')]; const box = p.getBoundingClientRect();
            const host = e.getRootNode().host.getBoundingClientRect();
            return [s.opacity, s.clipPath, s.position, parseFloat(getComputedStyle(p).fontSize) >= 14, box.height > 20,
            box.left >= 0, box.bottom <= host.bottom, s.color !== 'rgba(0, 0, 0, 0)'] }"""
        )
        assert seen == ["1", "none", "static", True, True, True, True, True], rule


def test_it_loads_when_clicked_in_short_and_tells_of_a_booking(visit, host, product):
    code = element(product, branch="mumbai", loading="click", variant="short", heading="3", reserve="288:900 704:700")
    seen = visit("about:blank")
    page, asked = seen.page, []
    page.on("request", lambda request: asked.append(request.url) if "/nodes/" in request.url else None)
    page.goto(host.show(LISTEN + code) + "?utm_source=spring&gclid=abc&secret=1")
    page.wait_for_function("document.querySelector('treatment-guide').matches(':defined')")
    guide = page.locator("treatment-guide")
    assert asked == []
    assert guide.evaluate("e => e.getBoundingClientRect().height") < 60
    page.get_by_role("link", name="Read it there").press("Enter")
    expect(guide.get_by_role("heading", level=3, name="Mesotherapy for hair")).to_be_visible()
    focused = guide.evaluate("e => e.shadowRoot.activeElement.className")
    assert focused == "tg-embed", "who reads by keyboard goes on here"
    expect(guide.get_by_text("Sessions needed")).to_be_visible()
    expect(guide.get_by_text("Possible side effects:")).to_be_visible()
    expect(guide.get_by_role("link", name="Read the whole guide")).to_be_visible()
    expect(guide.get_by_role("heading", name="What happens")).to_have_count(0)
    guide.get_by_role("link", name="Book Mesotherapy for hair").click()
    name, detail = page.evaluate("told.at(-1)")
    assert name == "tg-book"
    assert detail["branch"] == "mumbai"
    assert "utm_source=spring" in detail["url"]
    assert "gclid=abc" in detail["url"]
    assert "utm_medium=embed" in detail["url"]
    assert "secret" not in detail["url"]
    assert page.url.startswith(host.origin), "the website has it in hand"


def test_a_click_that_failed_moves_nobody_when_its_words_come_later(visit, host, product):
    page = visit("about:blank").page
    page.route("**/nodes/**", lambda route: route.abort())
    page.goto(host.show(LISTEN + element(product, loading="click") + "<input aria-label='Name'>"))
    page.wait_for_function("document.querySelector('treatment-guide').matches(':defined')")
    page.get_by_role("link", name="Read it there").press("Enter")
    page.wait_for_function("told.some(([name]) => name === 'tg-error')")
    page.get_by_label("Name").focus()
    page.unroute("**/nodes/**")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("heading", name="Mesotherapy for hair")).to_be_visible(timeout=15_000)
    expect(page.get_by_label("Name")).to_be_focused()


def test_links_work_in_an_embed_that_was_clicked_and_put_elsewhere(visit, host, product):
    page = visit("about:blank").page
    page.goto(host.show(LISTEN + element(product, loading="click") + "<main></main>"))
    page.wait_for_function("document.querySelector('treatment-guide').matches(':defined')")
    page.get_by_role("link", name="Read it there").press("Enter")
    link = page.get_by_role("link", name="Read the whole guide")
    expect(link).to_be_visible()
    page.evaluate(
        """() => { const guide = document.querySelector("treatment-guide"); guide.remove();
        setTimeout(() => document.querySelector("main").append(guide));
        addEventListener("click", (event) => { window.isLost = event.defaultPrevented; event.preventDefault(); }) }"""
    )
    page.wait_for_function("document.querySelector('main treatment-guide')")
    link.click()
    assert page.evaluate("isLost") is False
