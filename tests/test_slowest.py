"""At the end of `make test` stand the ten slowest of all its runs, slowest first."""

from tests.support.slowest import find_slowest


def test_the_ten_slowest_of_all_reports_are_named_with_their_report(tmp_path):
    for name, first in (("sqlite", 1), ("postgresql", 2)):
        cases = "".join(
            f'<testcase classname="tests.api.test_page" name="test_{number}" time="{number}.25" />'
            for number in range(first, 21, 2)
        )
        (tmp_path / f"{name}.xml").write_text(f"<testsuites><testsuite>{cases}</testsuite></testsuites>")
    slowest = find_slowest([tmp_path / "sqlite.xml", tmp_path / "postgresql.xml"])
    assert len(slowest) == 10
    assert slowest[0] == "  20.2 s  postgresql tests/api/test_page::test_20"
    assert slowest[1] == "  19.2 s  sqlite     tests/api/test_page::test_19"
