"""Drafts of many guides change at once: categories, aftercare, words. Contacts of branches too."""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from content.approval.signoff.signing import find_open_parts
from content.desk.bulk import pages
from content.desk.bulk.models import BulkOperation
from content.model.branches.models import BranchPage
from content.model.guides.models import GuidePage
from content.model.snippets.models import Category
from tests.support.bulk_forms import apply, fill, preview, send
from tests.support.offering_forms import said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_menu")]


@pytest.fixture
def english(mesotherapy):
    return mesotherapy.locale_id


def draft(slug: str, locale: str = "en") -> GuidePage:
    return GuidePage.objects.get(slug=slug, locale__language_code=locale).get_latest_revision_as_object()


def aftercare(slug: str = "mesotherapy-for-hair") -> str:
    return " ".join(one.value["text"].source for one in draft(slug).safety_blocks if one.block_type == "aftercare")


def undo(client):
    return client.post(reverse("bulk_operation", args=[BulkOperation.objects.first().pk]), follow=True)


def test_a_category_changes_in_every_language_and_opens_the_overview(as_user, mesotherapy, api):
    hair, skin = (Category.objects.get(slug=slug, locale=mesotherapy.locale) for slug in ("hair", "skin"))
    client = as_user("editor")
    seen = preview(client, "category", after=skin.pk, of_category=hair.pk)
    notes = {(row.name, row.locale.language_code): row.notes for row in seen.context["rows"]}
    assert notes["Mesotherapy for hair", "en"] == ["Must be signed again: “Overview”."]
    send(client, seen, fill(seen))
    assert draft("mesotherapy-for-hair").category == skin
    hindi = mesotherapy.get_translations().get(locale__language_code="hi").get_latest_revision_as_object()
    assert (hindi.category.translation_key, hindi.category.locale_id) == (skin.translation_key, hindi.locale_id)
    assert api("guides/mesotherapy-for-hair/").json()["category"]["slug"] == "hair"
    entry = PageLogEntry.objects.get(page=mesotherapy, action="content.bulk")
    assert (entry.revision_id, entry.message) == (
        GuidePage.objects.get(pk=mesotherapy.pk).latest_revision_id,
        "Bulk change: Category: Hair → Skin",
    )
    undo(client)
    assert draft("mesotherapy-for-hair").category == hair
    assert find_open_parts(draft("mesotherapy-for-hair")) == {}


def test_a_category_that_was_deleted_since_does_not_come_back(as_user, mesotherapy, english):
    old = Category.objects.create(name="Old", slug="old", locale=mesotherapy.locale)
    skin = Category.objects.get(slug="skin", locale=english)
    new = mesotherapy.copy(
        update_attrs={"title": "New guide", "slug": "new-guide", "category": old},
        keep_live=False,
        reset_translation_key=True,
    )
    client = as_user("editor")
    seen = preview(client, "category", after=skin.pk, of_category=old.pk)
    send(client, seen, fill(seen))
    assert draft("new-guide").category == skin
    old.delete()
    answer = undo(client)
    assert "New guide (English): what was chosen as “Category” before is deleted." in said(answer)
    assert GuidePage.objects.get(pk=new.pk).category == skin


def test_a_line_of_aftercare_is_added_replaced_and_removed(as_user, english):
    client, before = as_user("editor"), aftercare()
    apply(client, "aftercare", way="add", after="Drink enough & rest.", language=english)
    assert aftercare() == before.replace("</ul>", "<li>Drink enough &amp; rest.</li></ul>")
    assert aftercare("platelet-rich-plasma-for-hair").count("Drink enough &amp; rest.") == 1
    assert named(preview(client, "aftercare", way="add", after="Drink enough & rest.", language=english)) == []
    apply(client, "aftercare", way="replace", before="Drink enough & rest.", after="Rest.", language=english)
    apply(client, "aftercare", way="remove", before="Rest.", language=english)
    assert aftercare() == before
    assert undo(client).status_code == 200
    assert "<li>Rest.</li>" in aftercare()
    apply(client, "aftercare", way="replace", before="Rest.", after="Rest. " * 33, language=english)
    assert len(BulkOperation.objects.first().title) == 200


def test_aftercare_that_makes_a_claim_says_so(as_user, english):
    answer = preview(as_user("editor"), "aftercare", way="add", after="It is painless.", language=english)
    assert all("painless" in " ".join(row.claims) for row in answer.context["rows"])


def test_a_locked_guide_is_named_and_stays(as_user, mesotherapy, english, django_user_model):
    mesotherapy.locked, mesotherapy.locked_by = True, django_user_model.objects.get(username="admin")
    mesotherapy.save()
    client, before = as_user("editor"), aftercare()
    seen = preview(client, "aftercare", way="add", after="Rest.", language=english)
    data = fill(seen)
    assert {row.name: row.problem for row in seen.context["rows"]}["Mesotherapy for hair"].startswith("It is locked")
    forged = send(client, seen, data | {"row": [*data["row"], f"guide-{mesotherapy.pk}"]})
    assert "It is locked" in said(forged)
    assert not BulkOperation.objects.exists()
    send(client, seen, data)
    assert aftercare() == before


def named(answer) -> list[str]:
    return [row.name for row in answer.context["rows"]]


def test_a_contact_is_published_where_nothing_else_waits(as_user, api):
    london = BranchPage.objects.get(slug="london")
    london.email = "new@skinpheras.example"
    london.save_revision()
    client = as_user("editor")
    seen = preview(client, "contact", field="contact_url", after="https://help.skinpheras.example/", publishes="on")
    public = {row.name: bool(row.notes) for row in seen.context["rows"]}
    assert public["Skinpheras Mumbai (sample)"]
    assert not public["Skinpheras London (sample)"]
    send(client, seen, fill(seen))
    url = [api(f"branches/{slug}/").json()["contact"]["url"] for slug in ("mumbai", "london")]
    assert url == ["https://help.skinpheras.example/", "https://chat.skinpheras.example/london"]
    newest = BranchPage.objects.get(pk=london.pk).get_latest_revision_as_object()
    assert (newest.contact_url, newest.email) == ("https://help.skinpheras.example/", "new@skinpheras.example")
    undo(client)
    assert api("branches/mumbai/").json()["contact"]["url"] == "https://chat.skinpheras.example/"


def test_a_contact_that_the_form_would_refuse_cannot_be_ticked(as_user):
    answer = preview(as_user("mumbai"), "contact", field="phone", after="ring us")
    assert [(row.name, "Enter a phone number" in row.problem) for row in answer.context["rows"]] == [
        ("Skinpheras Mumbai (sample)", True)
    ]


def test_an_operation_that_dies_half_way_has_changed_nothing(as_user, english, monkeypatch):
    client = as_user("editor")
    client.raise_request_exception = False
    seen = preview(client, "aftercare", way="add", after="Rest.", language=english)
    save, saved = pages.save_draft, []

    def die(draft, *args, **kwargs):
        if saved:
            raise MemoryError
        saved.append(draft)
        save(draft, *args, **kwargs)

    monkeypatch.setattr(pages, "save_draft", die)
    request = seen.request
    answer = client.post(f"{request['PATH_INFO']}?{request['QUERY_STRING']}", fill(seen))
    assert (answer.status_code, len(saved)) == (500, 1)
    assert not BulkOperation.objects.exists()
    assert "Rest." not in aftercare(saved[0].slug)
