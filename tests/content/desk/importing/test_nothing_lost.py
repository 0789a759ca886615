"""The yardstick's documents: all words that a reader sees come through, none glued, none that was struck or hidden."""

import pytest

from tests.scoring.documents import list_documents, score

pytestmark = pytest.mark.django_db
HALVES = ("open", "held")


@pytest.mark.parametrize("path", [path for half in HALVES for path in list_documents(half)], ids=lambda path: path.name)
def test_every_word_comes_through_once_and_no_other(path):
    scored = score(path)
    assert (scored.lost, scored.glued, scored.let_in) == ([], [], [])
