"""What has no label of its own shows its name, which translators know."""

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import override
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from content.model import labels
from content.model.blocks.choosers import GuideBlock, ThingBlock
from content.model.branches.models import Offering
from content.model.group.models import GroupSettings
from content.model.images.models import GuideImage


def test_every_name_that_a_form_shows_is_marked_for_translation():
    pages = [model for model in apps.get_app_config("content").get_models() if issubclass(model, Page)]
    shown = [*pages, *get_snippet_models(), GroupSettings, GuideImage, Offering]
    columns = [name for model in get_snippet_models() for name in model.snippet_viewset.list_display]
    found = (field for model in shown for field in labels.find_fields(model))
    fields = {field.name for field in found if field.editable or field.name in columns}
    blocks = {block.name for model in shown for block in labels.find_blocks(model)}
    names = {capfirst(name.replace("_", " ")) for name in fields | blocks}
    assert {"Country", "Reviewer", "Resolves within days"} <= names
    assert names - labels.NAMES <= {"Id", "Page ptr", "Translation key"}


def test_a_name_is_told_in_the_readers_language():
    country = apps.get_model("content.BranchPage")._meta.get_field("country")
    with override("ar"):
        assert str(country.verbose_name) == "البلد"
    with override("en"):
        assert str(country.verbose_name) == "country"


def test_a_chooser_speaks_the_language_of_each_reader_not_of_the_first():
    for block in (ThingBlock("content.Therapy"), GuideBlock("content.GuidePage")):
        said = set()
        for language in ("en", "hi", "ar"):
            with override(language):
                said.add(str(block.widget.choose_one_text))
        assert len(said) == 3
