"""Numbers, ranges, durations and gaps as people write them, in English and Hindi; and sentences that state none."""

from fractions import Fraction

import pytest

from content.desk.importing.facts.amounts import COUNT, DAYS, MINUTES, MONTHS, WEEKS, find_amounts
from content.desk.importing.facts.gaps import find_gaps
from content.desk.importing.facts.readers import read_facts
from content.model.vocabulary import SectionKey

PROCESS, SESSIONS, SAFETY = SectionKey.PROCESS, SectionKey.SESSIONS, SectionKey.SAFETY


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1.5 hours", (90, 90)),
        ("1,5 hours", (90, 90)),
        ("1 1/2 hours", (90, 90)),
        ("1½ hours", (90, 90)),
        ("1 hour 30 minutes", (90, 90)),
        ("one hour and fifteen minutes", (75, 75)),
        ("an hour and a half", (90, 90)),
        ("two and a half hours", (150, 150)),
        ("half an hour", (30, 30)),
        ("three quarters of an hour", (45, 45)),
        ("30 minutes to an hour", (30, 60)),
        ("two to two and a half hours", (120, 150)),
        ("between a quarter and half an hour", None),
        ("45–60 mins", (45, 60)),
        ("forty-five minutes", (45, 45)),
        ("४५ मिनट", (45, 45)),
        ("डेढ़ घंटे", (90, 90)),
        ("डे\u095d घंटे", (90, 90)),
        ("ढाई घंटे", (150, 150)),
        ("साढ़े तीन घंटे", (210, 210)),
        ("आधे घंटे से एक घंटे", (30, 60)),
        ("पांच मिनट", (5, 5)),
        ("60 to 30 minutes", None),
        ("up to an hour", None),
        ("at least 20 minutes", None),
        ("30 minutes or more", None),
        ("कम से कम 20 मिनट", None),
        ("9:30", None),
        ("£30", None),
        ("twice an hour", None),
    ],
)
def test_a_duration_is_read_in_minutes(text, minutes):
    found = [span for amount in find_amounts(text) if (span := amount.count(MINUTES))]
    assert found[:1] == ([minutes] if minutes else [])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("4 to 6", (4, 6)),
        ("between three and five", (3, 5)),
        ("half a dozen", (6, 6)),
        ("a couple of", (2, 2)),
        ("दो-तीन", (2, 3)),
        ("no fewer than five", None),
        ("eight or more", None),
    ],
)
def test_a_count_is_read(text, count):
    (amount,) = find_amounts(text)
    assert amount.count(COUNT) == count


def test_an_end_that_is_not_said_is_none():
    (most,), (least,) = find_amounts("up to 3 days"), find_amounts("72 hours or more")
    assert (most.low, most.high, least.low, least.high) == (None, 3, 72, None)
    assert Fraction(72) * DAYS["hour"] == 3


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("every 4-6 weeks", (4, 6)),
        ("every other week", (2, 2)),
        ("a month apart", (4, 4)),
        ("six-weekly", (6, 6)),
        ("fortnightly", (2, 2)),
        ("every 21 to 28 days", (3, 4)),
        ("at four-week intervals", (4, 4)),
        ("महीने में एक बार", (4, 4)),
        ("४–६ सप्ताह के अंतर पर", (4, 6)),
        ("every ten days", None),
        ("three times a week", None),
        ("for four weeks", None),
    ],
)
def test_a_gap_is_read_in_weeks(text, weeks):
    assert [gap.count(WEEKS) for gap in find_gaps(text)][:1] == ([weeks] if weeks else []) or weeks is None
    assert weeks or not any(gap.count(WEEKS) for gap in find_gaps(text))


@pytest.mark.parametrize(
    ("text", "months"),
    [("twice a year", 6), ("quarterly", 3), ("once a year", 12), ("every six months", 6), ("साल में दो बार", 6)],
)
def test_a_gap_is_read_in_months(text, months):
    assert [gap.count(MONTHS) for gap in find_gaps(text)] == [(months, months)]


def columns(section: SectionKey, sentence: str) -> dict[str, object]:
    return {name: value for fact in read_facts(section, sentence) for name, value in fact.columns.items()}


@pytest.mark.parametrize(
    ("section", "sentence", "values"),
    [
        (PROCESS, "Treatment usually takes between 1 and 2 hours.", [60, 120]),
        (PROCESS, "Half an hour is all a session takes.", [30, 30]),
        (PROCESS, "Please allow an hour and a half for your appointment.", [90, 90]),
        (PROCESS, "Session length: 40 minutes", [40, 40]),
        (PROCESS, "प्रक्रिया में 30 से 45 मिनट लगते हैं।", [30, 45]),
        (PROCESS, "Most people take two days off work.", [2]),
        (PROCESS, "Recovery takes ten days, not the three that adverts promise.", [10]),
        (PROCESS, "You should be able to go back to work the same day.", [0]),
        (PROCESS, "कोई डाउनटाइम नहीं है।", [0]),
        (PROCESS, "The area is numbed with a cream.", ["topical"]),
        (PROCESS, "A local anaesthetic is injected.", ["local"]),
        (SESSIONS, "Two treatments, a month apart, are enough for most people.", [2, 2, 4, 4]),
        (SESSIONS, "तीन से चार सत्र की सलाह दी जाती है।", [3, 4]),
        (SESSIONS, "You are unlikely to notice anything until the fourth session.", [4]),
        (SESSIONS, "दूसरे सत्र के बाद फ़र्क दिखता है।", [2]),
        (SESSIONS, "Top-ups are recommended twice a year.", [6]),
    ],
)
def test_what_a_sentence_states_is_read(section, sentence, values):
    assert list(columns(section, sentence).values()) == values


NOTHING = {
    "after the course": [
        (SESSIONS, "When the series of sessions has ended, we see you every eight weeks."),
        (SESSIONS, "Thereafter the session is repeated every ten weeks."),
    ],
    "denied": [
        (PROCESS, "Do not go back to work the same day."),
        (PROCESS, "A session never takes 30 minutes."),
        (PROCESS, "Numbing cream is not needed."),
        (PROCESS, "It is not a zero-downtime treatment."),
        (SESSIONS, "Three sessions are not enough."),
        (SESSIONS, "Not everyone needs four sessions."),
        (SESSIONS, "You may not see results after the first session."),
        (SESSIONS, "Maintenance is not needed every six months."),
        (PROCESS, "उसी दिन काम पर न लौटें।"),
        (PROCESS, "सुन्न करने वाली क्रीम नहीं लगाई जाती।"),
        (SESSIONS, "छह सत्र ज़रूरी नहीं हैं।"),
    ],
    "asked": [
        (PROCESS, "Will a session take 30 minutes?"),
        (SESSIONS, "Do you need six sessions?"),
        (PROCESS, "क्या एक सत्र 30 मिनट का होता है?"),
    ],
    "possible, optional or conditional": [
        (PROCESS, "The session may take 2 hours."),
        (PROCESS, "Numbing cream is optional."),
        (PROCESS, "If you choose numbing cream, it is put on first."),
        (SESSIONS, "You might need six sessions."),
        (PROCESS, "चाहें तो सुन्न करने वाली क्रीम लगाई जा सकती है।"),
    ],
    "compared": [
        (PROCESS, "A session takes less time than the 60 minutes of a facial."),
        (PROCESS, "Recovery is far shorter than the two weeks after surgery."),
        (PROCESS, "Recovery takes 3 days less than it did."),
    ],
    "of some": [
        (PROCESS, "Some people take two days off work."),
        (PROCESS, "The longest session takes 2 hours."),
        (SESSIONS, "Some need three sessions, others six."),
    ],
    "of money or a study": [
        (SESSIONS, "Six sessions for the price of five."),
        (SESSIONS, "In one study, six sessions were needed."),
        (SESSIONS, "पाँच सत्र के पैकेज पर 20% की छूट है।"),
    ],
    "of something else": [
        (PROCESS, "The consultation takes 30 minutes."),
        (PROCESS, "Your first visit takes 60 minutes."),
        (PROCESS, "Come 15 minutes before each session."),
        (PROCESS, "The redness after a session lasts 2 hours."),
        (PROCESS, "Return to exercise after 2 days."),
        (PROCESS, "You can go home the same day."),
        (SESSIONS, "Leave two weeks between a filler and a session."),
        (SESSIONS, "Stop retinol two weeks before each session."),
        (PROCESS, "Remove the numbing cream at home."),
        (PROCESS, "Without downtime there is no gain."),
        (SESSIONS, "The first two sessions are weekly."),
        (SESSIONS, "After the course of six sessions, come once."),
        (SESSIONS, "Our lasers have their maintenance every 12 months."),
        (SESSIONS, "Improvement stops after the sixth session."),
        (SESSIONS, "The third of six sessions is usually the worst."),
        (SESSIONS, "We review the result after the second session."),
        (SAFETY, "Most people have mild redness."),
        (SAFETY, "Side effects in most people with acne are mild."),
    ],
    "after or in place of something else": [
        (SESSIONS, "Wait 6 weeks after any filler before we begin the sessions."),
        (SESSIONS, "We leave 8 weeks after a peel before the first laser session."),
        (PROCESS, "इसके बदले ऑपरेशन कराएँ तो दस दिन की छुट्टी लगती है।"),
    ],
    "with one end": [
        (PROCESS, "Most sessions are finished within 45 minutes."),
        (SESSIONS, "Up to 3 treatments are needed."),
        (SESSIONS, "Leave at least 4 weeks between sessions."),
        (PROCESS, "Recovery takes at least 4 days."),
    ],
}


@pytest.mark.parametrize(
    ("section", "sentence"),
    [pytest.param(*row, id=f"{why}: {row[1]}") for why, rows in NOTHING.items() for row in rows],
)
def test_what_is_not_said_is_not_concluded(section, sentence):
    assert columns(section, sentence) == {}
