"""Words are found as readers see them, and replaced without touching anything else."""

import pytest

from content.desk.bulk.matching import Text, Wanted


def replaced(source: str, words: str, replacement: str, *, is_rich: bool = True, **options) -> str:
    text, wanted = Text(source, is_rich=is_rich), Wanted(words, replacement, **options)
    return text.replace([one for one in text.find(wanted) if not one.crosses_link], wanted)


@pytest.mark.parametrize(
    ("source", "words", "replacement", "expected"),
    [
        ("<p>A scan, no scandal.</p>", "scan", "look", "<p>A look, no scandal.</p>"),
        ("<p>Safe, unsafe, SAFE.</p>", "safe", "mild", "<p>Mild, unsafe, mild.</p>"),
        ("<p>very <b>safe</b> indeed</p>", "very safe", "mild", "<p>mild indeed</p>"),
        ("<p>a <b>safe care</b> here</p>", "safe care here", "rest", "<p>a <b>rest</b></p>"),
        ("<p>care</p><p>less</p>", "care less", "x", "<p>care</p><p>less</p>"),
        ('<p><a href="https://care.example/?a=1&amp;b">care</a></p>', "care", "rest",
         '<p><a href="https://care.example/?a=1&amp;b">rest</a></p>'),
        ('<p>See <a linktype="page" id="3">our care</a> page</p>', "care page", "x",
         '<p>See <a linktype="page" id="3">our care</a> page</p>'),
        ("<p>R&amp;D &lt;b&gt; ok</p>", "R&D", "A<B", "<p>A&lt;B &lt;b&gt; ok</p>"),
        ("<p>Don’t\u00a0wait</p>", "don't wait", "go", "<p>Go</p>"),
        ("<p>कि क</p>", "क", "ग", "<p>कि ग</p>"),
        ("<p>cafe\u0301</p>", "caf\u00e9", "bar", "<p>bar</p>"),
        ('<embed alt="care" embedtype="image" id="1"/><p>care</p>', "care", "rest",
         '<embed alt="care" embedtype="image" id="1"/><p>rest</p>'),
    ],
)  # fmt: skip
def test_only_the_words_change(source, words, replacement, expected):
    assert replaced(source, words, replacement) == expected


def test_capitals_and_parts_of_words_are_matched_if_asked():
    assert replaced("Safe, safe", "safe", "mild", is_rich=False, match_case=True) == "Safe, mild"
    assert replaced("unsafe", "safe", "mild", is_rich=False, whole_words=False) == "unmild"
    assert replaced("कि", "क", "ग", is_rich=False, whole_words=False) == "कि"


def test_words_that_are_taken_out_leave_one_space():
    assert replaced("<p>a <b>very</b> safe, very. Very</p>", "very", "") == "<p>a safe, . </p>"


def test_a_plain_text_with_angle_brackets_is_no_markup():
    assert replaced("a <b>safe</b> & b", "safe", "mild", is_rich=False) == "a <b>mild</b> & b"


def test_a_match_is_shown_in_its_sentence():
    text = Text("<p>One. It is <b>very safe</b> today. Two.</p>", is_rich=True)
    wanted = Wanted("safe", "mild")
    assert text.show(text.find(wanted)[0]) == ("It is very ", "safe", " today.")
