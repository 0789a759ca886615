"""The parts of a section that have blocks of their own."""

from enum import StrEnum


class Role(StrEnum):
    """A part of a section that has blocks of its own."""

    SUITS = "suits"
    DOES_NOT_SUIT = "does_not_suit"
    SIDE_EFFECT = "side_effect"
    SEEK_HELP = "seek_help"
    AFTERCARE = "aftercare"
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


SAFETY_ROLES = {Role.SUITS, Role.DOES_NOT_SUIT, Role.SIDE_EFFECT, Role.SEEK_HELP, Role.AFTERCARE}
