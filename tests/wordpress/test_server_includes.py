"""Fragments put in by another server: nginx's SSI, and PHP, as the panel's snippets have it."""

import re
import shutil
import subprocess
import time
from contextlib import ExitStack
from urllib.request import urlopen

import pytest

from tests.support.serving import free_port, serving, wait_for

pytestmark = pytest.mark.wordpress
NGINX = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; user root;
events {{}}
http {{
  access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  proxy_cache_path {folder}/cache keys_zone=guides:1m;
  default_type text/html;
  server {{
    listen 127.0.0.1:{port};
    location / {{ root {folder}/site; ssi on; }}
    # From docs/embeds.md
    location /embed/fragment/ {{
      internal;
      proxy_pass {product};
      proxy_set_header Accept-Encoding "";
      proxy_cache guides;
      proxy_cache_use_stale error timeout updating http_500 http_502 http_503 http_504;
      proxy_cache_background_update on;
      proxy_intercept_errors off;
    }}
  }}
}}
"""


@pytest.fixture
def product(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("product"), free_port()) as address:
        yield address


@pytest.fixture
def snippets(product):
    """What the panel gives: by way of a client of the product itself."""
    import http.cookiejar
    import urllib.parse
    import urllib.request
    from html import unescape

    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = opener.open(f"{product}/admin/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    form = {"username": "editor", "password": "sample-editor", "csrfmiddlewaretoken": token, "next": "/admin/"}
    opener.open(f"{product}/admin/login/", urllib.parse.urlencode(form).encode())
    key = re.search(r'"id":"([^"]+)"', urlopen(f"{product}/api/v1/guides/mesotherapy-for-hair/").read().decode())[1]
    html = opener.open(f"{product}/admin/embeds/?guide={key}&section=safety&branch=mumbai&locale=en").read().decode()
    return [unescape(code) for code in re.findall(r"(?s)<textarea[^>]*>(.*?)</textarea>", html)]


def test_nginx_puts_it_in_and_keeps_it_while_the_product_is_away(tmp_path, snippets):
    assert shutil.which("nginx"), "nginx is missing: apt-get install nginx-light"
    include = next(code for code in snippets if code.startswith("<!--#"))
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text(f"<!doctype html><h1>A branch</h1>{include}<p>After</p>")
    (tmp_path / "product").mkdir()
    port = free_port()
    with ExitStack() as stack:
        with serving(tmp_path / "product", free_port()) as product:
            (tmp_path / "nginx.conf").write_text(NGINX.format(folder=tmp_path, port=port, product=product))
            server = subprocess.Popen(["nginx", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")])
            stack.callback(server.wait, 20)
            stack.callback(server.terminate)
            wait_for(f"http://127.0.0.1:{port}/", server, tmp_path / "error.log")
            page = urlopen(f"http://127.0.0.1:{port}/").read().decode()
        assert "Is it right for you?" in page
        assert "from ₹6,500" in page
        assert "In an emergency call 112." in page
        assert page.index("A branch") < page.index("tg-root") < page.index("After")
        time.sleep(11)  # longer than it may be kept without asking
        assert urlopen(f"http://127.0.0.1:{port}/").read().decode() == page


def test_php_puts_it_in_and_shows_a_link_where_it_cannot(tmp_path, product, snippets):
    code = next(code for code in snippets if code.startswith("<?php"))
    for text, expected in ((code, "from ₹6,500"), (code.replace(product, "http://127.0.0.1:9"), "<a href=")):
        (tmp_path / "index.php").write_text(text)
        page = subprocess.run(["php", str(tmp_path / "index.php")], capture_output=True, text=True, check=True).stdout
        assert expected in page
        assert "Warning" not in page
