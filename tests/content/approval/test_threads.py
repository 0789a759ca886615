"""What threads make of the same words at the same time is what one makes of them."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from content.approval.claims.matching import find_claims
from content.approval.claims.rules import find_rules
from content.model.search.terms import normalise

THREADS = 8
WORDS = """
    treatments injections permanently responsibility hairlines sensitivity redness scarring numbness platelets
    उपचारों इंजेक्शन बालों दवाइयाँ मुँहासे चिकित्सकों सुइयाँ लालिमा सावधानियाँ कठिनाइयों
    العلاجات والجلسات المعالجة بشرتكم الشعرية الحقن والآثار المستشفيات استخدامها الحساسية
""".split()  # noqa: SIM905
TEXT = "It is not only painless, it is guar\u00adanteed. हम गारंटी नहीं देते। सौ प्रतिशत सुरक्षित।"


@pytest.fixture
def hurried():
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def in_threads(make) -> list:
    begin = threading.Barrier(THREADS)

    def work(number: int):
        begin.wait()
        return make(number)

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(work, range(THREADS)))


def test_threads_stem_what_one_stems(hurried):
    expected = {word: normalise(word) for word in WORDS}

    def stem(number: int) -> list[str]:
        words = WORDS[number:] + WORDS[:number]
        return [word for _time in range(15) for word in words if normalise(word) != expected[word]]

    assert in_threads(stem) == [[]] * THREADS


def test_threads_find_the_claims_that_one_finds(hurried):
    expected = list(find_claims(TEXT, "hi", find_rules(None)))
    assert len(expected) == 3
    found = in_threads(lambda number: [list(find_claims(TEXT, "hi", find_rules(None))) for _time in range(3)])
    assert found == [[expected] * 3] * THREADS
