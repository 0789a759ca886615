"""The names (`Surrogate-Key`) by which a release purges what it changed, no more."""

from content.model.vocabulary import Kind

#: The lists that show subjects of a kind. An offering is shown within its branch and among its guides.
_LISTS = {Kind.GUIDE: ("guides",), Kind.BRANCH: ("branches",), Kind.OFFERING: ("offerings",)}


def key_of(kind: str, subject: str) -> str:
    return f"{kind}-{subject}"


def keys_of(kind: str, subject: str) -> list[str]:
    """Every key whose answers change with a subject. All answers hang on the group: its language is the default."""
    return ["group"] if kind == Kind.GROUP else ["sync", key_of(kind, subject), *_LISTS.get(Kind(kind), ())]
