"""The kinds of denials, by how far they reach."""

from enum import StrEnum


class DenialKind(StrEnum):
    VERB = "verb"  # “not”, “never”: denies its predicate, and a subject before it
    NOUN = "noun"  # “no pain”, “without pain”: denies the noun after it, or the whole clause “no treatment is …”
    CLAUSE = "clause"  # “no guarantee that”, “it is a myth that”: denies everything after it
    OBJECT = "object"  # “avoid”, “stop”: denies its object
    HINDI = "hindi"  # “नहीं”, “न”, “मत”: denies its clause, on both sides
    BESIDE = "beside"  # “बिना”: denies the words on both sides
