"""Makes a site of many guides, languages and branches out of the samples, in bulk. A run that was ended goes on.

usage: DATA_DIR=… python -m bench.scale.fill --guides 10000 [--branches 100] [--offered 10]

The database holds the samples already. What is there is kept; there can only be more.
"""

import argparse
import os

import django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guides", type=int, default=100)
    parser.add_argument("--branches", type=int, default=100)
    parser.add_argument("--offered", type=int, default=10, help="each branch offers one guide in so many")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    from bench.scale.filling import fill

    fill(options.guides, options.branches, options.offered)


if __name__ == "__main__":
    main()
