import pytest

from content.desk.importing.facts.fact import agree
from content.desk.importing.facts.readers import read_facts
from content.desk.importing.meaning.side_effects import read_side_effect
from content.desk.importing.placing.placer import place
from content.desk.importing.reading.documents import read_document
from content.model.vocabulary import SectionKey

PROCESS, SESSIONS, SAFETY = SectionKey.PROCESS, SectionKey.SESSIONS, SectionKey.SAFETY


@pytest.mark.parametrize(
    ("section", "sentence", "columns"),
    [
        (PROCESS, "The session takes 30 to 60 minutes.", {"minutes_min": 30, "minutes_max": 60}),
        (PROCESS, "Each visit lasts half an hour.", {"minutes_min": 30, "minutes_max": 30}),
        (PROCESS, "The appointment takes an hour.", {"minutes_min": 60, "minutes_max": 60}),
        (PROCESS, "The procedure takes 1-2 hours.", {"minutes_min": 60, "minutes_max": 120}),
        (PROCESS, "Allow about forty-five minutes.", {"minutes_min": 45, "minutes_max": 45}),
        (PROCESS, "There is no downtime.", {"downtime_days": 0}),
        (PROCESS, "No anaesthesia is needed.", {"anaesthesia": "none"}),
        (SESSIONS, "A series of 4 to 6 sessions is usual.", {"sessions_min": 4, "sessions_max": 6}),
        (SESSIONS, "Sessions are held every 2-4 weeks.", {"weeks_between_min": 2, "weeks_between_max": 4}),
        (SESSIONS, "Visits are one month apart.", {"weeks_between_min": 4, "weeks_between_max": 4}),
        (SESSIONS, "Most people notice a change after 3 sessions.", {"results_after_sessions": 3}),
        (SESSIONS, "Maintenance every six months.", {"maintenance_months": 6}),
        (SESSIONS, "An upkeep visit every year.", {"maintenance_months": 12}),
        (SAFETY, "It suits mild to moderate thinning.", {"suits_mild": True, "suits_moderate": True}),
    ],
)
def test_a_fact_is_read(section, sentence, columns):
    assert [fact.columns for fact in read_facts(section, sentence)] == [columns]


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        (PROCESS, "The cream stays on for 30 minutes."),
        (PROCESS, "The tube spins for about ten minutes."),
        (PROCESS, "Expect three days of light flaking."),
        (PROCESS, "The session takes 60 to 30 minutes."),
        (PROCESS, "The procedure is relatively painless."),
        (SESSIONS, "A few sessions are needed."),
        (SESSIONS, "A series of sessions, several weeks apart."),
        (SESSIONS, "Results are seen after a few sessions."),
        (SESSIONS, "Three times a week at home."),
        (SESSIONS, "Progress is photographed every three months."),
        (SESSIONS, "Maintenance sessions may be recommended periodically."),
        # of a part, or in one of several cases
        (PROCESS, "The session takes 30 minutes per area."),
        (PROCESS, "Each visit takes 20 minutes a leg."),
        (PROCESS, "The session takes 30 minutes for the face and 60 minutes for the body."),
        (PROCESS, "The session takes 30 minutes (60 with anaesthetic)."),
        (PROCESS, "Treatment takes 30 minutes, plus 20 minutes for numbing."),
        (PROCESS, "The session takes 1hr 15."),
        (PROCESS, "The session takes 1.30 hours."),
        (PROCESS, "You may need no downtime."),
        (PROCESS, "There is no downtime for lighter peels."),
        (PROCESS, "Myth: there is no downtime."),
        (PROCESS, "Some clinics say that there is no downtime."),
        (SESSIONS, "Six sessions are needed for the face, eight for the back."),
        (SESSIONS, "Six sessions are recommended for men, four for women."),
        (SESSIONS, "Two courses of three sessions are needed."),
        (SESSIONS, "Sessions are two weeks apart at first, then monthly."),
        (SESSIONS, "Sessions are bi-weekly."),
        (SESSIONS, "A semi-annual top-up."),
        (SESSIONS, "Top-up once or twice a year."),
        (SESSIONS, "A top-up every year or two."),
        (SESSIONS, "Maintenance every 12 months, or every 6 for smokers."),
        (SESSIONS, "It takes two treatments at the very most."),
        (SESSIONS, "Three sessions are needed, tops."),
        (SESSIONS, "Four sessions are usual, and nobody has asked for more."),
        (PROCESS, "The session takes half an hour as a maximum."),
        (SESSIONS, "अधिकतम चार सत्र चाहिए होते हैं।"),
        # somebody's words, the clinic's own upkeep, another number, another treatment
        (PROCESS, "People on the forum speak of two weeks of downtime."),
        (SESSIONS, "The card says three weeks between sessions, but it should be five."),
        (SESSIONS, "Our nurses attend a refresher every six months."),
        (SESSIONS, "A top-up, twice yearly."),
        (SESSIONS, "Faces need three sessions, and backs need five."),
        (SESSIONS, "Twenty minutes in the chair is one session."),
        (PROCESS, "Whereas a transplant keeps you off work for a week, this does not."),
        (PROCESS, "Two days off work are the most anyone takes."),
        (SAFETY, "It may not be suitable for people with advanced baldness."),
        (SAFETY, "The lamp that we had before was suitable for people with mild acne."),
        (SAFETY, "Avoid it with moderate or advanced disease."),
    ],
)
def test_it_never_guesses(section, sentence):
    assert list(read_facts(section, sentence)) == []


def test_a_number_that_counts_visits_is_no_gap_between_them():
    """“Four fortnightly sessions” are two weeks apart, “six weekly” ones one: neither number is of weeks."""
    for sentence in (
        "After four fortnightly sessions, maintenance is due every other month.",
        "Six weekly sessions are usual.",
    ):
        assert not [fact for fact in read_facts(SESSIONS, sentence) if fact.name == "weeks_between"]
    (fact,) = read_facts(SESSIONS, "Sessions are held at six weekly intervals.")
    assert fact.columns == {"weeks_between_min": 6, "weeks_between_max": 6}


def test_what_is_stated_in_two_ways_is_left_out():
    facts = list(
        read_facts(PROCESS, "A session takes 30 minutes. Each visit takes 60 minutes. No anaesthetic is needed.")
    )
    clear, conflicting = agree(facts)
    assert [fact.name for fact in clear] == ["anaesthesia"]
    assert [fact.columns["minutes_max"] for fact in conflicting] == [30, 60]


def test_a_day_of_downtime_and_none_in_one_sentence_are_not_none():
    (fact,) = read_facts(PROCESS, "Downtime is five days; you can return to work the same day for small areas.")
    assert fact.columns == {"downtime_days": 5}


def test_what_is_said_of_some_treatments_only_suits_no_more_than_these():
    (fact,) = read_facts(SAFETY, "It suits people with mild to moderate, non-advanced acne.")
    assert fact.columns == {"suits_mild": True, "suits_moderate": True}


@pytest.mark.parametrize(
    "lead", ["For small areas:", "With a light peel:", "Other clinics say:", "What people get wrong:"]
)
def test_what_stands_under_a_case_or_a_mistake_is_no_fact(lead):
    document = f"# Peel\n\n## What happens\n\n{lead}\n\n- A session takes 10 minutes\n- There is no downtime\n"
    guide = place(read_document("peel.md", document.encode()))
    assert (guide.facts, guide.conflicting) == ([], [])


def test_days_after_which_it_may_still_be_there_are_no_end():
    assert read_side_effect("Bruising fades in 5 to 7 days, at most 10.")["resolves_within_days"] is None


def test_a_range_of_days_over_which_something_fades_is_its_longer_end():
    effect = read_side_effect("Pain that fades over 3 to 5 days")
    assert (effect["name"], effect["resolves_within_days"]) == ("Pain", 5)
