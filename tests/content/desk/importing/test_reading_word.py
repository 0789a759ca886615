"""A Word file is read as Word shows it."""

import pytest

from content.desk.importing.outline import LineKind
from content.desk.importing.reading.documents import read_and_see, read_document
from tests.content.desk.importing.word_files import paragraph, run, write_word


def read(content: bytes) -> list[str]:
    return [line.text for line in read_document("a.docx", content).lines]


def name_unread(content: bytes) -> list[tuple[str, str]]:
    return [(str(one.reason), one.text) for one in read_document("a.docx", content).unread]


UNREAD = {
    "strike": (run("old words", "<w:strike/>"), "struck out"),
    "double strike": (run("old words", '<w:dstrike w:val="true"/>'), "struck out"),
    "vanish": (run("old words", "<w:vanish/>"), "hidden"),
    "a style of letters": (run("old words", '<w:rStyle w:val="Gone"/>'), "hidden"),
    "a style that is based on another": (run("old words", '<w:rStyle w:val="GoneToo"/>'), "hidden"),
    "a tracked deletion": ("<w:del><w:r><w:delText>old words</w:delText></w:r></w:del>", "deleted"),
    "a move": (f"<w:moveFrom>{run('old words')}</w:moveFrom>", "deleted"),
    "the code of a field": (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + run("old words")
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "hidden",
    ),
}
STYLES = (
    '<w:style w:type="character" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="GoneToo"><w:name w:val="GoneToo"/><w:basedOn w:val="Gone"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Struck"><w:name w:val="Struck"/><w:rPr><w:strike/></w:rPr></w:style>'
)


@pytest.mark.parametrize("kind", UNREAD)
def test_what_is_struck_hidden_or_deleted_is_left_out_and_named(kind):
    words, reason = UNREAD[kind]
    content = write_word(paragraph("A visit takes ", words, "30 minutes."), styles=STYLES)
    assert read(content) == ["A visit takes 30 minutes."]
    assert name_unread(content) == [(reason, "old words")]


def test_a_style_of_paragraphs_strikes_all_of_it_but_what_says_that_it_is_not():
    kept = run("Kept words.", '<w:strike w:val="0"/>')
    content = write_word(paragraph("Old words. ", kept, style="Struck"), paragraph("More."), styles=STYLES)
    assert read(content) == ["Kept words.", "More."]


@pytest.mark.parametrize(
    "switched_off", ['<w:strike w:val="0"/>', '<w:vanish w:val="false"/>', '<w:dstrike w:val="off"/>']
)
def test_what_is_switched_off_strikes_and_hides_nothing(switched_off):
    assert read(write_word(paragraph("Avoid ", run("the sun.", switched_off)))) == ["Avoid the sun."]


def test_tracked_insertions_are_read():
    content = write_word(
        paragraph("Rest for ", f"<w:ins>{run('two')}</w:ins>", f"<w:moveTo>{run(' days.')}</w:moveTo>")
    )
    assert read(content) == ["Rest for two days."]


def test_a_deleted_row_of_a_table_is_left_out():
    rows = "".join(
        f"<w:tr><w:trPr>{mark}</w:trPr><w:tc>{paragraph(text)}</w:tc></w:tr>"
        for mark, text in (("", "Kept"), ("<w:del/>", "Old"))
    )
    content = write_word(f"<w:tbl>{rows}</w:tbl>")
    assert read(content) == ["Kept"]
    assert name_unread(content) == [("deleted", "Old")]


def test_words_of_which_only_a_part_is_formatted_stay_one_word():
    content = write_word(paragraph("Hyper", run("trophic", "<w:b/>"), "<w:proofErr/>", " scars."))
    assert read(content) == ["Hypertrophic scars."]


@pytest.mark.parametrize("kind", ['w:type="page"', 'w:type="column"', 'w:type="textWrapping" w:clear="all"', ""])
def test_the_end_of_a_page_column_or_line_keeps_words_apart(kind):
    content = write_word(f"<w:p><w:r><w:t>30</w:t><w:br {kind}/><w:t>minutes</w:t></w:r></w:p>")
    outline, seen = read_and_see("a.docx", content)
    assert ([line.text for line in outline.lines], seen) == (["30 minutes"], "30 minutes")


def test_a_hyphen_that_keeps_words_together_is_one_to_both_readers():
    content = write_word("<w:p><w:r><w:t>pain</w:t><w:noBreakHyphen/><w:t>free</w:t></w:r></w:p>")
    outline, seen = read_and_see("a.docx", content)
    assert (outline.lines[0].text, seen) == ("pain‑free", "pain-free")


OUTSIDE = {
    "no paragraph": run("Lost words"),
    "a content control": f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Lost words')}</w:sdtContent></w:sdt>",
    "a content control with paragraphs": f"<w:sdt><w:sdtContent>{paragraph('Lost words')}</w:sdtContent></w:sdt>",
    "custom XML": f"<w:customXml>{paragraph('Lost words')}</w:customXml>",
    "a smart tag": paragraph(f"<w:smartTag>{run('Lost words')}</w:smartTag>"),
    "a field": paragraph(f'<w:fldSimple w:instr="TITLE">{run("Lost words")}</w:fldSimple>'),
    "a formula": paragraph("<m:oMath><m:r><m:t>Lost words</m:t></m:r></m:oMath>"),
    "an old text box": paragraph(
        f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{paragraph('Lost words')}</w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    ),
    "a text box in two writings": paragraph(
        "<w:r><mc:AlternateContent>"
        + "".join(
            f"<mc:{name}><wps:txbx><w:txbxContent>{paragraph('Lost words')}</w:txbxContent></wps:txbx></mc:{name}>"
            for name in ("Choice", "Fallback")
        )
        + "</mc:AlternateContent></w:r>"
    ),
}


@pytest.mark.parametrize("kind", OUTSIDE)
def test_text_is_read_once_wherever_it_stands(kind):
    outline, seen = read_and_see("a.docx", write_word(paragraph("Before."), OUTSIDE[kind], paragraph("After.")))
    assert [line.text for line in outline.lines] == ["Before.", "Lost words", "After."]
    assert seen == "Before. Lost words After."


def test_two_text_boxes_in_one_drawing_are_read():
    boxes = "".join(f"<v:textbox><w:txbxContent>{paragraph(text)}</w:txbxContent></v:textbox>" for text in "ab")
    assert read(write_word(paragraph(f"<w:r><w:pict>{boxes}</w:pict></w:r>", "c"))) == ["a", "b", "c"]


def test_headers_and_footers_that_are_shown_are_read_and_belong_to_no_section():
    refs = '<w:headerReference w:type="default" r:id="header1"/><w:footerReference w:type="default" r:id="footer1"/>'
    content = write_word(paragraph("Text."), section=refs, header1=paragraph("Our clinic"), footer1=paragraph("Ask us"))
    lines = read_document("a.docx", content).lines
    assert [(line.text, line.detached) for line in lines] == [("Our clinic", True), ("Text.", False), ("Ask us", True)]


@pytest.mark.parametrize(
    ("kind", "switch", "setting"),
    [("first", "<w:titlePg/>", ""), ("even", "", "<w:evenAndOddHeaders/>")],
)
def test_a_header_that_is_not_shown_is_left_out_until_it_is_switched_on(kind, switch, setting):
    ref = f'<w:headerReference w:type="{kind}" r:id="header1"/>'
    off = write_word(paragraph("Text."), section=ref, header1=paragraph("Old clinic"))
    on = write_word(paragraph("Text."), section=ref + switch, settings=setting, header1=paragraph("Old clinic"))
    assert (read(off), name_unread(off)) == (["Text."], [("hidden", "Old clinic")])
    assert read(on) == ["Old clinic", "Text."]


def test_a_footnote_stands_behind_its_paragraph_and_no_number_grows_by_its_mark():
    content = write_word(
        paragraph("A visit takes 30", '<w:r><w:footnoteReference w:id="2"/></w:r>', " minutes."),
        paragraph("Safety", style="Heading1"),
        paragraph("It suits adults."),
        footnotes=f'<w:footnote w:id="2">{paragraph("Longer for a beard.")}</w:footnote>',
    )
    lines = read_document("a.docx", content).lines
    assert [(line.kind, line.text) for line in lines] == [
        (LineKind.PARAGRAPH, "A visit takes 30 minutes."),
        (LineKind.NOTE, "[1] Longer for a beard."),
        (LineKind.HEADING, "Safety"),
        (LineKind.PARAGRAPH, "It suits adults."),
    ]
    assert lines[0].html == "A visit takes 30 <sup>[1]</sup> minutes."


def test_a_footnote_of_an_item_stands_behind_its_list():
    ref = '<w:r><w:endnoteReference w:id="2"/></w:r>'
    content = write_word(
        paragraph("Shave", ref, style="ListBullet"),
        paragraph("Rest", style="ListBullet"),
        endnotes=f'<w:endnote w:id="2">{paragraph("With foam.")}</w:endnote>',
    )
    assert read(content) == ["Shave", "Rest", "[1] With foam."]


def test_comments_are_named_and_not_read():
    comment = f'<w:comment w:id="0">{paragraph("Ask the lawyer")}</w:comment>'
    content = write_word(paragraph("Text."), comments=comment)
    assert (read(content), name_unread(content)) == (["Text."], [("comment", "Ask the lawyer")])
