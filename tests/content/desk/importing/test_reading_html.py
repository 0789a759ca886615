"""A web page is read as a browser shows it."""

import pytest

from content.desk.importing.outline import LineKind
from content.desk.importing.reading.documents import read_and_see, read_document
from content.desk.importing.words import split_words


def read(html: str) -> list[str]:
    return [line.text for line in read_document("a.html", html.encode()).lines]


SHOWN = {
    "items without an end": ("<ul><li>one<li>two</ul>", ["one", "two"]),
    "paragraphs without an end": ("<p>one<p>two<h2>three</h2>four", ["one", "two", "three", "four"]),
    "terms without an end": ("<dl><dt>one<dd>two<dt>three<dd>four</dl>", ["one: two", "three: four"]),
    "rows without an end": ("<table><tr><td>one<td>two<tr><td>three<td>four</table>", ["one | two", "three | four"]),
    "a list in a list": ("<ul><li>one</li><ul><li>two</li></ul><li>three</li></ul>", ["one", "two", "three"]),
    "a list in an item": ("<ul><li>one<ol><li>two</ol>three</ul>", ["one", "two", "three"]),
    "a form": ("<form><p>one</p><label>two <input></label><button>three</button></form>", ["one", "two", "three"]),
    "options": ("<select><option>one<option>two</select>", ["one", "two"]),
    "a cell with paragraphs": ("<table><tr><td><p>one</p><p>two</p></td></tr></table>", ["one; two"]),
    "paragraphs of an item": ("<ul><li><p>one. </p><p><b>two </b></p><p>three</p></ul>", ["one. two; three"]),
    "an unknown element": ("<p>hyper<x-y>trophic</x-y><o:p></o:p> scars</p>", ["hypertrophic scars"]),
    "nothing but an invisible space": ("<p>\u200b</p><p>one</p>", ["one"]),
    "letters above others": ("<p><ruby>one<rt>two</rt></ruby></p>", ["one two"]),
    "a cell with lines": ("<table><tr><td>30<br>minutes</td></tr></table>", ["30 minutes"]),
    "a wrapped line": ("<p>30<br>minutes</p>", ["30 minutes"]),
    "lines": ("<p>One.<br>Two.<br><br>Three.</p>", ["One.", "Two.", "Three."]),
    "a table in a table": (
        "<table><tr><td>one</td><td><table><tr><td>two</td></tr><tr><td>three</td></tr></table></td></tr></table>",
        ["one | two; three"],
    ),
    "a table that lays out the page": (
        "<table><tr><td>one</td><td><h1>two</h1><p>three</p></td></tr></table>",
        ["one", "two", "three"],
    ),
    "a caption": ("<table><caption>one</caption><tr><td>two</td></tr></table>", ["one", "two"]),
    "text in a table, but in no cell": ("<table>one<tr><td>two</td></tr></table>", ["one", "two"]),
    "closed details": ("<details><summary>one</summary>two</details>", ["one", "two"]),
    "letters in bold": ("<p>hyper<b>trophic</b> scars</p>", ["hypertrophic scars"]),
    "aria-hidden": ('<p aria-hidden="true">one</p>', ["one"]),
    "a drawing": ("<svg><title>x</title><text>one</text></svg><p>two</p>", ["one", "two"]),
    "typed bullets": ("<p>•&nbsp; one</p><p>• two<br>• three</p>", ["one", "two", "three"]),
    "cards": ("<ul><li><h3>one</h3><p>two</p></li></ul>", ["one", "two"]),
    "a species": ("<p>C. acnes<p>E. coli", ["C. acnes", "E. coli"]),
}


@pytest.mark.parametrize("kind", SHOWN)
def test_what_a_browser_shows_is_read_once(kind):
    html, lines = SHOWN[kind]
    outline, seen = read_and_see("a.html", html.encode())
    assert [line.text for line in outline.lines] == lines
    assert sorted(split_words(seen)) == sorted(split_words(" ".join(lines)))


UNREAD = {
    "s": ("<s>old words</s>", "struck out"),
    "strike": ("<strike>old words</strike>", "struck out"),
    "del": ("<del>old <b>words</b></del>", "struck out"),
    "line-through": ('<span style="text-decoration: line-through">old words</span>', "struck out"),
    "line-through by a class": ('<span class="gone">old words</span>', "struck out"),
    "hidden": ("<span hidden>old words</span>", "hidden"),
    "display": ('<span style="display : none">old words</span>', "hidden"),
    "display by a class": ('<b class="x ghost">old words</b>', "hidden"),
    "display by an id on a screen": ('<span id="pop">old words</span>', "hidden"),
    "visibility": ('<span style="visibility:hidden">old words</span>', "hidden"),
    "noscript": ("<noscript>old words</noscript>", "hidden"),
    "clipped": ('<span class="sr">old words</span>', "hidden"),
    "off the screen": ('<span style="position:absolute;left:-9999px">old words</span>', "hidden"),
    "transparent": ('<span style="opacity: 0">old words</span>', "hidden"),
    "Word's hidden letters": ('<span style="mso-hide:all">old words</span>', "hidden"),
}
SHEET = """<style><!-- .gone { text-decoration: red line-through }
 p.none, .ghost { color: red; display: none }
 @media screen { #pop { display: none } } @media print { p { display: none } }
 .sr { position: absolute; clip: rect(0, 0, 0, 0) } .never:hover, p::before { display: none }
--></style>"""


@pytest.mark.parametrize("kind", UNREAD)
def test_what_is_struck_or_hidden_is_left_out_and_named(kind):
    html, reason = UNREAD[kind]
    outline = read_document("a.html", f"{SHEET}<p>Wait {html} two days.</p>".encode())
    assert [line.text for line in outline.lines] == ["Wait two days."]
    assert [(str(one.reason), one.text) for one in outline.unread] == [(reason, "old words")]


@pytest.mark.parametrize(
    "html",
    [
        '<style>.a{display:none} div .a{display:block}</style><div><p class="a">Shown</p></div>',
        '<style>.a{display:block !important}</style><p class="a" style="display:none">Shown</p>',
        "<style>s{text-decoration:none}</style><p><s>Shown</s></p>",
        '<div style="visibility:hidden"><p style="visibility:visible">Shown</p></div>',
        '<p style="text-decoration:underline">Shown</p>',
        '<style media="print">p{display:none}</style><p>Shown</p>',
        "<style>p:not(.other){display:block} p.other{display:none}</style><p hidden>Shown</p>",
        '<p style="text-indent:-18pt">Shown</p>',
        "<ins>Shown</ins>",
    ],
)
def test_what_is_shown_after_all_is_read(html):
    assert read(html) == ["Shown"]


def test_words_beside_a_struck_one_stay_apart():
    assert read("<p>Rest<s> never </s>two days, £<s>340</s>210</p>") == ["Rest two days, £210"]


FOOTNOTES = {
    "a list at the end": (
        '<p>It takes 30<sup><a href="#n1" id="r1">1</a></sup> minutes.</p><h2>Safety</h2><p>It is safe.</p>'
        '<ol><li id="n1">Longer for a beard. <a href="#r1">↩</a></li></ol>',
        "[1] Longer for a beard.",
    ),
    "as Word saves them": (
        '<p>It takes 30<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a> minutes.</p><h2>Safety</h2>'
        '<p>It is safe.</p><div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> Longer for a beard.</p></div>',
        "[1] Longer for a beard.",
    ),
    "a star in brackets": (
        '<p>It takes 30 [<a href="#star">*</a>] minutes.</p><h2>Safety</h2><p>It is safe.</p>'
        '<p id="star">* Longer for a beard.</p>',
        "[*] Longer for a beard.",
    ),
}


@pytest.mark.parametrize("kind", FOOTNOTES)
def test_a_footnote_stands_behind_the_paragraph_that_refers_to_it(kind):
    html, note = FOOTNOTES[kind]
    lines = read_document("a.html", html.encode()).lines
    assert [(str(line.kind), line.text) for line in lines] == [
        ("paragraph", "It takes 30 minutes."),
        ("note", note),
        ("heading", "Safety"),
        ("paragraph", "It is safe."),
    ]


def test_a_raised_number_without_a_note_is_no_digit_of_the_number_before_it():
    assert read("<p>It takes 30<sup>2</sup> minutes on 5 cm<sup>2</sup>.</p>") == ["It takes 30² minutes on 5 cm²."]


def test_a_table_of_contents_has_no_footnotes():
    html = '<p>See <a href="#a">1</a></p><h2 id="a">Process</h2><p>Lie down.</p>'
    assert read(html) == ["See 1", "Process", "Lie down."]


def test_a_cell_that_reaches_into_further_rows_stands_in_each():
    html = (
        "<table><tr><td rowspan=2>Week 1<td>Crusts<td>Spray<tr><td>Itching<td rowspan=9>Sleep</table>"
        "<table><tr><td>Other</table>"
    )
    lines = read_document("a.html", html.encode()).lines
    assert [line.cells for line in lines] == [("Week 1", "Crusts", "Spray"), ("Week 1", "Itching", "Sleep"), ("Other",)]
    assert [line.text for line in lines][1] == "Itching | Sleep"


def test_links_and_emphasis_are_kept_across_lines():
    html = '<p>See <a href="https://example.org/a?b&amp;c"><b>our <i>list</i></b></a><br>of prices &amp; times</p>'
    line = read_document("a.html", html.encode()).lines[0]
    assert line.kind == LineKind.PARAGRAPH
    assert line.html == 'See <a href="https://example.org/a?b&amp;c"><b>our <i>list</i></b></a> of prices &amp; times'
