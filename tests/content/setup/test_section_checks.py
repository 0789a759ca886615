"""A section that somebody has added in some places alone is refused at start, with what is left out."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from content.model.guides.models import require_sections
from content.model.sections import SECTIONS
from content.model.vocabulary import SectionKey


@pytest.mark.parametrize("key", SectionKey)
def test_a_page_without_the_columns_of_a_section_is_refused_at_once(key):
    mixins = [section.mixin for section in SECTIONS if section.key != key]
    abstract = {"__module__": __name__, "Meta": type("Meta", (), {"abstract": True})}
    page: Any = type("Page", tuple(mixins), abstract)
    with pytest.raises(ImproperlyConfigured, match=f"Page lacks the section {key}: add .*Section to its bases"):
        require_sections(page)
