"""Publishing on SQLite: killed, scheduled and many at once."""

import pytest

from tests.proofs.publishing import PublishingProofs

pytestmark = pytest.mark.served


class TestOnSQLite(PublishingProofs):
    database = "sqlite"
