"""One worker at a time does what several would do in vain."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from content.setup import lanes
from content.setup.turns import being_alone

pytestmark = pytest.mark.django_db


@contextmanager
def another_inside(fails: bool = False) -> Iterator[None]:
    """Another worker, with a connection of its own, does the job meanwhile."""
    inside, leave = threading.Event(), threading.Event()

    def work():
        try:
            with being_alone("bundles") as is_alone:
                if is_alone:
                    inside.set()
                leave.wait(30)
                if fails:
                    raise RuntimeError("planted")
        except RuntimeError:
            pass
        finally:
            connection.close()

    other = threading.Thread(target=work)
    other.start()
    assert inside.wait(30)
    yield
    leave.set()
    other.join()


@pytest.mark.parametrize("fails", [False, True])
def test_nobody_else_is_inside_until_who_was_first_is_out(fails):
    with another_inside(fails), being_alone("bundles") as is_alone:
        assert not is_alone
    with being_alone("bundles") as is_alone:
        assert is_alone


def test_a_worker_leaves_out_what_another_one_does(monkeypatch):
    done = []
    monkeypatch.setattr(lanes, "_registered", {"bundles": lambda: done.append(1)})
    (lane,) = lanes.build_registered()
    with another_inside():
        lane.go_round()
        assert done == []
    lane.go_round()
    assert done == [1]
