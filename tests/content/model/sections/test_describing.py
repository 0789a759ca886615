"""Facts are shown to editors under the form's labels."""

import pytest

from content.model.sections import SECTIONS
from content.model.sections.describing import describe_facts


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"minutes_min": 45, "minutes_max": 45}, [("Minutes per session", "45")]),
        ({"minutes_min": 30, "minutes_max": 60}, [("Minutes per session", "30–60")]),
        ({"anaesthesia": "topical"}, [("Anaesthesia", "Numbing cream")]),
        ({"downtime_days": 0}, [("Downtime", "0")]),
        ({"downtime_days": None, "anaesthesia": ""}, []),
    ],
)
def test_a_fact_has_its_label_and_its_value(columns, expected):
    assert list(describe_facts(columns)) == expected


def test_no_column_of_any_fact_is_shown_by_its_name():
    columns = {name: True for section in SECTIONS for name in section.all_fact_columns}
    shown = " ".join(f"{label} {value}" for label, value in describe_facts(columns))
    assert "_" not in shown
