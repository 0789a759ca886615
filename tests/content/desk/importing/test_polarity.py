"""Negated, limited and questioned statements are never turned round: by families of grammar, in English and Hindi."""

import pytest

from content.desk.importing.meaning.headings import find_role, is_closed
from content.desk.importing.meaning.roles import Role
from content.model.polarity.judging import Polarity, judge, read_polarity

AFFIRMED, NEGATED, UNCLEAR = Polarity.AFFIRMED, Polarity.NEGATED, Polarity.UNCLEAR


def split_marked(text: str) -> tuple[str, int, int]:
    """“no [pain]” -> “no pain”, and where the phrase in brackets stands."""
    before, phrase, after = text.replace("]", "[").split("[")
    return before + phrase + after, len(before), len(before) + len(phrase)


@pytest.mark.parametrize(
    ("marked", "polarity"),
    [
        # a verb denied, and what is its subject
        ("The treatment is not [painless].", NEGATED),
        ("We never call it [painless].", NEGATED),
        ("We don’t promise [permanent] results.", NEGATED),
        ("[Permanent] results are not promised.", NEGATED),
        ("It is hardly [comfortable].", NEGATED),
        ("On no account is it [safe] during pregnancy.", NEGATED),
        ("At no stage will you feel [discomfort].", NEGATED),
        # a noun denied, and nothing beyond it
        ("without any [pain]", NEGATED),
        ("no risk of [scarring]", NEGATED),
        ("No treatment is [permanent].", NEGATED),
        ("[guaranteed] results with no downtime", AFFIRMED),
        ("No scars but [permanent] results", AFFIRMED),
        # what denies all that follows
        ("There is no guarantee of a [lasting] effect.", NEGATED),
        ("It is a myth that it is [permanent].", NEGATED),
        ("Nobody can promise a [cure].", NEGATED),
        ("far from [painless]", NEGATED),
        ("[Retinol] should be avoided.", NEGATED),
        ("[Bruising] is unlikely.", NEGATED),
        # lists
        ("It is neither quick nor [painless].", NEGATED),
        ("not painful, bloody or [permanent]", NEGATED),
        ("no downtime and [guaranteed] results", UNCLEAR),
        # clauses
        ("It does not hurt and gives [permanent] results.", AFFIRMED),
        ("It isn't slow, it's [instant].", AFFIRMED),
        ("[Guaranteed] results, not promises", AFFIRMED),
        ("This is [painless]; it is not surgery.", AFFIRMED),
        ("It is not slow, but [instant].", AFFIRMED),
        ("Those who do not smoke see [permanent] results.", UNCLEAR),
        # words that only look like a denial
        ("not only [painless] but quick", AFFIRMED),
        ("There is no doubt that it is [permanent].", AFFIRMED),
        ("It needs no more than [three] visits.", AFFIRMED),
        # twice denied, and asked
        ("You couldn't ask for a [better] fit.", UNCLEAR),
        ("Nothing is [safer].", UNCLEAR),
        ("We cannot say that it is never [painful].", UNCLEAR),
        ("Is it [painless]?", UNCLEAR),
        # Hindi
        ("यह इलाज [दर्द रहित] नहीं है।", NEGATED),
        ("बिना [दर्द] के इलाज", NEGATED),
        ("न केवल [दर्द रहित] बल्कि तेज़", AFFIRMED),
        ("यह [स्थायी] है, लेकिन तुरंत नहीं।", AFFIRMED),
        ("क्या यह [स्थायी] है?", UNCLEAR),
    ],
)
def test_a_denial_reaches_as_far_as_its_grammar(marked, polarity):
    assert judge(*split_marked(marked)) is polarity


def test_only_what_governs_a_phrase_denies_it():
    assert judge(*split_marked("This has never been [painless].")) is NEGATED
    assert judge(*split_marked("no needles and [painless]")) is not NEGATED


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("For the first week:", AFFIRMED),
        ("For two days do not:", NEGATED),
        ("Stop taking:", NEGATED),
        ("Stay away from:", NEGATED),
        ("✘", NEGATED),
        ("There is no need to:", UNCLEAR),
        ("You needn't:", UNCLEAR),
        ("Only if your doctor agrees:", UNCLEAR),
        ("Anything except:", UNCLEAR),
        ("Do you have to:", AFFIRMED),
        ("Can I:?", UNCLEAR),
        ("You should never be without:", UNCLEAR),
        ("धूप में न जाएँ।", NEGATED),
        ("छुट्टी लेने की ज़रूरत नहीं है।", UNCLEAR),
        ("छुट्टी लेने की \u095bरूरत नहीं है।", UNCLEAR),
    ],
)
def test_a_statement_is_affirmed_negated_or_unclear(text, polarity):
    assert read_polarity(text) is polarity


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Who can have it?", Role.SUITS),
        ("You are a good candidate if:", Role.SUITS),
        ("You may not be a good candidate if:", Role.DOES_NOT_SUIT),
        ("Who isn't suitable", Role.DOES_NOT_SUIT),
        ("Unsuitable for", Role.DOES_NOT_SUIT),
        ("Not ideal for:", Role.DOES_NOT_SUIT),
        ("Less suitable for", Role.DOES_NOT_SUIT),
        ("It is never suitable for:", Role.DOES_NOT_SUIT),
        ("We cannot treat you if you:", Role.DOES_NOT_SUIT),
        ("Nobody should have it who:", Role.DOES_NOT_SUIT),
        ("यह इन लोगों के लिए उपयुक्त नहीं है:", Role.DOES_NOT_SUIT),
        ("What to avoid after", Role.AFTERCARE),
        ("Poor candidates", Role.DOES_NOT_SUIT),
        ("Reasons to wait", Role.DOES_NOT_SUIT),
        ("Is it right for me?", None),
        ("We advise against it for", None),
        ("Lasers aren't suitable for dark skin; this is.", None),
        ("Most stronger peels are suitable for nobody with eczema.", None),
        ("It suits smokers as little as anyone.", None),
        ("Most people are suitable", Role.SUITS),
        ("Suitable for people without:", None),
        ("Good candidates are free of", None),
        ("Suits those with no history of", None),
        ("Perfect for people who don't have", None),
        ("Who is it for? Not for:", None),
        ("Suited to everyone bar", None),
        ("Not recommended for people who do not have:", None),
        ("We cannot treat you if you have never had:", None),
        ("Contraindications (who should not have it)", Role.DOES_NOT_SUIT),
        ("Non-candidates", Role.DOES_NOT_SUIT),
        ("Ineligible", Role.DOES_NOT_SUIT),
        ("Who is and isn't suitable", None),
        ("Only suitable if:", None),
        ("Suitable for everyone except:", None),
        ("Hardly anyone is unsuitable", None),
        ("If you are unsuitable", None),
        ("It may be suitable for:", None),
        ("No side effects", None),
        ("How to reduce side effects", None),
    ],
)
def test_a_heading_or_lead_says_for_whom_or_is_left_open(text, role):
    assert find_role(text) is role


@pytest.mark.parametrize(
    ("heading", "closed"),
    [
        ("Common myths", True),
        ("What it won't do", True),
        ("Treatments it can't be combined with", True),
        ("Is it right for me?", False),
        ("How it works", False),
    ],
)
def test_a_heading_that_denies_closes_what_stands_under_it(heading, closed):
    assert is_closed(heading) is closed
