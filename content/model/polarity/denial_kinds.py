"""How far a denial reaches: each language names its denials by these kinds."""

from enum import StrEnum


class DenialKind(StrEnum):
    VERB = "verb"  # “not”, “never”: its predicate, and a subject before it
    NOUN = "noun"  # “no pain”, “without pain”: the noun after it, or all of “no treatment is …”
    CLAUSE = "clause"  # “no guarantee that”, “it is a myth that”: all that follows
    OBJECT = "object"  # “avoid”, “stop”: what follows
    HINDI = "hindi"  # “नहीं”, “न”, “मत”: its clause, on both sides
    BESIDE = "beside"  # “बिना”: the words on both sides of it
