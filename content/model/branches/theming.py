"""The colours and letters of a branch's embeds, checked for contrast (WCAG 2.2, success criterion 1.4.3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from content.model.vocabulary import ColourScheme, Font

#: The contrast that normal text needs at level AA.
ENOUGH = 4.5
#: The only accepted form of a colour.
COLOUR = r"\A#[0-9a-fA-F]{6}\Z"
WHITE, BLACK = "#ffffff", "#000000"


@dataclass(frozen=True)
class Palette:
    """Colours as #rrggbb: of text (ink), its background (ground), and links and buttons (accent)."""

    accent: str
    ink: str
    ground: str

    @property
    def on_accent(self) -> str:
        """The colour of text on a button, black or white: one of them always has enough contrast."""
        return max(WHITE, BLACK, key=lambda colour: contrast(colour, self.accent))

    def as_document(self) -> dict[str, str]:
        return {"accent": self.accent, "on_accent": self.on_accent, "ink": self.ink, "ground": self.ground}


LIGHT = Palette(accent="#0b5d5b", ink="#1c2b2d", ground="#ffffff")
DARK = Palette(accent="#7fd0c8", ink="#e8efed", ground="#182425")


def is_colour(text: str) -> bool:
    return re.match(COLOUR, text) is not None


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """WCAG 2.2, "relative luminance"."""
    channels = [value / 255 for value in bytes.fromhex(colour[1:])]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mix(one: str, other: str, share: float) -> str:
    """A mix of two colours. `share` (0 to 1) is that of the first."""
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes(round(a * share + b * (1 - share)) for a, b in pairs).hex()


def bring_out(colour: str, palette: Palette) -> str:
    """The colour, darkened or lightened just enough to be readable on the palette's ground."""
    goal = WHITE if contrast(WHITE, palette.ground) > contrast(BLACK, palette.ground) else BLACK
    for step in range(101):
        nearer = mix(goal, colour, step / 100)
        if contrast(nearer, palette.ground) >= ENOUGH:
            return nearer
    return goal


def find_faults(accent: str, ink: str, ground: str) -> Iterator[tuple[str, str]]:
    """Chosen colours with too little contrast: (name of the colour, sentence that suggests a better one)."""
    palette = Palette(accent=accent or LIGHT.accent, ink=ink or LIGHT.ink, ground=ground or LIGHT.ground)
    for name, colour in (("ink", palette.ink), ("accent", palette.accent)):
        found = contrast(colour, palette.ground)
        if found < ENOUGH:
            better = bring_out(colour, palette)
            yield (
                name,
                _(
                    "%(colour)s on %(ground)s is hard to read. Its contrast is %(found).1f to 1, and "
                    "text needs %(enough)s to 1. Try %(better)s."
                )
                % {"colour": colour, "ground": palette.ground, "found": found, "enough": ENOUGH, "better": better},
            )


def build_theme(
    *, accent: str = "", ink: str = "", ground: str = "", font: str = Font.INHERIT, scheme: str = ColourScheme.AUTO
) -> dict[str, Any]:
    """A theme in the API's shape. Missing or invalid colours are replaced by the default ones.

    The dark palette is the default one, with the branch's accent, lightened until it is readable.
    """
    accent, ink, ground = (colour if is_colour(colour) else "" for colour in (accent, ink, ground))
    chosen = Palette(accent=accent or LIGHT.accent, ink=ink or LIGHT.ink, ground=ground or LIGHT.ground)
    # Colours that were saved before they were checked may be unreadable.
    light = replace(chosen, accent=bring_out(chosen.accent, chosen), ink=bring_out(chosen.ink, chosen))
    dark = Palette(accent=bring_out(accent, DARK) if accent else DARK.accent, ink=DARK.ink, ground=DARK.ground)
    return {
        "scheme": str(ColourScheme(scheme)),
        "font": str(Font(font)),
        "light": light.as_document(),
        "dark": dark.as_document(),
    }
