"""A concern: something to check before a guide is published."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Concern:
    """`message`: what to check. `field`: its form field. `refuses`: it is a refusal, which does prevent publication."""

    code: str
    message: str
    field: str = ""
    refuses: bool = False
