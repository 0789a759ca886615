"""LANGUAGES: which languages there are, and what each lacks."""

import pytest
from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from wagtail.models import Locale

from cms.languages import read_languages
from content.setup.language_checks import check_languages


def test_codes_get_their_own_names_in_the_order_given():
    assert read_languages(["fr", "en", "hi", "PT-BR"]) == [
        ("fr", "Français"),
        ("en", "English"),
        ("hi", "हिन्दी"),
        ("pt-br", "Português Brasileiro"),
    ]


@pytest.mark.parametrize(("codes", "sentence"), [(["en", "xx"], "has xx: write codes"), (["fr"], "lacks en")])
def test_what_is_no_language_is_refused_with_what_to_write(codes, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        read_languages(codes)


def test_what_a_language_lacks_is_said(settings):
    settings.WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("hi", "हिन्दी"), ("fr", "Français")]
    said = {(message.id, message.msg) for message in check_languages(app_configs=None)}
    assert said == {
        ("content.I001", "Labels in Français (fr) are English: they are not translated."),
        ("content.I002", "No claim is found in Français (fr): no pack has rules for it."),
        ("content.I003", "Search knows no endings of words in Français (fr)."),
    }


@pytest.mark.django_db
def test_what_ours_lack_is_said_where_a_deployment_is_checked():
    said = [message for message in run_checks(include_deployment_checks=True) if message.id == "content.I002"]
    assert [message.msg for message in said] == ["No claim is found in العربية (ar): no pack has rules for it."]
    assert not [message for message in run_checks() if message.id.startswith("content.I")]


@pytest.mark.django_db
def test_pages_in_a_language_that_is_left_out_are_told(settings, mesotherapy):
    assert not run_checks(tags=[Tags.database], databases=["default"])
    settings.WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("ar", "العربية")]
    assert Locale.all_objects.filter(language_code="hi").exists()
    (warning,) = run_checks(tags=[Tags.database], databases=["default"])
    assert warning.id == "content.W007"
    assert "leaves out hi" in warning.msg
