"""The plugin's block by itself, what it uses of WordPress put in its place: how long a page waits for the product."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.stand_in import StandIn, standing_in

PHP = shutil.which("php")
PLUGIN = ROOT / "clients" / "wordpress" / "treatment-guides" / "treatment-guides.php"
#: Transients are kept in a file, and never grow old by themselves.
WORDPRESS = r"""
define('ABSPATH', '/');
define('DAY_IN_SECONDS', 86400);
class WP_Error { }
function add_action() { }
function register_uninstall_hook() { }
function esc_url($text) { return $text; }
function esc_html__($text) { return $text; }
function is_wp_error($answer) { return $answer instanceof WP_Error; }
function read_kept() { return json_decode((string) @file_get_contents('kept.json'), true) ?: []; }
function get_transient($name) { return read_kept()[$name] ?? false; }
function set_transient($name, $value) { file_put_contents('kept.json', json_encode([$name => $value] + read_kept())); }
function wp_remote_get($address, $given) {
  $context = stream_context_create(['http' => ['ignore_errors' => true, 'timeout' => max(1, $given['timeout'])]]);
  $body = @file_get_contents($address, false, $context);
  if ($body === false) return new WP_Error();
  $headers = [];
  foreach ($http_response_header as $line) {
    [$name, $value] = explode(':', $line, 2) + ['', ''];
    $headers[strtolower($name)] = trim($value);
  }
  return ['body' => $body, 'headers' => $headers, 'code' => (int) explode(' ', $http_response_header[0])[1]];
}
function wp_remote_retrieve_body($answer) { return $answer['body']; }
function wp_remote_retrieve_header($answer, $name) { return $answer['headers'][$name] ?? ''; }
function wp_remote_retrieve_response_code($answer) { return $answer['code']; }
$began = microtime(true);
include $argv[1];
foreach (array_slice($argv, 2) as $address) echo Treatment_Guides\fetch($address);
fwrite(STDERR, microtime(true) - $began);
"""


class Fragment:
    """An answer of the product."""

    status_code, content = 200, b"<p>A guide</p>"
    headers = {"Content-Type": "text/html", "Cache-Control": "max-age=10, stale-if-error=600"}


class Refusal(Fragment):
    """What a firewall before the product says."""

    status_code, content = 403, b"<p>Are you a robot?</p>"


@pytest.fixture
def product():
    with standing_in() as product:
        product.answers = {f"/embed/fragment/guides/{name}/": Fragment for name in "abc"}
        yield product


def visit(folder: Path, product: StandIn) -> tuple[str, float]:
    """A page with three blocks, and the seconds that it took."""
    command = [PHP, "-r", WORDPRESS, "--", PLUGIN, *(product.address + path for path in product.answers)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    assert "Warning" not in done.stdout
    return done.stdout, float(done.stderr)


def let_time_pass(folder: Path, *, is_asked: bool) -> None:
    """What was kept is too old. `is_asked`: so is what says that the product is away."""
    kept = json.loads((folder / "kept.json").read_text())
    kept = {name: one | {"until": 0} if isinstance(one, dict) else one for name, one in kept.items()}
    if is_asked:
        kept.pop("treatment_guides_away", None)
    (folder / "kept.json").write_text(json.dumps(kept))


@pytest.mark.skipif(not PHP, reason="php is missing: apt-get install php-cli")
def test_a_page_waits_for_a_second_and_then_nobody_does(tmp_path, product):
    product.state = "silent"
    page, seconds = visit(tmp_path, product)
    assert page.count("Read the treatment guide") == 3
    assert seconds < 1.9, "one block has waited; the machine may be busy"
    page, seconds = visit(tmp_path, product)
    assert page.count("Read the treatment guide") == 3
    assert seconds < 0.9
    product.state = "up"
    let_time_pass(tmp_path, is_asked=True)
    assert visit(tmp_path, product)[0] == "<p>A guide</p>" * 3
    assert len(product.asked) == 3
    product.state = "broken"
    let_time_pass(tmp_path, is_asked=True)
    assert visit(tmp_path, product)[0] == "<p>A guide</p>" * 3, "what is kept is shown"
    let_time_pass(tmp_path, is_asked=False)
    assert visit(tmp_path, product)[0] == "<p>A guide</p>" * 3
    assert len(product.asked) == 4, "one block has heard that it is away, for all"
    product.state, product.answers = "up", dict.fromkeys(product.answers, Refusal)
    let_time_pass(tmp_path, is_asked=True)
    assert visit(tmp_path, product)[0] == "<p>A guide</p>" * 3, "a refusal is a failure like others"
