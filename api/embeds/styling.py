"""The styles of embeds: one stylesheet for all, and custom properties from the branch's theme."""

from functools import cache
from pathlib import Path
from typing import Any

from content.model.vocabulary import ColourScheme, Font

STYLESHEET = Path(__file__).parent / "embed.css"
#: The elements with the theme's properties: the host element, where websites can override them, or the outermost box.
ROOT = ":host,.tg-root"
FONTS: dict[str, str] = {
    Font.INHERIT: "inherit",
    Font.SANS: 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif',
    Font.SERIF: '"Iowan Old Style","Palatino Linotype",Palatino,"Noto Serif",Georgia,serif',
    Font.ROUNDED: 'ui-rounded,"Hiragino Maru Gothic ProN",Quicksand,Nunito,"Noto Sans",sans-serif',
}
#: Fixed colours of notes and warnings, each with its background.
_SIGNALS = {
    "light": {"warn": "#8a3b12", "warn-ground": "#fdf0e6", "stop": "#9b1c31", "stop-ground": "#fceef0"},
    "dark": {"warn": "#f3b083", "warn-ground": "#33241a", "stop": "#f5a3b0", "stop-ground": "#351b21"},
}


def build_css(theme: dict[str, Any], scheme: str | None) -> str:
    """The whole stylesheet. `scheme` overrides the theme's scheme.

    With the automatic scheme an embed is dark if its page is: `light-dark()` uses the inherited `color-scheme`.
    """
    chosen = scheme or theme["scheme"]
    font = FONTS.get(theme["font"], FONTS[Font.INHERIT])  # an older edition may have a font that the code no longer has
    light, dark = _properties(theme, "light"), _properties(theme, "dark")
    rules = [_rule(dark if chosen == ColourScheme.DARK else light), _rule({"--tg-font": font})]
    if chosen == ColourScheme.AUTO:
        either = _rule({name: f"light-dark({colour},{dark[name]})" for name, colour in light.items()})
        rules.append(f"@supports (color:light-dark(#000,#fff)){{{either}}}")
    else:
        rules.append(_rule({"color-scheme": chosen}))
    return "".join(rules) + read_stylesheet()


def _properties(theme: dict[str, Any], scheme: str) -> dict[str, str]:
    return {f"--tg-{name.replace('_', '-')}": colour for name, colour in (theme[scheme] | _SIGNALS[scheme]).items()}


def _rule(properties: dict[str, str]) -> str:
    return f"{ROOT}{{{';'.join(f'{name}:{value}' for name, value in properties.items())}}}"


@cache
def read_stylesheet() -> str:
    """The stylesheet without comments and needless space."""
    lines = [line.strip() for line in STYLESHEET.read_text().splitlines()]
    return "".join(line for line in lines if line and not line.startswith("/*"))
