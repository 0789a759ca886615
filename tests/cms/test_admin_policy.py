"""The admin's Content-Security-Policy: which scripts may run. tests/browser/test_policy.py sees that they do."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

pytestmark = pytest.mark.django_db
SCREENS = [
    "/admin/",
    "/admin/pages/",
    "/admin/images/",
    "/admin/images/add/",
    "/admin/images/multiple/add/",
    "/admin/users/",
    "/admin/account/",
    "/admin/reports/site-history/",
]


def find_nonce(response) -> str:
    return re.search(r"'nonce-([^']+)'", response["Content-Security-Policy"])[1]


def find_inline_scripts(response) -> list:
    page = BeautifulSoup(response.content, "html.parser")
    return [tag for tag in page.find_all("script") if not tag.get("src") and "json" not in tag.get("type", "")]


@pytest.fixture
def screens(mesotherapy):
    return [*SCREENS, *(f"/admin/pages/{mesotherapy.pk}/{which}/" for which in ("edit", "history", "copy"))]


def test_each_inline_script_has_the_nonce_and_no_attribute_is_one(as_user, screens):
    admin, found = as_user("admin"), 0
    for address in screens:
        response = admin.get(address)
        nonce = find_nonce(response)
        scripts = find_inline_scripts(response)
        assert [script for script in scripts if script.get("nonce") != nonce] == [], address
        assert not re.search(rb"<[^>]+\son[a-z]+=", response.content), address
        found += len(scripts)
    assert found > 10


def test_what_a_dialog_brings_has_the_nonce_of_its_page(as_user):
    editor = as_user("editor")
    page, dialog = editor.get("/admin/pages/"), editor.get(reverse("wagtailimages_chooser:choose"))
    assert find_nonce(page) == find_nonce(dialog)


def test_the_nonce_is_another_for_each_session_and_before_there_is_one(client, as_user):
    nonces = {find_nonce(as_user("editor").get("/admin/")) for _session in range(2)}
    nonces |= {find_nonce(client.get("/admin/login/")) for _time in range(2)}
    assert len(nonces) == 4


def test_nothing_inline_runs_but_by_the_nonce(as_user):
    policy = as_user("editor").get("/admin/")["Content-Security-Policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src "))
    assert re.fullmatch(r"script-src 'self' 'nonce-[0-9a-f]{40}'", scripts)
    assert "default-src 'none'" in policy


def test_a_preview_keeps_to_the_policy_of_web_pages(as_user, mesotherapy):
    policy = as_user("editor").get(f"/admin/pages/{mesotherapy.pk}/view_draft/")["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "nonce" not in policy
