"""docs/asvs.md answers every requirement of OWASP ASVS 5.0 of levels 1 and 2 once, and what it points to is there."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/asvs.md"
ANSWERS = ("yes", "partly", "no", "n/a")
#: Section -> the level of each of its requirements, in their order.
SECTIONS = """
1.1:22 1.2:1111122223 1.3:112222222223 1.4:222 1.5:123 2.1:122 2.2:112 2.3:12223 2.4:23 3.1:3 3.2:113 3.3:12223
3.4:11222233 3.5:11122333 3.6:3 3.7:22333 4.1:12233 4.2:23333 4.3:22 4.4:1222 5.1:2 5.2:112333 5.3:113 5.4:222
6.1:122 6.2:111111112222 6.3:11223333 6.4:112233 6.5:22222333 6.6:2223 6.7:33 6.8:2222 7.1:222 7.2:1111 7.3:22
7.4:11222 7.5:223 7.6:22 8.1:1233 8.2:1123 8.3:133 8.4:23 9.1:111 9.2:1222 10.1:22 10.2:223 10.3:22223
10.4:1111122222233333 10.5:22222 10.6:22 10.7:222 11.1:2233 11.2:22233 11.3:11233 11.4:1222 11.5:23 11.6:23
11.7:33 12.1:12233 12.2:11 12.3:22223 13.1:2333 13.2:222223 13.3:2233 13.4:1222233 14.1:22 14.2:12223333 14.3:122
15.1:12233 15.2:12233 15.3:1222222 15.4:3333 16.1:2 16.2:22222 16.3:2222 16.4:222 16.5:2223 17.1:23 17.2:22223333
17.3:22
"""
LEVELS = {
    f"{section}.{number}": level
    for section, levels in (entry.split(":") for entry in SECTIONS.split())
    for number, level in enumerate(levels, start=1)
    if level != "3"
}
MOST_WORDS = 12
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (\d) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.M)
WHOLE_CHAPTER = re.compile(r"^All n/a, since [^:]+: (.+)\.$", re.M)
COUNTS = re.compile(r"^\| (?:V(\d+) .+?|(total)) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.M)
MISSING = re.compile(r"^- \*\*([\d.]+)\*\* \((\w+), level (\d)\): .+\.$", re.M)

text = PAGE.read_text()
rows = ROW.findall(text)
of_whole_chapters = [id for ids in WHOLE_CHAPTER.findall(text) for id in ids.split(", ")]
answers = {id: answer for id, _level, _asks, answer, _how, _where in rows} | dict.fromkeys(of_whole_chapters, "n/a")


def test_there_are_as_many_as_in_the_standard():
    assert len(LEVELS) == 253


def test_each_is_answered_once():
    answered = [id for id, *_rest in rows] + of_whole_chapters
    assert sorted(answered) == sorted(LEVELS)


def test_each_has_its_level_and_one_of_the_four_answers():
    assert {id: level for id, level, *_rest in rows}.items() <= LEVELS.items()
    assert set(answers.values()) <= set(ANSWERS)


def test_what_is_asked_for_is_said_in_few_words():
    assert [id for id, _level, asks, *_rest in rows if len(asks.split()) > MOST_WORDS] == []


@pytest.mark.parametrize(("id", "answer", "where"), [(id, answer, where) for id, _, _, answer, _, where in rows])
def test_what_it_points_to_is_there(id, answer, where):
    places = re.findall(r"`([^`]+)`", where)
    assert places or (where, answer) == ("–", "n/a")
    for place in places:
        path, _separator, test = place.partition("::")
        assert (ROOT / path).is_file(), path
        assert not test or re.search(rf"^def {test}\(", (ROOT / path).read_text(), re.M), place


def test_the_counts_are_right():
    said = {chapter or total: list(map(int, counts)) for chapter, total, *counts in COUNTS.findall(text)}
    found = {chapter: Counter() for chapter in dict.fromkeys(id.split(".")[0] for id in LEVELS)} | {"total": Counter()}
    for id, answer in answers.items():
        found[id.split(".")[0]][answer] += 1
        found["total"][answer] += 1
    assert said == {
        chapter: [*(counts[answer] for answer in ANSWERS), counts.total()] for chapter, counts in found.items()
    }


def test_what_is_missing_is_listed_once():
    listed = Counter(MISSING.findall(text))
    assert listed == Counter((id, answer, LEVELS[id]) for id, answer in answers.items() if answer in ("partly", "no"))
