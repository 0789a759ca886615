"""Lighthouse's figures for the phone: the median of several runs, phone settings, against the product with its samples.

usage: python bench/measure_lighthouse.py [--runs 5] [--path /app/]     (make measure-lighthouse; needs Chromium)
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from tests.support.node import run
from tests.support.serving import free_port, serving

VERSION = "12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 95
FLAGS = "--headless=new --no-sandbox --disable-background-networking --no-first-run"


def measure(folder: Path, address: str, number: int) -> dict[str, int]:
    report = folder / f"report-{number}.json"
    options = ["--output=json", f"--output-path={report}", "--quiet", f"--chrome-flags={FLAGS}"]
    for _attempt in range(3):  # now and then Chromium records no trace: that run has no figures
        done = run(folder, "node", "node_modules/lighthouse/cli/index.js", address, *options)
        if done.returncode == 0:
            break
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(report.read_text())
    for audit in found["audits"].values():
        if audit["score"] not in (None, 1) and audit["scoreDisplayMode"] in ("binary", "numeric", "metricSavings"):
            print(f"    {audit['id']}: {audit['score']} {audit.get('displayValue', '')}", file=sys.stderr)
    return {name: round(found["categories"][name]["score"] * 100) for name in CATEGORIES}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--path", default="/app/")
    given = parser.parse_args()
    os.environ.setdefault("CHROME_PATH", shutil.which("chromium") or "")
    with tempfile.TemporaryDirectory(prefix="guides-lighthouse-") as name:
        folder = Path(name)
        (folder / "package.json").write_text(json.dumps({"private": True, "dependencies": {"lighthouse": VERSION}}))
        done = run(folder, "npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts")
        assert done.returncode == 0, done.stdout + done.stderr
        (folder / "data").mkdir()
        with serving(folder / "data", free_port()) as address:
            runs = [measure(folder, address + given.path, number) for number in range(given.runs)]
    medians = {category: statistics.median(figures[category] for figures in runs) for category in CATEGORIES}
    for category, median in medians.items():
        print(f"{category}: {median:.0f} (of {', '.join(str(figures[category]) for figures in runs)})")
    return 0 if all(median >= LEAST for median in medians.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
