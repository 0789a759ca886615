"""A real WordPress, Debian's, on a MariaDB of its own, served by PHP itself: everything goes with the test."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.chromium import launch
from tests.support.serving import free_port, wait_for

SOURCE = Path("/usr/share/wordpress")
THEME = Path("/usr/share/wordpress/wp-content/themes/twentytwentythree")
NEEDED = (
    "Install them: apt-get install wordpress wordpress-theme-twentytwentythree mariadb-server php-cli php-mysql php-xml"
)
#: In life the product stands at a public address; WordPress asks no other unless it is told to.
ALLOW_LOCAL = """<?php
add_filter('http_request_host_is_external', '__return_true');
add_filter('http_allowed_safe_ports', fn($ports, $host, $url) => [...$ports, parse_url($url, PHP_URL_PORT)], 10, 3);
"""
CONFIGURATION = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '{address}'); define('WP_SITEURL', '{address}'); define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true); define('WP_HTTP_BLOCK_EXTERNAL', false); 
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
INSTALL = """
define('WP_INSTALLING', true);
require './wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('A branch', 'admin', 'me@example.com', true, '', 'admin-password');
"""


@dataclass
class WordPress:
    address: str
    folder: Path

    def run(self, php: str) -> str:
        """Run PHP within WordPress, as its administrator; what it prints."""
        code = f"require './wp-load.php'; wp_set_current_user(1); {php}"
        done = subprocess.run(["php", "-r", code], cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def write(self, content: str) -> str:
        """Publish a post, as its editor saves one: the address."""
        (self.folder / "content.txt").write_text(content)
        post = "wp_insert_post(['post_title' => 'A treatment', 'post_status' => 'publish', 'post_content' => "
        return self.run(f"echo get_permalink({post} wp_slash(file_get_contents('content.txt'))]));")


@pytest.fixture(scope="session")
def wordpress() -> Iterator[WordPress]:
    missing = [name for name in ("mariadbd", "mariadb-install-db", "php") if not shutil.which(name)]
    assert not missing, f"{', '.join(missing)} is missing. {NEEDED}"
    assert THEME.exists(), NEEDED
    with ExitStack() as stack:
        ground = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wp-", ignore_cleanup_errors=True)))
        ground.chmod(0o755)
        socket = _start_database(ground, stack)
        port = free_port()
        address = f"http://localhost:{port}"
        folder = ground / "site"
        shutil.copytree(SOURCE, folder, symlinks=False, ignore=shutil.ignore_patterns("languages"))
        (folder / "wp-config.php").write_text(
            CONFIGURATION.replace("{socket}", str(socket)).replace("{address}", address)
        )
        plugins = folder / "wp-content" / "mu-plugins"
        plugins.mkdir(parents=True)
        (plugins / "local.php").write_text(ALLOW_LOCAL)
        ours = folder / "wp-content" / "plugins" / "treatment-guides"
        shutil.copytree(ROOT / "clients" / "wordpress" / "treatment-guides", ours)
        done = subprocess.run(["php", "-r", INSTALL], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        with (ground / "php.log").open("w") as log:
            command = ["php", "-S", f"localhost:{port}", "-t", str(folder)]
            server = subprocess.Popen(
                command, stdout=log, stderr=log, env={"PHP_CLI_SERVER_WORKERS": "4", "PATH": "/usr/bin"}
            )
        stack.callback(server.wait, 20)
        stack.callback(server.terminate)
        wait_for(f"{address}/wp-login.php", server, ground / "php.log")
        site = WordPress(address, folder)
        plugin = "activate_plugin('treatment-guides/treatment-guides.php');"
        site.run(f"require_once ABSPATH . 'wp-admin/includes/plugin.php'; {plugin}")
        site.run("switch_theme('twentytwentythree');")
        yield site


def _start_database(ground: Path, stack: ExitStack) -> Path:
    data, socket = ground / "database", ground / "mariadb.sock"
    common = [f"--datadir={data}", "--user=root"]
    subprocess.run(
        ["mariadb-install-db", "--no-defaults", *common, "--auth-root-authentication-method=normal"],
        check=True,
        capture_output=True,
    )
    options = ["--no-defaults", *common, f"--socket={socket}", "--skip-networking", f"--pid-file={ground}/pid"]
    server = subprocess.Popen(["mariadbd", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(server.wait, 30)
    stack.callback(server.terminate)
    for _attempt in range(100):
        made = subprocess.run(
            [
                "mariadb",
                "--no-defaults",
                f"--socket={socket}",
                "-uroot",
                "-e",
                "CREATE DATABASE IF NOT EXISTS wordpress",
            ],
            capture_output=True,
            check=False,
        )
        if made.returncode == 0:
            return socket
        time.sleep(0.2)
    raise AssertionError("MariaDB does not start.")


@pytest.fixture(scope="session")
def browser():
    with launch() as browser:
        yield browser
