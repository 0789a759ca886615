from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model.richtext.portable_text import GuideLink, build_portable_text, plain_text, render_html
from content.model.richtext.sanitiser import sanitise

GUIDE = GuideLink(guide="52c39f2a-55fe-5d2f-8b04-ea2497aa0b95", href="/guides/peel/?locale=en")


def resolve(page_id):
    return GUIDE if page_id == "7" else None


def html_of(source: str) -> str:
    return render_html(build_portable_text(source, resolve))


def test_a_paragraph_with_marks_becomes_spans():
    assert build_portable_text("<p>One <b>two <i>three</i></b></p>", resolve) == [
        {
            "_type": "block",
            "_key": "b0",
            "style": "normal",
            "markDefs": [],
            "children": [
                {"_type": "span", "_key": "b0s0", "text": "One ", "marks": []},
                {"_type": "span", "_key": "b0s1", "text": "two ", "marks": ["strong"]},
                {"_type": "span", "_key": "b0s2", "text": "three", "marks": ["strong", "em"]},
            ],
        }
    ]


def test_lists_keep_their_kind_and_depth():
    blocks = build_portable_text("<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>", resolve)
    assert [(b["listItem"], b["level"], plain_text([b])) for b in blocks] == [
        ("bullet", 1, "a"),
        ("number", 2, "b"),
        ("bullet", 1, "c"),
    ]
    assert render_html(blocks) == "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>"


def test_a_link_to_a_guide_carries_its_id_and_address():
    (block,) = build_portable_text('<p><a linktype="page" id="7">Peel</a></p>', resolve)
    assert block["markDefs"] == [{"_key": "b0l0", "_type": "link", "href": GUIDE.href, "guide": GUIDE.guide}]
    assert f'data-guide="{GUIDE.guide}"' in render_html([block])


def test_a_link_to_what_is_not_public_is_plain_text():
    assert html_of('<p><a linktype="page" id="8">Secret</a> plan</p>') == "<p>Secret plan</p>"


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "//evil.example", "/admin/"])
def test_a_link_that_may_not_be_served_is_plain_text(href):
    assert html_of(f'<p><a href="{href}">x</a></p>') == "<p>x</p>"


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script><p>a</p>",
        '<p onclick="x()">a</p>',
        "<p>a<img src=x onerror=alert(1)></p>",
        "<p>a</p><style>p{}</style>",
        "<p>a</p><!-- secret -->",
        "<svg onload=alert(1)></svg><p>a</p>",
    ],
)
def test_nothing_active_comes_through(source):
    assert html_of(source) == "<p>a</p>"


def test_the_sanitiser_is_the_last_gate():
    dirty = '<div class="x" onclick="y()" style="z"><script>1</script><a href="javascript:1">t</a></div>'
    assert sanitise(dirty) == '<div class="x"><a rel="noopener noreferrer">t</a></div>'


@given(st.text(alphabet=st.characters(exclude_categories=("C",))))
def test_any_text_survives_as_text(text):
    blocks = build_portable_text(f"<p>{escape(text)}</p>", resolve)
    assert plain_text(blocks).split() == text.split()


@given(st.text(alphabet="<>abp/ ul=\"'&;liscrt!-"))
def test_whatever_is_typed_the_html_stays_within_the_list(source):
    html = html_of(source)
    assert sanitise(html) == html
