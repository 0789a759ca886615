"""A branch that launches change the offerings of."""

import pytest

from content.model.branches.models import BranchPage


@pytest.fixture
def mumbai(db) -> BranchPage:
    return BranchPage.objects.get(slug="mumbai")
