"""What no browser has typed is bounded or refused before it is converted, which takes long and recurses."""

import json
import time
from typing import Any

import pytest
from django.core.exceptions import BadRequest
from django.urls import reverse
from wagtail.blocks import RichTextBlock
from wagtail.test.utils.form_data import streamfield

from content.model.guides.models import GuidePage
from content.model.richtext.editor import MOST_DEPTH, BoundedEditor, bound
from content.model.richtext.features import FEATURES
from tests.support.guide_forms import draft_of, form_data

LINK = {"0": {"type": "LINK", "data": {"url": "https://a.example"}}}


def block(text: str = "plain words", **given: Any) -> dict[str, Any]:
    return {
        "key": "k",
        "text": text,
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [],
    } | given


def write(*blocks: Any, links: Any = LINK) -> str:
    return json.dumps({"blocks": list(blocks), "entityMap": links})


def convert(sent: str) -> str:
    html: str = BoundedEditor(features=FEATURES).value_from_datadict({"text": sent}, {}, "text")
    return html


def style(offset: int, length: int, name: str = "BOLD") -> dict[str, Any]:
    return {"offset": offset, "length": length, "style": name}


def link(offset: int, length: int, key: int = 0) -> dict[str, Any]:
    return {"offset": offset, "length": length, "key": key}


def test_what_an_editor_sends_is_converted_as_before():
    typed = block(inlineStyleRanges=[style(0, 5), style(2, 6, "ITALIC")], entityRanges=[link(6, 5)])
    item = block("an item", type="unordered-list-item", depth=1)
    editor = super(BoundedEditor, BoundedEditor(features=FEATURES))
    sent = write(typed, item)
    assert convert(sent) == editor.value_from_datadict({"text": sent}, {}, "text")
    assert convert("null") == ""


def test_many_paragraphs_are_read_in_little_time_and_no_word_is_lost():
    began = time.process_time()
    html = convert(write(*(block(f"word{n}") for n in range(20_000)), block("a\n" * 20_000)))
    assert time.process_time() - began < 3
    assert "word499</p>" in html
    assert "word19998 word19999 a<br/>a<br/>" in html


def test_lists_and_styles_are_nested_no_deeper_than_can_be_read():
    html = convert(write(block(type="unordered-list-item", depth=900, inlineStyleRanges=[style(1, 9)] * 2_000)))
    assert html.count("<ul>") == MOST_DEPTH + 1
    assert html.count("<b>") == 1


def test_styles_that_overlap_are_joined():
    ranges = [style(0, 4), style(2, 4), style(9, 2), style(3, -9), style(-4, 2)]
    assert "<b>plain </b>wor<b>ds</b>" in convert(write(block(inlineStyleRanges=ranges)))


@pytest.mark.parametrize(
    "sent",
    [
        *("", "{", "5", "[]", "{}", "[" * 5_000, '{"blocks": {}}', '{"blocks": [1]}'),
        *(write(block(text=5)), write(block(text="a\x00b")), write(block(text="\ud800")), write(block(type=[]))),
        *(write(block(depth="x")), write(block(inlineStyleRanges=[{}])), write(block(entityRanges=[link(0, 3, 9)]))),
        write(block(entityRanges=[link(0, 9), link(3, 2)])),
    ],
)
def test_what_no_editor_sends_is_a_bad_request(sent):
    with pytest.raises(BadRequest):
        bound(sent)


def test_the_editor_of_every_text_is_bounded():
    streams = [field for field in GuidePage._meta.fields if hasattr(field, "stream_block")]
    texts = [text for field in streams for text in _find_texts(field.stream_block)]
    assert texts
    assert all(isinstance(text.field.widget, BoundedEditor) for text in texts)


def _find_texts(block: Any) -> list[Any]:
    below = [*getattr(block, "child_blocks", {}).values(), *filter(None, [getattr(block, "child_block", None)])]
    return [block] * isinstance(block, RichTextBlock) + [text for child in below for text in _find_texts(child)]


@pytest.mark.django_db
def test_a_form_with_such_a_text_is_no_error_of_ours(as_user, mesotherapy):
    address = reverse("wagtailadmin_pages:edit", args=[mesotherapy.pk])
    hostile = streamfield([("paragraph", {"text": write(block(type=[]))})])
    long = streamfield([("paragraph", {"text": write(*[block("ten letters")] * 600)})])
    client = as_user("editor")
    before = draft_of(mesotherapy).mechanism_blocks[0].value["text"].source
    assert client.post(address, form_data(mesotherapy, mechanism_blocks=hostile)).status_code == 400
    answer = client.post(address, form_data(mesotherapy, mechanism_blocks=long))
    assert "mechanism_blocks" in answer.context["form"].errors
    assert draft_of(mesotherapy).mechanism_blocks[0].value["text"].source == before
