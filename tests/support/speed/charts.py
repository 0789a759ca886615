"""A chart of figures that lie far apart, as SVG: a dot for each on a logarithmic scale."""

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

from tests.support.speed.verdicts import format_number

#: A label, the value, and which of the colours.
Point = tuple[str, float, int]
COLOURS = ("#0b5d5b", "#5b6770", "#b4552d")
WIDTH, LEFT, RIGHT, LINE, TOP = 900, 330, 90, 22, 64


def draw(title: str, points: Sequence[Point]) -> str:
    """`points` from top to bottom; those of 0 are left out."""
    shown = [point for point in points if point[1] > 0]
    low = floor(log10(min((value for _label, value, _colour in shown), default=1)))
    high = max(ceil(log10(max((value for _label, value, _colour in shown), default=10))), low + 1)
    height = TOP + LINE * len(shown) + 16

    def place(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (log10(value) - low) / (high - low)

    lines = [f'<text x="16" y="26" font-size="16" font-weight="600">{escape(title)}</text>']
    for power in range(low, high + 1):
        at = place(10**power)
        lines.append(f'<path d="M{at:.1f} {TOP - 8}V{height - 12}" stroke="#dde3e6"/>')
        lines.append(f'<text x="{at:.1f}" y="{TOP - 14}" text-anchor="middle" fill="#5b6770">{10**power:,}</text>')
    for row, (label, value, colour) in enumerate(shown):
        lines += _draw_point(label, value, COLOURS[colour], place(value), TOP + LINE * row + 12)
    body = "\n".join(lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="system-ui, sans-serif" font-size="12" fill="#1c2b2d" role="img" aria-label="{escape(title)}">\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>\n{body}\n</svg>\n'
    )


def _draw_point(label: str, value: float, colour: str, at: float, y: int) -> list[str]:
    return [
        f'<text x="{LEFT - 12}" y="{y + 4}" text-anchor="end">{escape(label)}</text>',
        f'<path d="M{LEFT} {y}H{at:.1f}" stroke="{colour}" stroke-width="2" opacity="0.35"/>',
        f'<circle cx="{at:.1f}" cy="{y}" r="5" fill="{colour}"/>',
        f'<text x="{at + 10:.1f}" y="{y + 4}">{format_number(value)}</text>',
    ]
