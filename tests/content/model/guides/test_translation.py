"""Translating a guide with Wagtail's own simple_translation."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from content.model.guides.models import GuidePage
from content.model.guides.refusals import find_refusals
from tests.support import signing

pytestmark = pytest.mark.django_db


def translate(client, page: GuidePage, code: str) -> GuidePage:
    locale = Locale.objects.get(language_code=code)
    address = reverse("simple_translation:submit_page_translation", args=[page.pk])
    assert client.post(address, {"locales": [locale.pk], "include_subtree": ""}).status_code == 302
    return GuidePage.objects.get(translation_key=page.translation_key, locale=locale)


def test_a_translation_begins_as_a_draft_in_its_own_tree(as_user, peel, api):
    page = translate(as_user("editor"), peel, "ar")
    assert (page.live, page.alias_of) == (False, None)
    assert page.get_parent().locale.language_code == "ar"
    assert api("guides/superficial-chemical-peel/", locale="ar").json()["locale"] == "en"


def test_a_published_translation_is_served_under_the_same_id(as_user, peel, api):
    page = translate(as_user("editor"), peel, "ar")
    page.title = "تقشير"
    signing.publish(page)
    guide = api(f"guides/{peel.translation_key}/", locale="ar").json()
    assert (guide["locale"], guide["title"], guide["translation"]["source_locale"]) == ("ar", "تقشير", "en")
    assert guide["sections"][0]["heading"] == "كيف يعمل"


def test_a_translation_is_stale_once_its_source_was_published_again(mesotherapy, api):
    assert api("guides/mesotherapy-for-hair/", locale="hi").json()["translation"]["stale"] is False
    mesotherapy.summary = "New."
    signing.publish(mesotherapy)
    assert api("guides/mesotherapy-for-hair/", locale="hi").json()["translation"]["stale"] is True


def test_a_translation_without_a_public_source_is_refused_by_the_form_and_served_by_nobody(as_user, peel, api):
    page = translate(as_user("editor"), peel, "ar")
    peel.unpublish()
    page = GuidePage.objects.get(pk=page.pk)
    assert "source_not_public" in {refusal.code for refusal in find_refusals(page)}
    signing.publish(page)  # a script does not ask the form
    assert api(f"guides/{peel.translation_key}/", locale="ar").status_code == 410
    signing.publish(GuidePage.objects.get(pk=peel.pk))
    assert api(f"guides/{peel.translation_key}/", locale="ar").json()["locale"] == "ar"
