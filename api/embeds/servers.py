"""Builds what a website's own server needs to put a fragment into its pages: for nginx, and for PHP."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html

from api.embeds.contents import Content

HERE = Path(__file__).parent
#: The address that stands for ours in website.conf.
EXAMPLE = "https://guides.example"


def build_nginx() -> str:
    """A file of nginx's settings, once for each website."""
    return _read("website.conf").replace(EXAMPLE, settings.BASE_URL)


def build_include(address: str, content: Content) -> str:
    """What nginx's pages say where the fragment of that address shall stand: first the link, in case there is none."""
    path = address.removeprefix(settings.BASE_URL)
    name = f"guide-{hashlib.sha256(path.encode()).hexdigest()[:8]}"
    link = f'<!--# block name="{name}" -->{_build_link(content)}<!--# endblock -->'
    return f'{link}<!--# include virtual="{path}" stub="{name}" -->'


def build_php(address: str, content: Content) -> str:
    """PHP that stands in the page, and puts the fragment of that address in its place."""
    code = _read("website.php")
    return code.replace("{address}", _quote(address)).replace("{link}", _quote(_build_link(content))).strip()


def _build_link(content: Content) -> str:
    return format_html('<a href="{}">{}</a>', content.web, content.title)


def _quote(text: str) -> str:
    """Within single quotes of PHP."""
    return text.replace("\\", "\\\\").replace("'", "\\'")


@cache
def _read(name: str) -> str:
    return (HERE / name).read_text()
