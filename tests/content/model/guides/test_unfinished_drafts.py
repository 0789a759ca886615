"""What is unfinished in one field keeps no draft from being saved and previewed. It must be finished to go out."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text, streamfield

from content.model.guides.models import GuidePage
from tests.support.guide_forms import draft_of, edit, form_data

pytestmark = pytest.mark.django_db
EMPTY = {"guide": "", "therapy": "", "kind": "topical", "benefit": rich_text(""), "caution": rich_text("")}
NONE = {"citations-count": "0"}


def autosave(client, address: str, data: dict) -> dict:
    return client.post(address, data, headers={"Accept": "application/json"}).json()


@pytest.mark.parametrize(
    ("unfinished", "error"),
    [
        ({"combinations_blocks": streamfield([("combination", EMPTY | NONE)])}, "Choose a guide or a therapy"),
        ({"slug": "mesotherapy-for-hair"}, "is already in use"),
        ({"slug": "not a slug"}, "valid “slug”"),
    ],
)
def test_the_rest_is_saved_and_previewed_and_not_submitted(as_user, peel, unfinished, error):
    client, address = as_user("editor"), reverse("wagtailadmin_pages:edit", args=[peel.pk])
    data = form_data(peel, summary="The rest.", **unfinished)
    assert autosave(client, address, data)["success"]
    assert (draft_of(peel).summary, draft_of(peel).slug) == ("The rest.", peel.slug)
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[peel.pk])
    assert client.post(preview, data).json()["is_valid"]
    assert client.get(f"{preview}?mode=web").status_code == 200
    answer = client.post(address, data | {"action-submit": "1"})
    assert error in answer.content.decode()
    assert "Not sent for sign-off yet: fix what is marked." in answer.content.decode()


def test_what_keeps_a_guide_from_being_published_is_listed_and_not_spelled_as_html(as_user, peel):
    answer = edit(as_user("publisher"), peel, signed=False, summary="<b>New</b>")
    message = BeautifulSoup(answer.content, "html.parser").select_one(".messages li")
    assert "Not published yet: fix what is marked." in message.text
    assert "No clinician has signed off" in message.select_one("ul.errorlist > li").text
    assert "<" not in message.text


def test_a_new_guide_with_a_slug_that_is_taken_gets_one_and_says_so(as_user, peel):
    client = as_user("editor")
    address = reverse("wagtailadmin_pages:add", args=["content", "guidepage", peel.get_parent().pk])
    answer = client.post(address, form_data(peel), follow=True)
    assert "so the draft has “superficial-chemical-peel-2”" in answer.content.decode()
    assert GuidePage.objects.get(slug="superficial-chemical-peel-2").title == peel.title
