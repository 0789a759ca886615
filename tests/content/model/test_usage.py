"""Where a thing is used."""

import pytest
from wagtail.models import ReferenceIndex

pytestmark = pytest.mark.django_db


def test_only_what_is_shown_of_a_list_of_uses_is_read(mesotherapy, django_assert_num_queries):
    groups = ReferenceIndex.get_references_to(mesotherapy.category).group_by_source_object()
    every = list(groups)
    assert len(every) > 1
    with django_assert_num_queries(3):
        assert groups[1:2] == every[1:2]
