"""A new guide begins with a template's prompts. They are saved as a draft, and never submitted or published."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from content.desk.writing.style import read_style
from content.model.guides.models import GuidePage
from content.model.guides.refusals import find_final_refusals
from content.model.prompts.marks import find_prompts
from content.model.prompts.templates import Template, fill
from content.model.publishing import Refused
from content.model.sections import SECTIONS
from tests.support import signing
from tests.support.guide_forms import draft_of, edit

pytestmark = pytest.mark.django_db


def refused(page: GuidePage) -> set[str]:
    return {refusal.field for refusal in find_final_refusals(page) if refusal.code == "prompt_left"}


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("language", ["en", "hi"])
def test_a_template_fills_every_section_with_prompts_that_can_be_saved(template, language):
    page = GuidePage(locale=Locale.objects.get(language_code=language))
    fill(page, template)
    sections = {name for section in SECTIONS for name in (section.lead_field, section.blocks_field)}
    assert refused(page) == {"summary", "faqs", *sections}
    page.clean_fields(exclude=["title", "slug", "path", "depth"])
    for section in SECTIONS:
        stream = getattr(page, section.blocks_field)
        assert list(stream.stream_block.clean(stream))


def test_a_new_guide_offers_templates_and_shows_the_chosen_one(as_user, guide_index):
    address = reverse("wagtailadmin_pages:add", args=["content", "guidepage", guide_index.pk])
    client = as_user("editor")
    empty, filled = client.get(address).content.decode(), client.get(f"{address}?template=peel").content.decode()
    assert 'href="?template=peel"' in empty
    assert "⟦" not in empty
    assert "Which acid is used" in filled
    assert client.get(f"{address}?template=else").status_code == 200


def test_a_prompt_keeps_a_guide_from_being_submitted_and_published_but_not_from_being_saved(as_user, peel):
    answer = edit(as_user("editor"), peel, button="action-submit", sessions_lead="⟦How many visits?⟧")
    assert "A prompt is left: “How many visits?”." in answer.content.decode()
    assert edit(as_user("editor"), peel, button="save", sessions_lead="⟦How many visits?⟧").status_code == 302
    draft = draft_of(peel)
    assert draft.sessions_lead == "⟦How many visits?⟧"
    signing.sign(draft)
    with pytest.raises(Refused, match="A prompt is left"):
        draft.save_revision().publish()


def test_a_prompt_that_lost_a_mark_is_still_one():
    assert list(find_prompts([{"value": {"text": "<p>Ours. ⟦Say why</p>"}}, "Say when⟧ ours"])) == [
        "Say why",
        "Say when",
    ]


def test_the_style_guide_stands_beside_the_form_in_the_language_of_the_page(as_user, mesotherapy):
    hindi = GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")
    for page, language in ((mesotherapy, "en"), (hindi, "hi")):
        html = as_user("editor").get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert read_style(language)["safety"][0] in html
        assert f'data-language="{language}"' in html
    assert read_style("hi").keys() == read_style("en").keys() == read_style("ar").keys()
