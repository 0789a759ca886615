"""The styles of embeds: one stylesheet for all, and custom properties from the branch's theme."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from content.model.vocabulary import ColourScheme, Font

STYLESHEET = Path(__file__).parent / "embed.css"
#: The elements with the theme's properties: the host element, where websites can override them, or the outermost box.
ROOT = ":host,.tg-root"
#: The same of a fragment, which any rule of the website overrides.
FRAGMENT_ROOT = ":where(.tg-root)"
#: Takes off what the website's rules say of all paragraphs, lists and links. A picture's own width and height stay.
RESET = """.tg-embed,.tg-embed :where(:not(img)){all:revert}
.tg-embed::before,.tg-embed::after,.tg-embed ::before,.tg-embed ::after{content:none}
"""
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
    return _build_theme(theme, scheme, ROOT) + read_stylesheet()


def build_fragment_css(theme: dict[str, Any], scheme: str | None) -> str:
    """The stylesheet of a fragment, which stands in the website's own tree: no rule of the website reaches its words.

    Only the custom properties can be overridden, as those of the element.
    """
    return _build_theme(theme, scheme, FRAGMENT_ROOT) + _read_strong_stylesheet()


def _build_theme(theme: dict[str, Any], scheme: str | None, root: str) -> str:
    chosen = scheme or theme["scheme"]
    font = FONTS.get(theme["font"], FONTS[Font.INHERIT])  # an older edition may have a font that the code no longer has
    light, dark = _properties(theme, "light"), _properties(theme, "dark")
    rules = [_rule(root, dark if chosen == ColourScheme.DARK else light), _rule(root, {"--tg-font": font})]
    if chosen == ColourScheme.AUTO:
        either = _rule(root, {name: f"light-dark({colour},{dark[name]})" for name, colour in light.items()})
        rules.append(f"@supports (color:light-dark(#000,#fff)){{{either}}}")
    else:
        rules.append(_rule(root, {"color-scheme": chosen}))
    return "".join(rules)


def _properties(theme: dict[str, Any], scheme: str) -> dict[str, str]:
    return {f"--tg-{name.replace('_', '-')}": colour for name, colour in (theme[scheme] | _SIGNALS[scheme]).items()}


def _rule(root: str, properties: dict[str, str]) -> str:
    return f"{root}{{{';'.join(f'{name}:{value}' for name, value in properties.items())}}}"


@cache
def read_stylesheet() -> str:
    """The stylesheet without comments and needless space."""
    return _shorten(STYLESHEET.read_text())


def _shorten(css: str) -> str:
    lines = [line.strip() for line in css.splitlines()]
    return "".join(line for line in lines if line and not line.startswith("/*"))


@cache
def _read_strong_stylesheet() -> str:
    """Each declaration is important, and each selector as strong as three ids: stronger than those of themes."""
    css = _shorten(RESET) + read_stylesheet()
    strong = re.sub(r"\{([^{}]*)\}", lambda block: f"{{{_make_important(block[1])}}}", css)
    return strong.replace(".tg-embed", ".tg-embed:is(.tg-embed,#tg#tg#tg)")


def _make_important(block: str) -> str:
    declarations = [declaration.removesuffix("!important") for declaration in block.split(";") if declaration]
    return ";".join(f"{declaration}!important" for declaration in declarations)
