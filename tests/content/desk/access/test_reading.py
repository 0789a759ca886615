"""Clinicians read every guide and branch in the admin, drafts too, and write none."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page

from content.model.branches.models import BranchPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_menu")]


@pytest.fixture
def draft(peel):
    """A newer draft of a public guide."""
    peel.title, peel.summary = "Peel, as drafted", "Words of a draft."
    peel.save_revision()
    return peel


@pytest.fixture
def clinician(as_user):
    return as_user("reviewer")


def test_a_clinician_finds_and_reads_every_guide_and_branch(clinician, draft):
    london = BranchPage.objects.get(slug="london")
    index, branches = draft.get_parent().pk, london.get_parent().pk
    shown = {
        reverse("guide_listing:index"): draft.title,
        reverse("branch_listing:index"): london.title,
        reverse("wagtailadmin_explore", args=[index]): draft.title,
        reverse("wagtailadmin_explore", args=[branches]): london.title,
        reverse("wagtailadmin_explore", args=[draft.pk]): draft.title,
        reverse("wagtailadmin_pages:search") + "?q=peel": draft.title,
        f"/admin/api/main/pages/?child_of={index}": draft.title,
        reverse("wagtailadmin_pages:view_draft", args=[draft.pk]) + "?mode=web": "Words of a draft.",
        reverse("wagtailadmin_pages:view_draft", args=[draft.pk]) + "?mode=phone": "Words of a draft.",
        reverse("impact", args=[draft.pk]): "Effect of publishing “",
        reverse("history", args=["branch", london.translation_key, "en"]): "Version 1",
    }
    for address, words in shown.items():
        answer = clinician.get(address)
        assert answer.status_code == 200, address
        assert words in answer.content.decode(), address


def test_whatever_these_screens_lead_a_clinician_to_opens(clinician, draft):
    screens = [
        reverse("guide_listing:index"),
        reverse("branch_listing:index"),
        reverse("wagtailadmin_pages:search") + "?q=peel",
        reverse("wagtailadmin_explore", args=[draft.get_parent().pk]),
        reverse("wagtailadmin_explore", args=[draft.pk]),
        reverse("recalls"),
        reverse("impact", args=[draft.pk]),
    ]
    led_to = set()
    for screen in screens:
        main = BeautifulSoup(clinician.get(screen).content, "html.parser").select_one("main")
        led_to |= {link["href"] for link in main.find_all("a", href=re.compile(r"^/admin/"))}
    assert reverse("recall_guide", args=[draft.pk]) in led_to
    assert reverse("history", args=["guide", draft.translation_key, "en"]) in led_to
    led_to = {address for address in led_to if "/bulk/" not in address}  # hidden until something is ticked
    alike = {re.sub(r"\d+|[0-9a-f-]{36}", "n", address): address for address in led_to}
    assert [address for address in alike.values() if clinician.get(address).status_code != 200] == []


def test_a_clinician_writes_nothing(clinician, draft):
    before = list(Page.objects.order_by("pk").values())
    for view in ("edit", "delete", "unpublish", "copy", "move", "set_privacy", "preview_on_edit"):
        address = reverse(f"wagtailadmin_pages:{view}", args=[draft.pk])
        answer = clinician.post(address, {"title": "Mine", "slug": "mine", "action-publish": "1"})
        assert (answer.status_code, answer.get("Location", "/admin/")) in ((302, "/admin/"), (403, "/admin/")), view
    assert list(Page.objects.order_by("pk").values()) == before


def test_a_branch_editor_reads_no_more_than_before(as_user, draft):
    mumbai = as_user("mumbai")
    for address in (
        reverse("guide_listing:index"),
        reverse("wagtailadmin_pages:view_draft", args=[draft.pk]),
        reverse("history", args=["guide", draft.translation_key, "en"]),
        reverse("edition_web", args=["guide", draft.translation_key, "en", 1]),
    ):
        assert mumbai.get(address).url == "/admin/", address
