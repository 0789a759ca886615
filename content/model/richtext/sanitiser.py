"""The last gate before any HTML is served: an allow-list of tags, attributes and address schemes."""

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


def sanitise(html: str) -> str:
    """Return html with everything removed that is not on the list; script and style go with their content."""
    return nh3.clean(html, tags=COMPONENT_TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES).strip()
