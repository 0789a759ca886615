"""Which strings of a document are words: all that no serializer declares to be a code."""

from dataclasses import replace

import pytest

from content.edition.compiler import Compiled, compile_guide
from content.edition.wording import read_words
from content.model.notices.models import Recall
from content.release.notices import recalling

pytestmark = pytest.mark.django_db


def texts(compiled: Compiled) -> list[str]:
    return [words.text for words in read_words(compiled)]


@pytest.fixture
def compiled(peel) -> Compiled:
    return compile_guide(peel)


def with_content(compiled: Compiled, **content) -> Compiled:
    return replace(compiled, content=compiled.content | content)


def test_titles_are_words_and_addresses_ids_and_codes_are_not(compiled, peel):
    found = texts(compiled)
    assert {peel.title, peel.summary, "Skin", "Dr Asha Rao", peel.hero_alt} <= set(found)
    silent = [compiled.content["id"], compiled.content["links"]["web"], compiled.content["body_area"], "guide", "en"]
    assert not set(silent) & set(found)


def test_a_field_that_nobody_has_declared_is_words(compiled):
    added = {"motto": "One", "more": [{"deep": ["Two"]}], "hero": {**compiled.content["hero"], "caption": "Three"}}
    assert {"One", "Two", "Three"} <= set(texts(with_content(compiled, **added)))


def test_what_is_none_of_the_choices_is_words(compiled):
    """DRF serves whatever stands in the column."""
    assert "Wonder cures" in texts(with_content(compiled, body_area="Wonder cures", type="Wonder cures"))


def test_words_say_whose_they_are(compiled):
    kinds = {(words.kind, words.name) for words in read_words(compiled)}
    assert {("guide", ""), ("clinician", "Dr Asha Rao"), ("category", "Skin")} <= kinds


def test_a_recalled_section_is_not_read(peel):
    reason = "It may burn the skin."
    recalling.recall(
        Recall(guide=peel.translation_key, title="P", section="process", severity="serious", reason=reason)
    )
    assert not any(reason in text for text in texts(compile_guide(peel)))
