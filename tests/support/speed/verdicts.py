"""What was wanted, what was measured, and whether it is enough."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Bound(Enum):
    AT_LEAST = "≥"
    AT_MOST = "≤"


@dataclass(frozen=True)
class Claim:
    """`value`: a figure's name. `beside`: the name of that which it is divided by; empty: it stands for itself."""

    says: str
    value: str
    bound: Bound
    limit: float
    beside: str = ""
    unit: str = "×"


@dataclass(frozen=True)
class Verdict:
    claim: Claim
    measured: float | None
    #: Figures that a disturbed machine gave prove nothing.
    is_noisy: bool = False

    @property
    def answer(self) -> str:
        if self.measured is None:
            return "not measured"
        if self.is_noisy:
            return f"not judged: the machine was disturbed (would be {self._judge(self.measured)})"
        return self._judge(self.measured)

    def _judge(self, measured: float) -> str:
        wanted = self.claim.limit
        return "yes" if (measured >= wanted if self.claim.bound == Bound.AT_LEAST else measured <= wanted) else "**no**"


def judge(claims: list[Claim], figures: Mapping[str, float], noisy: frozenset[str] = frozenset()) -> list[Verdict]:
    """`noisy`: names of figures that no quiet round gave."""
    return [
        Verdict(claim, divide(figures, claim.value, claim.beside), bool({claim.value, claim.beside} & noisy))
        for claim in claims
    ]


def divide(figures: Mapping[str, float], value: str, beside: str = "") -> float | None:
    """A figure, or the ratio of two; None where one is missing or is 0."""
    if value not in figures or not beside:
        return figures.get(value)
    return figures[value] / figures[beside] if figures.get(beside) else None


def tell(verdict: Verdict) -> tuple[str, str, str, str]:
    """A row of the table: what, measured, wanted, answer."""
    claim = verdict.claim
    measured = "–" if verdict.measured is None else format_number(verdict.measured) + _unit(claim.unit)
    wanted = f"{claim.bound.value} {format_number(claim.limit)}{_unit(claim.unit)}"
    return claim.says, measured, wanted, verdict.answer


def _unit(unit: str) -> str:
    return f" {unit}" if unit else ""


def format_number(value: float) -> str:
    """Whole numbers whole, others with the digits that count."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.3f}"
