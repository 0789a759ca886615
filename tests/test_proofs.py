"""The proofs of bench/ at a size that the suite can afford: `make prove-…` runs them in full."""

import os
import subprocess
import sys

import pytest

from bench.ground import ROOT, ground

pytestmark = pytest.mark.served


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def environment(request):
    with ground(request.param) as variables:
        yield variables


def prove(environment: dict[str, str], name: str, *options: str) -> str:
    command = [sys.executable, f"bench/prove_{name}.py", *options]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_killed_publisher_leaves_nothing_torn(environment):
    assert "0 of 20 kills left a guide torn" in prove(environment, "kill", "--times", "20", "--plain-times", "0")


def test_two_workers_publish_exactly_once(environment):
    assert "4 audit rows, 4 live, 4 releases" in prove(environment, "schedule", "--guides", "4")


def test_publishers_and_readers_at_once_see_no_gap_and_no_lock_error(environment):
    assert ": 0 errors" in prove(environment, "concurrency", "--seconds", "5")


def test_slow_and_idle_connections_leave_readers_in_peace():
    """They took every thread for minutes. How long a read may take beside them is for the full run to say."""
    command = [sys.executable, "bench/prove_security.py", "--connections", "20", "--seconds", "2", "--most", "60"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 failed" in done.stdout
