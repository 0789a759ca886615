"""A pytest plugin, loaded before Django reads its settings: a data folder for this process alone, gone with it."""

import atexit
import gc
import os
import shutil
import tempfile

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="guides-test-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
# Whatever is imported stays: to look for garbage meanwhile takes a quarter of the start (tests/conftest.py goes on).
gc.disable()
