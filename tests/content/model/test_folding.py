"""Letters are folded to one form, and each knows where it came from."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model.folding import fold, fold_pattern, tidy, unmask


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("İSTANBUL ıs", "istanbul is"),
        ("Straße ﬁne ſo", "strasse fine so"),
        ("‘Don’t’ “say” it—ever", "'don't' \"say\" it - ever"),
        ("a\u00a0b\u202fc\u3000d", "a b c d"),
        ("a‐b‑c–d−e", "a-b-c-d-e"),
        ("१२३ ١٢٣ ۱۲۳ １２３ 𝟏𝟐𝟑", "123 123 123 123 123"),
        ("क़लम क\u093cलम कलम", "कलम कलम कलम"),
        ("अ\u093eराम", "आराम"),
        ("हिन्दी सम्बन्ध अङ्क", "हिंदी संबंध अंक"),
        ("इन्जेक्शन गारन्टी लाइसेन्स जन्म अन्य", "इंजेक्शन गारंटी लाइसेंस जन्म अन्य"),
        ("🅟🅐🅘🅝", "pain"),
        ("गये, नयी, चाहिये", "गए, नई, चाहिए"),
        ("ये या", "ये या"),
        ("कि की", "कि की"),
        ("दवाईयाँ लड़कीयों", "दवाइयां लडकियों"),
        ("مستشفى جلسة إثر عـــِلَاج", "مستشفي جلسه اثر علاج"),
        ("café naïve Łódź", "cafe naive lodz"),
        ("x\x00\x1fy", "xy"),
        ("a\u20ddb a\u1680b", "ab a b"),
        ("æ \ue000", "æ \ue000"),
        ("это сор", "это сор"),
    ],
)
def test_ways_to_write_the_same_become_one(text, folded):
    assert fold(text).text == folded


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("guаrаntееd", "guaranteed"),
        ("РАINLЕSS", "PAINLESS"),
        ("pаіnӏess", "painless"),
        ("СОРЕ with it", "COPE with it"),
        ("ρainless", "painless"),
        ("это сор и painless", "это сор и painless"),
        ("μας ρε", "μας ρε"),
        ("यह دواء", "यह دواء"),
        ("éсé", "écé"),
        ("IFNж СОРЕ", "IFNж COPE"),
        ("это СОР", "это СОР"),
        ("यह СОРЕ", "यह COPE"),
        ("൧൨ ഠ", "൧൨ o"),
    ],
)
def test_letters_that_pretend_to_be_latin_are_read_as_they_look(text, read):
    """Where a text has words of another script, words of that script are left alone."""
    assert unmask(text) == read


def test_all_that_unicode_calls_ignorable_and_python_knows_as_format_is_left_out():
    signs = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf"]
    assert len(signs) > 100
    assert fold("".join(f"a{sign}" for sign in signs)).text == "a" * len(signs)
    assert fold("a\u034f\ufe0f\u3164\u115f\U000e0101b").text == "ab"


WORDS = st.text(
    st.sampled_from([*"aİßﬁéक़ाहिन्दीयेь—٪۱ाْة", "\u00ad", "\u200d", "\u0301", "\u093c", " ", "😀", "\n"]), max_size=40
)


@given(WORDS)
def test_every_letter_came_from_somewhere_in_order(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    for place in range(len(folded.text)):
        start, end = folded.find_place(place, place + 1)
        assert folded.text[place] in fold(text[start:end]).text or folded.text[place] in "ंईएइिऐओऔआई"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("e\u0301a", [(0, 2), (2, 3)]),
        ("अ\u093eर", [(0, 2), (2, 3)]),
        ("न्क न्क", [(0, 2), (2, 3), (3, 4), (4, 6), (6, 7)]),
    ],
)
def test_a_letter_made_of_several_came_from_all_of_them(text, places):
    folded = fold(text)
    assert [folded.find_place(place, place + 1) for place in range(len(folded.text))] == places


def test_only_the_words_of_a_pattern_are_folded():
    assert fold_pattern(r"गारन्टी|ab+\sनयी") == r"गारंटी|ab+\sनई"


@given(WORDS)
def test_what_is_folded_stays_so(text):
    once = fold(text).text
    assert fold(once).text == once


def test_a_word_to_show_has_nothing_that_nobody_sees_but_keeps_its_joiners():
    assert tidy("guar\u00adan\u200bteed") == "guaranteed"
    assert tidy("क्\u200dष") == "क्\u200dष"
