"""The faults that are made by hand (`make mutations`) fit the tree: the text to replace and the tests are there."""

import pytest
import yaml

from tests.support import ROOT

FAULTS = yaml.safe_load((ROOT / "bench/faults.yaml").read_text())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["name"])
def test_a_fault_can_still_be_made_and_its_tests_are_there(fault):
    assert fault["old"] in (ROOT / fault["file"]).read_text()
    assert fault["old"] != fault["new"]
    assert [place for place in fault["tests"].split() if not (ROOT / place.partition("::")[0]).exists()] == []
