"""The `Surrogate-Key` names by which a release purges exactly the answers that it changed."""

from content.model.vocabulary import Kind

#: Kind -> keys of the lists that show its subjects.
_LISTS = {Kind.GUIDE: ("guides",), Kind.BRANCH: ("branches",), Kind.OFFERING: ("offerings",)}


def key_of(kind: str, subject: str) -> str:
    return f"{kind}-{subject}"


def keys_of(kind: str, subject: str) -> list[str]:
    """The keys of all answers that change with a subject. The group sets the default language, so it changes all."""
    return ["group"] if kind == Kind.GROUP else ["sync", key_of(kind, subject), *_LISTS.get(Kind(kind), ())]
