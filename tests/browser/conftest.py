"""The real product in a process of its own, and a real browser to look at it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent.parent
#: As root, Chromium needs to run without its sandbox; it must not ask the network for anything of its own.
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--no-first-run"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Address of the product with its samples, started as `make run` starts it."""
    port, data = free_port(), tmp_path_factory.mktemp("data")
    address = f"http://localhost:{port}"
    environment = {**os.environ, "DATA_DIR": str(data), "BASE_URL": address, "DATABASE_URL": ""}
    command = [sys.executable, "manage.py", "start", "--port", str(port)]
    with (data / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_for(f"{address}/healthz/", server, data / "server.log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    for _attempt in range(600):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="session")
def browser():
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert executable, "Chromium is missing. Install it (Debian: sudo apt install chromium)."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, site: str):
    """A page that fails the test on any script error or refused resource."""
    context = browser.new_context(base_url=site)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert complaints == []


def log_in(page: Page, name: str, password: str) -> None:
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
