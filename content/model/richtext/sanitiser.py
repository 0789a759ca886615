"""The last filter for all served HTML: an allow-list of tags, attributes and address schemes."""

from functools import lru_cache

import nh3

TEXT_TAGS = {"p", "strong", "em", "sup", "sub", "ol", "ul", "li", "a", "br"}
COMPONENT_TAGS = TEXT_TAGS | {
    *("div", "section", "h3", "h4", "dl", "dt", "dd", "figure", "figcaption"),
    *("img", "picture", "source", "span", "cite"),
}
ATTRIBUTES = {
    "a": {"href", "data-guide"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "source": {"type", "srcset", "sizes"},
    "*": {"class", "lang", "dir", "id"},
}
SCHEMES = {"http", "https", "mailto", "tel"}


@lru_cache(maxsize=2_000)
def sanitise(html: str) -> str:
    """Remove everything that is not on the list. Scripts and styles are removed with their content.

    Cached: a guide that is compiled again has mostly the same blocks.
    """
    return nh3.clean(html, tags=COMPONENT_TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES).strip()
