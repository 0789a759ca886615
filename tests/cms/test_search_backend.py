"""The admin's search can be OpenSearch, by one variable."""

import os
import subprocess
import sys

from tests.support import ROOT

SHOW = """
from wagtail.search.backends import get_search_backend
backend = get_search_backend()
print(type(backend).__name__, backend.hosts)
"""


def test_opensearch_is_chosen_by_one_variable(tmp_path):
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "OPENSEARCH_URL": "https://me:secret@search.example:9200"}
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", SHOW]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("OpenSearch3SearchBackend"), done.stderr
    assert "search.example" in done.stdout
