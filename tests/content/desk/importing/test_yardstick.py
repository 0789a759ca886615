"""The yardstick's sentences: none is turned round, and no fact made up."""

import pytest

from tests.scoring.statements import score_quantities, score_statements


@pytest.mark.parametrize(
    ("half", "found"),
    [("open", (16, 49)), ("open-2", (2, 15)), ("open-4", (2, 0)), ("open-5", (8, 0)), ("open-7", (0, 25))],
)
def test_none_of_the_open_yardstick_is_turned_round_or_made_up(half, found):
    """The other half is for whoever has not mended the importer by it: `python -m tests.scoring.statements`."""
    (statements, doubtful), (quantities, unsure) = score_statements(half), score_quantities(half)
    assert [*statements.wrong, *doubtful.wrong, *quantities.wrong, *unsure.wrong] == []
    assert statements.found >= found[0]
    assert quantities.found >= found[1]
