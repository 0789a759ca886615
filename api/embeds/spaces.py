"""Rules of CSS that keep an embed's space from the first paint on, until its words are there or can't be hoped for.

No rule that outlives the script: docs/adr/0019-space-is-kept-only-for-what-is-known.md.
"""

from itertools import pairwise

#: The script knows it by this name (clients/typescript/src/embeds/space.ts).
ANIMATION = "tg-reserve"
#: So long the space is kept where no script says how it goes on.
SECONDS = 6
#: How high a frame is, in pixels, where no script says so. The lowest answers, 142 pixels, leave fewer than 48 blank.
WINDOW = 184
#: As high as that, and nothing to see. Where the product is away it has no height, and neither has the frame.
PROP = f'<svg xmlns="http://www.w3.org/2000/svg" height="{WINDOW}"/>'
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


def build_frame_rule(selector: str, reserve: Reserve) -> str:
    """For a box with prop, frame and link. While the box keeps its space, the frame fills it but for the link.

    Then the frame is as high as the prop, until the script says how high (tg-shown) and takes prop and link away.
    """
    return (
        f"{build_element_rule(selector, reserve)}{selector}{{display:grid;grid-template:1fr auto/100%}}"
        f"{selector}>:is(img,iframe){{grid-area:1/1;width:1px;height:auto;aspect-ratio:auto}}"
        f"{selector}>iframe{{border:0;width:100%;height:0;min-height:100%}}"
        f"{selector}>a{{padding-block:.5rem}}"
        f"{selector}.tg-shown>:not(iframe){{display:none}}"
    )


def build_height(reserve: Reserve) -> str:
    """The height at every screen width, by linear interpolation between the known widths."""
    heights = [f"{reserve[-1][1]}px"]
    for (width, height), (wider, lower) in pairwise(reserve):
        slope = (lower - height) / (wider - width)
        start = height - slope * (width + _MARGINS)
        heights.append(f"calc({start:.0f}px + {slope * 100:.0f}vw)")
    return f"max({','.join(heights)})"
