"""A browser reads through a real shared cache: what one request was answered must not spoil the next one."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.visits import read_text
from tests.support.nginx import behind_nginx
from tests.support.serving import free_port, run_script, serving

pytestmark = pytest.mark.browser
PEEL = "/api/v1/guides/superficial-chemical-peel/"
ADDRESSES = [PEEL, f"{PEEL}?locale=en", "/api/v1/guides/", "/api/v1/recalls/", "/api/v1/release/", "/api/v1/sync/"]
ADDRESSES += ["/api/v1/search/?q=peel", "/api/v1/vocabulary/?locale=hi"]
ADDRESSES.append("/embed/nodes/guides/superficial-chemical-peel/")
LAUNCH = """
import os
from pathlib import Path
from django.contrib.auth import get_user_model
from content.desk.launches.models import Launch, LaunchPage
from content.model.guides.models import GuidePage
from tests.support import signing
page = GuidePage.objects.get(slug="superficial-chemical-peel", locale__language_code="en")
draft = page.get_latest_revision_as_object()
draft.summary = "Launched words."
draft.save_revision()
signing.sign(page)
launch = Launch.objects.create(title="Spring")
LaunchPage.objects.create(launch=launch, page=page)
token = launch.make_preview_token(get_user_model().objects.get(username="publisher"))
(Path(os.environ["DATA_DIR"]) / "token").write_text(token)
"""
#: Reads in the page of another website. What goes wrong is told by a sentence.
READ = """
async (asked) => {
  const failures = [];
  for (const [what, address, options, words] of asked) {
    try {
      const answer = await fetch(address, options);
      const isOpaque = options.mode === "no-cors";
      if (!isOpaque && !answer.ok) failures.push(`${what}: ${answer.status}`);
      const text = isOpaque ? "" : await answer.text();
      if (words && !text.includes(words)) failures.push(`${what}: not “${words}”`);
      if (words === "Launched words." && answer.headers.has("ETag")) failures.push(`${what}: a preview with an ETag`);
    } catch (error) {
      failures.push(`${what}: ${error}`);
    }
  }
  return failures;
}
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("caches")


@pytest.fixture(scope="module")
def product(data) -> Iterator[str]:
    """Behind nginx as docs/nginx.conf sets it."""
    if not (server := shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")):
        pytest.skip("nginx is missing: apt-get install nginx-light")
    port = free_port()
    with serving(data, port, "serve"), behind_nginx(port, server) as front:
        yield f"http://localhost:{front}"


@pytest.fixture
def reader(visit, host, product):
    """A page of another website. Nothing that it asks for is a complaint of the browser's."""
    seen = visit(host.show("<p>A website</p>"))
    yield seen.page
    assert seen.complaints == []


def test_a_picture_that_was_shown_can_be_fetched(reader, product):
    guide = json.loads(read_text(product + "/api/v1/guides/mesotherapy-for-hair/"))
    pictures = [product + size["url"] for source in guide["hero"]["sources"] for size in source["srcset"]]
    show = "address => new Promise((shown, failed) => { const image = new Image(); image.onload = shown;"
    show += " image.onerror = () => failed(address); image.src = address; document.body.append(image) })"
    for address in pictures:
        reader.evaluate(show, address)
    assert reader.evaluate(READ, [[address, address, {}, ""] for address in pictures]) == []


def test_what_was_read_without_an_origin_can_be_read_with_one(reader, product):
    asked = []
    for address in [product + path for path in ADDRESSES]:
        read_text(address)  # nginx has it, as somebody got it who names no origin
        asked.append([f"{address} without", address, {"mode": "no-cors"}, ""])
        asked.append([f"{address} with", address, {}, ""])
    assert reader.evaluate(READ, asked * 2) == []


def test_a_preview_and_what_is_public_are_read_side_by_side(reader, product, data):
    words = json.loads(read_text(product + PEEL))["summary"]
    run_script(data, LAUNCH)
    trace = f"00-{'1' * 32}-{'2' * 16}-01"
    preview = {"headers": {"Preview-Token": (data / "token").read_text(), "traceparent": trace}}
    asked = []
    for address in [product + PEEL, f"{product}{PEEL}?locale=en", product + "/api/v1/guides/"]:
        public = [f"{address} public", address, {}, words]
        launched = [f"{address} previewed", address, preview, "Launched words."]
        asked += [public, launched, public, launched, launched, public]
    assert reader.evaluate(READ, asked) == []
    assert words in read_text(product + PEEL)
