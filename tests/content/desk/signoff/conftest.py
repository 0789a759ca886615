"""A guide with words that nobody has signed."""

import pytest

from content.model.guides.models import GuidePage


@pytest.fixture
def drafted(peel) -> GuidePage:
    """With two parts open."""
    peel.summary, peel.safety_lead = "A new summary.", "A new safety lead."
    peel.save_revision()
    return GuidePage.objects.get(pk=peel.pk)
