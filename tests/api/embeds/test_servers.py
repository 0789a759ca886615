"""What a website's own server is given to paste is run as it is copied: with the product up, slow, broken and away."""

import json
import os
import re
import shutil
import subprocess
from contextlib import ExitStack
from html import unescape
from pathlib import Path
from urllib.request import urlopen

import pytest

from content.model.notices.models import Recall
from content.release.notices import recalling
from tests.support import ROOT
from tests.support.serving import free_port, wait_for
from tests.support.stand_in import standing_in

pytestmark = pytest.mark.django_db
GUIDE = "mesotherapy-for-hair"
WORDS, NOTICE = "Checked by Dr Asha Rao", "It burns."
PHP, NGINX = shutil.which("php"), shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@pytest.fixture
def product(settings):
    with standing_in() as product:
        settings.BASE_URL = product.address
        yield product


@pytest.fixture
def publish(client, product):
    """Has the product stand by what it says now at an address of a fragment; returns the fragment's address."""

    def give(tail: str) -> str:
        path = f"/embed/fragment/{tail}"
        product.answers[path] = client.get(path, headers={"Accept-Encoding": "identity"})
        return path

    return give


@pytest.fixture
def paste(as_user):
    """What the panel gives, by way."""

    def choose(**chosen: str) -> dict[str, list[str]]:
        html = as_user("editor").get("/admin/embeds/", {"locale": "en", **chosen}).content.decode()
        ways = re.findall(r'(?s)<section class="embed-way" aria-labelledby="way-(\w+)">(.*?)</section>', html)
        texts = {way: re.findall(r"(?s)<textarea[^>]*>(.*?)</textarea>", part) for way, part in ways}
        return {way: [unescape(text) for text in found] for way, found in texts.items()}

    return choose


def recall(page) -> None:
    recalling.recall(Recall(guide=page.translation_key, title="A guide", severity="serious", reason=NOTICE))


@pytest.mark.skipif(not PHP, reason="php is missing: apt-get install php-cli")
def test_php_keeps_the_guide_and_never_words_that_were_recalled(tmp_path, product, publish, paste, mesotherapy):
    key = str(mesotherapy.translation_key)
    tails = [f"guides/{key}/{section}/?locale=en&branch=mumbai" for section in ("safety", "process")]
    codes = [paste(guide=key, section=section, branch="mumbai")["php"][0] for section in ("safety", "process")]
    for tail, code in zip(tails, codes, strict=True):
        assert publish(tail) in code

    def visit() -> str:
        (tmp_path / "page.php").write_text(f"<h1>A branch</h1>{codes[0]}{codes[1]}{codes[0]}<p>After</p>")
        clock = "$began = microtime(true); include 'page.php'; fwrite(STDERR, microtime(true) - $began);"
        told = {**os.environ, "TMPDIR": str(tmp_path)}
        done = subprocess.run([PHP, "-r", clock], cwd=tmp_path, env=told, capture_output=True, text=True, check=True)
        assert "Warning" not in done.stdout + done.stderr
        assert done.stdout.startswith("<h1>A branch</h1>")
        assert done.stdout.endswith("<p>After</p>")
        assert float(done.stderr) < 1.6, "it waits for a second at most; the machine may be busy"
        return done.stdout

    def let_time_pass(*names: str) -> None:
        [folder] = tmp_path.glob("treatment-guides-*")
        assert folder.stat().st_mode & 0o777 == 0o700, "nobody else puts words into the page"
        for file in folder.glob("*.json"):
            file.write_text(json.dumps(json.loads(file.read_text()) | dict.fromkeys(names, 0)))

    first = visit()
    assert first.count('<h2 part="title">') == 3
    assert visit() == first
    assert len(product.asked) == 2, "what is kept is not asked for"
    let_time_pass("until")
    assert visit() == first
    assert product.asked[-1][2] == 304
    for state in ("dripping", "broken"):
        product.state = state
        let_time_pass("until")
        assert visit() == first, state
        assert visit() == first, "and nobody waits for it again"
    let_time_pass("until", "dies")
    assert '<a href="' in visit()
    assert WORDS not in visit(), "what is old is not shown for ever"
    product.state = "up"
    let_time_pass("until")
    assert visit() == first
    recall(mesotherapy)
    publish(tails[0])
    publish(tails[1])
    let_time_pass("until")
    assert NOTICE in visit()
    product.go_away()
    let_time_pass("until")
    assert NOTICE in visit()
    assert WORDS not in visit()


@pytest.mark.skipif(not NGINX, reason="nginx is missing: apt-get install nginx-light")
def test_nginx_starts_as_it_is_given_and_puts_no_error_into_the_page(tmp_path, product, publish, paste, mesotherapy):
    key = str(mesotherapy.translation_key)
    ways = {name: paste(guide=key, section=name)["nginx"] for name in ("safety", "process", "sessions", "mechanism")}
    config = {nginx for nginx, _include in ways.values()}.pop()
    docs = (ROOT / "docs/embeds.md").read_text().replace("https://guides.example", product.address)
    assert re.search(r"(?s)```nginx\n(.*?)```", docs)[1] == config
    ways["docs"] = [config, re.search(r"(?s)```html\n(<!--#.*?)```", docs)[1]]
    publish(f"guides/{GUIDE}/safety/?branch=mumbai")
    site = tmp_path / "site"
    site.mkdir()
    for name, (_nginx, include) in ways.items():
        if name != "docs":
            publish(f"guides/{key}/{name}/?locale=en")
        (site / f"{name}.html").write_text(f"<h1>A branch</h1>{include}<p>After</p>")
    with ExitStack() as stack:
        front = start_nginx(tmp_path, config, stack)

        def visit(name: str) -> str:
            with urlopen(f"{front}/{name}.html", timeout=20) as answer:
                page = answer.read().decode()
            assert page.startswith("<h1>A branch</h1>")
            assert page.endswith("<p>After</p>")
            assert "Bad Gateway" not in page
            return page

        first = visit("safety")
        assert WORDS in first
        assert visit("safety") == first
        assert WORDS in visit("docs")
        [(_path, headers, _status), _docs] = product.asked
        assert {name.lower() for name in headers} <= {"host", "connection"}, "nothing of the reader's is passed on"
        for state, name in (("broken", "process"), ("silent", "sessions")):
            product.state = state
            assert f'<a href="{product.address}/guides/{GUIDE}/?locale=en#{name}">' in visit(name), state
        product.state = "up"
        recall(mesotherapy)
        publish(f"guides/{key}/mechanism/?locale=en")
        assert NOTICE in visit("mechanism")
        product.go_away()
        assert visit("safety") == first, "kept while the product is away"


def start_nginx(folder: Path, config: str, stack: ExitStack) -> str:
    """The website's own names and folders are put in, as its owner does."""
    port = free_port()
    own = {"listen 80;": f"listen 127.0.0.1:{port};", "/var/www/html": f"{folder}/site", "/var/cache": str(folder)}
    for given, name in own.items():
        assert given in config
        config = config.replace(given, name)
    (folder / "guides.conf").write_text(config)
    kept = " ".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = f"user root; pid {folder}/pid; events {{}} http {{ access_log off; default_type text/html; {kept}"
    (folder / "nginx.conf").write_text(f"{main} include {folder}/guides.conf; }}")
    log = folder / "error.log"
    command = [NGINX, "-e", str(log), "-c", str(folder / "nginx.conf")]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "emerg" not in tried.stderr
    server = subprocess.Popen([*command, "-g", "daemon off;"])
    stack.callback(server.wait, 20)
    stack.callback(server.terminate)
    (folder / "site/start.html").write_text("It runs.")
    wait_for(f"http://127.0.0.1:{port}/start.html", server, log)
    return f"http://127.0.0.1:{port}"
