"""Publishing on PostgreSQL: killed, scheduled and many at once."""

import pytest

from tests.proofs.publishing import PublishingProofs

pytestmark = pytest.mark.served


class TestOnPostgreSQL(PublishingProofs):
    database = "postgresql"
