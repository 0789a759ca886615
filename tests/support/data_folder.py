"""A pytest plugin, loaded before Django reads its settings: a data folder for this process alone, gone with it."""

import atexit
import os
import shutil
import tempfile

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="guides-test-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
