"""Deleting the page that a guide was first written on.

Written from the description of a fault by somebody who has not seen how it was mended.
"""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Locale

from content.model.branches.models import Offering
from content.model.guides.models import GuidePage
from content.model.publishing import Refused
from tests.support import signing

pytestmark = pytest.mark.django_db


def facts_of(api, page: GuidePage, locale: str) -> dict[str, Any] | None:
    """What a translation says in its own language; None where it is not public."""
    answer = api(f"guides/{page.translation_key}/", locale=locale)
    if answer.status_code != 200 or answer.json()["locale"] != locale:
        return None
    return {section["key"]: section["facts"] for section in answer.json()["sections"]}


@pytest.fixture
def arabic(peel) -> GuidePage:
    """A translation of the peel, whose own row holds other facts than its source: nobody has looked at them."""
    page = peel.copy_for_translation(Locale.objects.get(language_code="ar"))
    page.title, page.minutes_min, page.minutes_max, page.sessions_max = "تقشير", 5, 9, 49
    signing.publish(page)
    return GuidePage.objects.get(pk=page.pk)


def confirm_all(client, address: str) -> str:
    """Ask for a deletion and confirm it, as one who reads nothing; what the page said before."""
    said = client.get(address, follow=True)
    html = said.content.decode()
    page = BeautifulSoup(html, "html.parser")
    forms = [form for form in page.find_all("form") if form.get("method", "").lower() == "post"]
    data: dict[str, Any] = {}
    for form in forms:
        if (form.get("action") or address).split("?")[0] == address.split("?")[0]:
            data = {field["name"]: field.get("value", "on") for field in form.find_all("input") if field.get("name")}
    client.post(address, data, follow=True)
    return html


def by_its_own(page: GuidePage) -> str:
    return reverse("wagtailadmin_pages:delete", args=[page.pk])


def in_bulk(page: GuidePage) -> str:
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?id={page.pk}&next=/admin/"


def with_its_folder(page: GuidePage) -> str:
    return reverse("wagtailadmin_pages:delete", args=[page.get_parent().pk])


@pytest.mark.parametrize("door", [by_its_own, in_bulk, with_its_folder])
def test_the_question_says_which_translation_and_which_offerings_go_with_it(as_user, peel, arabic, door):
    html = as_user("admin").get(door(peel), follow=True).content.decode()
    assert any(word in html for word in ("تقشير", "Arabic", "العربية")), "it names the translation"
    branches = Offering.objects.filter(guide=peel).values_list("branch__title", flat=True)
    assert all(name in html for name in branches) or any(
        f"{number} offering" in html.lower() for number in (len(branches), Offering.objects.count())
    ), "it names the offerings, or says how many"


@pytest.mark.parametrize("door", [in_bulk, with_its_folder])
def test_no_translation_is_public_without_its_source(as_user, api, peel, arabic, door):
    before = facts_of(api, peel, "ar")
    assert before is not None
    confirm_all(as_user("admin"), door(peel))
    if GuidePage.objects.filter(pk=peel.pk, live=True).exists():
        assert facts_of(api, peel, "ar") == before, "nothing was deleted, and nothing has changed"
    else:
        assert facts_of(api, peel, "ar") is None
        assert api(f"guides/{peel.translation_key}/", locale="ar").status_code == 410


@pytest.mark.parametrize("door", [in_bulk])
def test_no_fact_changes_by_it_whatever_is_published_next(as_user, api, peel, arabic, door):
    before = facts_of(api, peel, "ar")
    confirm_all(as_user("admin"), door(peel))
    left = GuidePage.objects.filter(pk=arabic.pk).first()
    if left is None:
        return
    left.summary = "ملخص جديد"
    try:
        signing.publish(left)
    except Refused:
        return
    assert facts_of(api, peel, "ar") in (None, before)


def test_a_script_that_deletes_it_leaves_no_translation_public_either(api, peel, arabic):
    before = facts_of(api, peel, "ar")
    try:
        GuidePage.objects.get(pk=peel.pk).delete()
    except Refused:
        assert facts_of(api, peel, "ar") == before
        assert Offering.objects.filter(guide=peel.pk).exists()
        return
    assert facts_of(api, peel, "ar") is None
