"""No unpublished word leaves, whatever is done in whatever order.

PROVE_STEPS says how many steps are made in all (make prove-leaks); the suite makes a few.
"""

import pytest
from hypothesis.stateful import invariant

from content.release.settle import settle_all
from tests.support.doors import Doors
from tests.support.machine import CANARY, run_machine
from tests.support.public import find_leaking_rows, find_leaks

#: One in so many addresses is read, each time others.
ONE_IN = 8


class Watched(Doors):
    @invariant()
    def nothing_leaks(self):
        """Every row that answers are made of, and some addresses; now and then of all languages and parts."""
        assert find_leaking_rows(CANARY) == []
        turn, is_wide = type(self).steps, type(self).steps % 50 == 0
        which = {} if is_wide else {"locales": ("en",), "by": ("slug",), "parts": False}
        part = (turn // 50 % ONE_IN if is_wide else turn % ONE_IN, ONE_IN)
        assert find_leaks(self.client, CANARY, part, **which) == []


@pytest.mark.django_db
def test_no_draft_leaks_whatever_is_done_in_whatever_order():
    run_machine(Watched, 30)


@pytest.mark.django_db
def test_the_machine_would_see_a_leak(monkeypatch, peel, client):
    """The proof proves something: with a compiler that reads drafts, a canary is found at once."""
    from content.edition import compiler

    compile_page = compiler.compile_guide
    monkeypatch.setattr(compiler, "compile_guide", lambda page: compile_page(page.get_latest_revision_as_object()))
    peel.summary = CANARY
    peel.save_revision()
    assert find_leaking_rows(CANARY) == []
    settle_all()
    assert find_leaks(client, CANARY, locales=("en",), by=("slug",)) != []
    assert "Edition.body" in find_leaking_rows(CANARY)
