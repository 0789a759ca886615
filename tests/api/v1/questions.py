"""Questions to the search, each with the parts of guides that answer it."""

from pathlib import Path

import yaml


def read_questions(name: str) -> dict[str, dict[str, str]]:
    questions: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name(name).read_text())
    return questions


def flatten(questions: dict[str, dict[str, str]]) -> list[tuple[str, str, str]]:
    """(locale, query, label)"""
    return [(locale, *asked) for locale in ("en", "hi", "ar") for asked in questions.get(locale, {}).items()]


QUERIES = read_questions("queries.yaml")


LABELLED = flatten(QUERIES)


#: Written from the sample texts without sight of the search, and not tuned to.
HELD_OUT = flatten(read_questions("queries_held_out.yaml"))


GUIDES = {
    "m": "mesotherapy-for-hair",
    "p": "platelet-rich-plasma-for-hair",
    "n": "microneedling-for-acne-scars",
    "c": "superficial-chemical-peel",
}


def find(api, query: str, **parameters) -> list[str]:
    answer = api("search/", q=query, **parameters)
    assert answer.status_code == 200, answer.content
    return [f"{hit['guide']['slug']} {hit['key']}" for hit in answer.json()["results"]]


def is_right(label: str, found: list[str]) -> bool:
    """Whether one of the parts of `label` was found ("m overview|c *", where * is any part of the guide)."""
    for guide, part in (wanted.split() for wanted in label.split("|")):
        if any(hit.startswith(GUIDES[guide]) if part == "*" else hit == f"{GUIDES[guide]} {part}" for hit in found):
            return True
    return False
