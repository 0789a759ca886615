"""A branch's colours: checked by the figures of WCAG 2.2, and served so that they can be read."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from content.model.branches import theming
from content.model.branches.models import BranchPage

colours = st.binary(min_size=3, max_size=3).map(lambda channels: "#" + channels.hex())


# Ratios as the WCAG's own examples and checkers give them.
@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#ffffff", "#000000", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast(one, other, ratio):
    assert theming.contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert theming.contrast(other, one) == theming.contrast(one, other)


@given(accent=colours, ink=colours, ground=colours)
def test_whatever_is_chosen_can_be_read_as_served(accent, ink, ground):
    theme = theming.build_theme(accent=accent, ink=ink, ground=ground, font="sans", scheme="auto")
    for scheme in ("light", "dark"):
        palette = theme[scheme]
        pairs = [("accent", "ground"), ("ink", "ground"), ("on_accent", "accent")]
        assert all(theming.contrast(palette[one], palette[other]) >= theming.ENOUGH for one, other in pairs), palette


@given(accent=colours, ink=colours, ground=colours)
def test_a_colour_that_is_suggested_is_accepted(accent, ink, ground):
    faults = dict(theming.find_faults(accent, ink, ground))
    better = {
        name: sentence.split(". ")[-1].removeprefix("Try ").removesuffix(".") for name, sentence in faults.items()
    }
    assert not list(theming.find_faults(better.get("accent", accent), better.get("ink", ink), ground))


@pytest.mark.django_db
def test_a_colour_that_cannot_be_read_is_refused_at_its_field():
    page = BranchPage.objects.get(slug="mumbai")
    page.theme_colour = "#ffe08a"
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert set(refused.value.message_dict) == {"theme_colour"}
    assert "hard to read" in refused.value.message_dict["theme_colour"][0]
    page.theme_ground = "#201a00"
    page.theme_ink = "#ffffff"
    page.full_clean()


def test_the_branch_is_served_with_its_look_and_what_its_country_needs(api, db):
    branch = api("branches/delhi/").json()
    assert branch["theme"]["light"]["accent"] == "#6b2d5c"
    assert branch["theme"]["light"]["on_accent"] == "#ffffff"
    assert branch["websites"] == ["https://delhi.skinpheras.example"]
    assert branch["country_insert"]["emergency_number"] == "112"
    assert branch["country_insert"]["regulator"]["name"] == "National Medical Commission"
    assert api("branches/london/").json()["country_insert"]["emergency_number"] == "999"
