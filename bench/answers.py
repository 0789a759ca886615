"""Whether a change of the code has changed anything that the world is told.

usage: DATA_DIR=… python -m bench.answers write FILE     every public address with its status, headers and bytes' digest
       python -m bench.answers compare BEFORE AFTER      exit code 1, and the addresses, where they differ

Both runs read copies of one data folder, so that ids and times are the same.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

HEADERS = ("ETag", "Last-Modified", "Cache-Control", "Content-Type", "Content-Language", "Location", "Vary", "Link")


def write(target: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    import django

    django.setup()
    from django.test import Client

    from tests.support.public import find_addresses

    client, answers = Client(), {}
    others = ("/sitemap.xml", "/llms.txt", "/robots.txt", "/api/v1/schema/", "/api/v1/", "/embed/v1.js", "/app/")
    for address in sorted({*find_addresses(), *others}):
        response = client.get(address, headers={"host": "localhost"})
        body = b"".join(response.streaming_content) if response.streaming else response.content
        answers[address] = {
            "status": response.status_code,
            "body": hashlib.sha256(body).hexdigest(),
            **{name: response.headers.get(name) for name in HEADERS},
        }
    target.write_text(json.dumps(answers, indent=1))
    print(len(answers), "addresses")


def compare(before: Path, after: Path) -> int:
    old, new = json.loads(before.read_text()), json.loads(after.read_text())
    different = [address for address in sorted(old | new) if old.get(address) != new.get(address)]
    for address in different:
        print(address, old.get(address), new.get(address), sep="\n  ")
    print(f"{len(different)} of {len(old | new)} addresses differ")
    return int(bool(different))


if __name__ == "__main__":
    what, *files = sys.argv[1:]
    sys.exit(write(Path(files[0])) if what == "write" else compare(*map(Path, files)))
