"""The colours of our own screens in the admin, over Wagtail's tokens: they can be read in light and in dark."""

import colorsys
import re
from importlib.resources import files

import pytest

from content.model.branches import theming
from tests.support import ROOT

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
#: WCAG 2.2, 1.4.11: what is drawn needs less than what is read.
ENOUGH_FOR_ICONS = 3


def read_declarations(words: str) -> dict[str, str]:
    return {name.strip(): value.strip() for name, _, value in (one.partition(":") for one in words.split(";"))}


def read_tokens(theme: str) -> dict[str, str]:
    """Wagtail's, of its light theme, with those that its dark theme writes over."""
    found: dict[str, str] = {}
    for selector, words in RULE.findall((files("wagtail.admin") / "static/wagtailadmin/css/core.css").read_text()):
        if selector.endswith(":root") or (theme == "dark" and selector.endswith(".w-theme-dark")):
            found |= read_declarations(words)
    return found


def read_number(value: str, tokens: dict[str, str]) -> float:
    """Of “57.4%”, “var(--hue)” or “calc(var(--hue) + 354.9)”."""
    name, sign, more = re.fullmatch(r"(?:calc\()?var\((.*?)\)(?: ([+-]) (.*?)%?\))?|.*", value).groups()
    if not name:
        return float(value.rstrip("%"))
    return read_number(tokens[name], tokens) + (float(f"{sign}{more}") if sign else 0)


def read_colour(value: str, tokens: dict[str, str], theme: str) -> str:
    if both := re.fullmatch(r"light-dark\((.*), (.*)\)", value):
        value = both[2 if theme == "dark" else 1]
    if of_token := re.fullmatch(r"var\((.*)\)", value):
        return read_colour(tokens[of_token[1]], tokens, theme)
    if not value.startswith("hsl("):
        return value
    hue, saturation, lightness = (read_number(part, tokens) for part in re.findall(r"var\(.*?\)", value))
    rgb = colorsys.hls_to_rgb(hue % 360 / 360, lightness / 100, saturation / 100)
    return "#" + "".join(f"{round(255 * part):02x}" for part in rgb)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_can_be_read_on_its_ground(theme: str):
    tokens, seen = read_tokens(theme), 0
    for selector, words in RULE.findall((ROOT / "static/admin/guides.css").read_text()):
        declared = read_declarations(words)
        colour, ground = declared.get("color", "inherit"), declared.get("background", "var(--w-color-surface-page)")
        if colour in ("inherit", "transparent"):
            continue
        colours = [
            read_colour(one, tokens, theme) for one in (colour, ground.replace("none", "var(--w-color-surface-page)"))
        ]
        enough = ENOUGH_FOR_ICONS if ".icon" in selector else theming.ENOUGH
        assert theming.contrast(*colours) >= enough, f"{selector.strip()}: {colours}"
        seen += 1
    assert seen > 20
