"""Rules of CSS that keep an embed's space from the first paint on, until its words are there or can't be hoped for.

No rule that outlives the script: docs/adr/0019-space-is-kept-only-for-what-is-known.md.
"""

from itertools import pairwise

#: The script knows it by this name (clients/typescript/src/embeds/space.ts).
ANIMATION = "tg-reserve"
#: So long the space is kept where no script says how it goes on.
SECONDS = 6
#: Pixels beside a box on a narrow screen, both sides together.
_MARGINS = 32

Reserve = list[tuple[int, int]]


def build_element_rule(selector: str, reserve: Reserve) -> str:
    """By an animation that ends by itself. Where scripts are off, nothing is kept at all."""
    return (
        f"@keyframes {ANIMATION}{{0%,to{{min-height:var(--{ANIMATION})}}}}"
        f"{selector}{{display:block;--{ANIMATION}:{build_height(reserve)};animation:{ANIMATION} {SECONDS}s}}"
        f"@media (scripting:none){{{selector}{{animation:none}}}}"
    )


def build_frame_style(reserve: Reserve) -> str:
    """A frame can't grow without a script: it has the height of what is ordinarily in it."""
    return f"border:0;height:{build_height(reserve)}"


def build_height(reserve: Reserve) -> str:
    """The height at every screen width, by linear interpolation between the known widths."""
    heights = [f"{reserve[-1][1]}px"]
    for (width, height), (wider, lower) in pairwise(reserve):
        slope = (lower - height) / (wider - width)
        start = height - slope * (width + _MARGINS)
        heights.append(f"calc({start:.0f}px + {slope * 100:.0f}vw)")
    return f"max({','.join(heights)})"
