"""A fact that a document states, and the combination of facts from several sentences."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """`columns`: the columns of the guide's page, with values. `words`: the sentence. `phrase`: the place in it."""

    name: str
    columns: dict[str, int | str | bool]
    words: str
    phrase: str = ""


def read_single(reads: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The span that a sentence states. None if it states several different ones."""
    return reads[0] if reads and all(read == reads[0] for read in reads) else None


def build_range(name: str, span: tuple[int, int] | None, sentence: str, phrase: str) -> Fact | None:
    return Fact(name, {f"{name}_min": span[0], f"{name}_max": span[1]}, sentence, phrase) if span else None


def agree(facts: list[Fact]) -> tuple[list[Fact], list[Fact]]:
    """(facts that the document states consistently, facts that it states in different ways)."""
    by_name: dict[str, list[Fact]] = {}
    for fact in facts:
        by_name.setdefault(fact.name, []).append(fact)
    clear = [found[0] for found in by_name.values() if all(fact.columns == found[0].columns for fact in found)]
    return clear, [fact for fact in facts if fact.name not in {one.name for one in clear}]
