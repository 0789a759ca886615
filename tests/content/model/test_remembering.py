"""Answers are remembered while a release is settled, and never longer."""

import threading

import pytest

from content.edition.visibility import is_public
from content.model.remembering import forget, know, remembered, remembered_each, remembered_of_object, remembering


@pytest.fixture
def asked():
    return []


@pytest.fixture
def ask(asked):
    @remembered
    def ask(value):
        asked.append(value)
        return len(asked)

    return ask


def test_outside_every_call_asks_anew(ask):
    assert (ask(1), ask(1)) == (1, 2)


def test_within_each_question_is_asked_once(ask):
    with remembering():
        assert (ask(1), ask(1), ask(2), ask(2)) == (1, 1, 2, 2)


def test_what_was_answered_is_forgotten_at_the_end_also_after_a_fault(ask):
    with pytest.raises(TypeError, match="unhashable"), remembering():
        ask(ask(1) and [])
    with remembering():
        assert ask(1) == 2


def test_a_fault_is_no_answer(asked):
    @remembered
    def fail(value):
        asked.append(value)
        raise ValueError("no answer")

    with remembering():
        for _time in range(2):
            with pytest.raises(ValueError, match="no answer"):
                fail(1)
    assert asked == [1, 1]


def test_other_threads_remember_nothing_of_it(ask, asked):
    with remembering():
        ask(1)
        thread = threading.Thread(target=ask, args=[1])
        thread.start()
        thread.join()
    assert asked == [1, 1]


@pytest.mark.django_db
def test_a_draft_is_not_taken_for_the_page_that_it_is_of(peel):
    words = remembered_of_object(lambda page: page.title)
    draft = type(peel).objects.get(pk=peel.pk)
    draft.title = "Another"
    assert draft == peel
    with remembering():
        assert (words(peel), words(draft), words(peel)) == (peel.title, "Another", peel.title)


@pytest.mark.django_db
def test_the_next_settling_sees_what_changed_since(peel):
    with remembering():
        assert is_public(peel)
    peel.unpublish()
    peel.refresh_from_db()
    with remembering():
        assert not is_public(peel)


@pytest.fixture
def find(asked):
    @remembered_each
    def find(keys):
        asked.append(keys)
        return {key: key * 10 for key in keys if key > 0}

    return find


def test_of_many_keys_only_those_are_asked_for_that_are_not_known(find, asked):
    with remembering():
        assert find([1, 2, 1]) == {1: 10, 2: 20}
        assert find([2, 3]) == {2: 20, 3: 30}
    assert asked == [[1, 2], [3]]


def test_a_key_without_an_answer_is_not_asked_for_again(find, asked):
    with remembering():
        assert find([-1]) == find([-1]) == {}
    assert asked == [[-1]]


def test_outside_many_keys_are_asked_for_each_time(find, asked):
    assert (find([1]), find([1]), find([])) == ({1: 10}, {1: 10}, {})
    assert asked == [[1], [1]]


def test_what_is_forgotten_on_the_way_is_asked_for_anew(find, ask, asked):
    with remembering():
        find([1])
        forget()
        find([1])
    assert asked == [[1], [1]]


def test_an_answer_that_was_found_on_the_way_is_not_asked_for():
    words, thing = remembered_of_object(lambda thing: "asked"), object()
    with remembering():
        know(words, thing, "known")
        assert (words(thing), words(object())) == ("known", "asked")
    know(words, thing, "known")
    assert words(thing) == "asked"
