"""The proofs of publishing, at a size that the suite can afford: `make prove-…` runs them in full.

One module for each database runs them, so that the two don't wait for each other.
"""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.support import ROOT
from tests.support.ground import ground


class PublishingProofs:
    database: str

    @pytest.fixture(scope="class")
    def environment(self) -> Iterator[dict[str, str]]:
        with ground(self.database) as variables:
            yield variables

    def prove(self, environment: dict[str, str], name: str, *options: str) -> str:
        command = [sys.executable, f"bench/prove_{name}.py", *options]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def test_a_killed_publisher_leaves_nothing_torn(self, environment):
        said = self.prove(environment, "kill", "--times", "6", "--door-times", "2", "--plain-times", "0")
        assert "0 of 6 kills left a guide torn" in said
        assert "other doors: 0 of 2" in said

    def test_two_workers_publish_exactly_once(self, environment):
        assert "4 audit rows, 4 live, 4 releases" in self.prove(environment, "schedule", "--guides", "4")

    def test_publishers_and_readers_at_once_see_no_gap_and_no_lock_error(self, environment):
        assert ": 0 errors" in self.prove(environment, "concurrency", "--seconds", "2", "--publishers", "4")
