"""Which tests took longest, by the reports that pytest wrote (`--junitxml`).

usage: python -m tests.support.slowest REPORT…
"""

import sys
from pathlib import Path
from xml.etree import ElementTree

MANY = 10


def find_slowest(reports: list[Path]) -> list[str]:
    """Seconds, the report's name and the test, with what its fixtures took."""
    found = [
        (float(case.get("time", 0)), f"{report.stem:10} {_describe(case)}")
        for report in reports
        for case in ElementTree.parse(report).iter("testcase")
    ]
    return [f"{seconds:6.1f} s  {name}" for seconds, name in sorted(found, reverse=True)[:MANY]]


def _describe(case: ElementTree.Element) -> str:
    return f"{case.get('classname', '').replace('.', '/')}::{case.get('name')}"


def main() -> None:
    print("The slowest tests:", *find_slowest([Path(name) for name in sys.argv[1:]]), sep="\n")


if __name__ == "__main__":
    main()
