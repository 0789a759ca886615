"""The chart shows each figure at its place on a logarithmic scale."""

import re
from xml.etree import ElementTree

from tests.support.speed.charts import draw


def read_places(svg: str) -> list[float]:
    ElementTree.fromstring(svg)
    return [float(place) for place in re.findall(r'circle cx="([\d.]+)"', svg)]


def test_ten_times_as_much_is_equally_far_wherever_it_is():
    first, second, third = read_places(draw("Answers", [("a", 10, 0), ("b", 100, 1), ("c", 1000, 2)]))
    assert second > first
    assert round(third - second, 1) == round(second - first, 1)


def test_labels_are_text_and_what_is_nothing_is_left_out():
    svg = draw("Less & more", [("<nginx>", 5, 0), ("nothing", 0, 0)])
    assert len(read_places(svg)) == 1
    assert "&lt;nginx&gt;" in svg


def test_nothing_at_all_is_an_empty_chart():
    assert read_places(draw("Answers", [])) == []
