import pytest

from content.importing.facts import agree, read_facts
from content.vocabulary import SectionKey

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
        (SAFETY, "It may not be suitable for people with advanced baldness."),
        (SAFETY, "Avoid it with moderate or advanced disease."),
    ],
)
def test_it_never_guesses(section, sentence):
    assert list(read_facts(section, sentence)) == []


def test_what_is_stated_in_two_ways_is_left_out():
    facts = list(
        read_facts(PROCESS, "A session takes 30 minutes. Each visit takes 60 minutes. No anaesthetic is needed.")
    )
    clear, conflicting = agree(facts)
    assert [fact.name for fact in clear] == ["anaesthesia"]
    assert [fact.columns["minutes_max"] for fact in conflicting] == [30, 60]
