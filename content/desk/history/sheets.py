"""Readers' web page as a sheet that is only looked at: with what changed marked in it, or with a margin, for print."""

from bs4 import BeautifulSoup, Tag
from django.templatetags.static import static
from lxml.html.diff import htmldiff


def read_page(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def still_links(page: BeautifulSoup) -> None:
    """The site's own pages are those of today, and show themselves in no frame. Other websites open in a tab."""
    for link in page.find_all("a", href=True):
        address = str(link["href"])
        if address.startswith(("http://", "https://")):
            link["target"], link["rel"] = "_blank", "noopener"
        elif not address.startswith(("#", "tel:", "mailto:")):
            del link["href"]


def mark_differences(before: BeautifulSoup, after: BeautifulSoup) -> None:
    """Into the page of `after`, as <ins> and <del> within its text."""
    old, new = before.main, after.main
    assert old
    assert new
    marked = htmldiff(old.decode_contents(), new.decode_contents())
    new.clear()
    new.append(read_page(marked))
    _add_styles(after, "admin/differences.css")
    open_all(after)


def add_margin(page: BeautifulSoup, margin: str) -> None:
    """For print: nothing folded away, no picture still to come, and the margin beside the page."""
    assert page.body
    page.body["class"] = "proof"
    page.body.append(read_page(margin))
    _add_styles(page, "admin/proof.css")
    open_all(page)
    for picture in page.find_all("img"):
        picture["loading"] = "eager"


def open_all(page: BeautifulSoup) -> None:
    for folded in page.find_all("details"):
        folded["open"] = ""


def _add_styles(page: BeautifulSoup, name: str) -> None:
    head = page.head
    assert isinstance(head, Tag)
    head.append(page.new_tag("link", rel="stylesheet", href=static(name)))
