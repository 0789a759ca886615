"""Two branches, each with an editor of its own."""

import pytest

from content.model.branches.models import BranchPage


@pytest.fixture
def mumbai():
    return BranchPage.objects.get(slug="mumbai")


@pytest.fixture
def london():
    return BranchPage.objects.get(slug="london")
