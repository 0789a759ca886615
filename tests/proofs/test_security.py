"""What attackers load the server with, at a size that the suite can afford: `make prove-security` runs it in full."""

import os
import subprocess
import sys
import time

import pytest

from tests.support import ROOT, hostile_senders

pytestmark = pytest.mark.served


def test_slow_and_idle_connections_leave_readers_in_peace():
    """They took every thread for minutes. How long a read may take beside them is for the full run to say."""
    options = ["--connections", "50", "--guessers", "2", "--seconds", "1", "--head-start", "1", "--most", "60"]
    command = [sys.executable, "bench/prove_security.py", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 failed" in done.stdout


def test_a_load_that_ends_early_is_no_proof(monkeypatch):
    monkeypatch.setattr(hostile_senders, "_post", lambda *_args: (500, ""))
    with pytest.raises(AssertionError, match="500"):
        hostile_senders.guess_log_ins(1, 0, time.monotonic() + 5)
