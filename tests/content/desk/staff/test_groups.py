"""What a group may do, on which pages and collections, is in its history: each change once, and nothing else."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, ModelLogEntry

from content.model.audit import CHANGE
from content.model.guides.models import GuideIndexPage

pytestmark = pytest.mark.django_db


def permission(codename: str) -> Permission:
    return Permission.objects.get(codename=codename, content_type__app_label__in=["wagtailcore", "wagtailimages"])


def told() -> list[dict]:
    return [entry.data for entry in ModelLogEntry.objects.filter(action=CHANGE).order_by("pk")]


@pytest.fixture
def group() -> Group:
    """Of pictures in one collection, with a permission that the admin's form does not show."""
    group = Group.objects.create(name="Helpers")
    page = GuideIndexPage.objects.first()
    GroupPagePermission.objects.create(group=group, page=page, permission=permission("change_page"))
    GroupCollectionPermission.objects.create(
        group=group, collection=Collection.get_first_root_node(), permission=permission("add_image")
    )
    group.permissions.add(Permission.objects.get(codename="add_session"))
    ModelLogEntry.objects.all().delete()
    return group


def form_of(client, address: str) -> dict:
    """What the browser would send of the screen as it is."""
    form: dict = {}
    context = client.get(address).context
    form["name"] = context["form"]["name"].value() or "New"
    shown = {choice.pk for choice in context["form"].fields["permissions"].queryset}
    form["permissions"] = [str(pk) for pk in context["form"]["permissions"].value() or [] if pk in shown]
    for panel in context["permission_panels"]:
        bound = [*panel.management_form, *(field for one in panel.forms for field in one if field.name != "DELETE")]
        for field in bound:
            value = field.value()
            if isinstance(value, list):
                value = [getattr(one, "codename" if "page_" in field.html_name else "pk", one) for one in value]
            form[field.html_name] = getattr(value, "pk", value)
    return {name: value for name, value in form.items() if value is not None}


def test_a_group_that_is_saved_as_it_was_records_nothing(as_user, group):
    client, address = as_user("admin"), reverse("wagtailusers_groups:edit", args=[group.pk])
    assert client.post(address, form_of(client, address)).status_code == 302
    assert told() == []
    assert group.permissions.get().codename == "add_session"


def test_what_it_may_do_on_pages_and_collections_is_recorded_once(as_user, group):
    client, address = as_user("admin"), reverse("wagtailusers_groups:edit", args=[group.pk])
    form = form_of(client, address)
    form["page_permissions-0-permissions"] = ["publish_page"]
    form["image_permissions-0-permissions"] = [str(permission("change_image").pk)]
    assert client.post(address, form).status_code == 302
    page, root = str(GuideIndexPage.objects.first().page_ptr), str(Collection.get_first_root_node())
    expected = [
        ("group page permission", "page", page, permission("change_page"), "removed"),
        ("group page permission", "page", page, permission("publish_page"), "given"),
        ("group collection permission", "collection", root, permission("add_image"), "removed"),
        ("group collection permission", "collection", root, permission("change_image"), "given"),
    ]

    def values(value, how):
        return [None, str(value)] if how == "given" else [str(value), None]

    def as_data(row, field, place, granted, how):
        return {"row": row, "changes": {field: values(place, how), "permission": values(granted, how)}}

    assert sorted(told(), key=str) == sorted((as_data(*one) for one in expected), key=str)
    entry = ModelLogEntry.objects.for_instance(group).filter(action=CHANGE).first()
    assert entry.user.get_username() == "admin"


def test_what_a_new_group_may_do_is_recorded(as_user):
    client, address = as_user("admin"), reverse("wagtailusers_groups:add")
    page = GuideIndexPage.objects.first()
    form = form_of(client, address) | {
        "page_permissions-TOTAL_FORMS": 1,
        "page_permissions-0-page": page.pk,
        "page_permissions-0-permissions": ["publish_page"],
    }
    assert client.post(address, form).status_code == 302
    entries = ModelLogEntry.objects.for_instance(Group.objects.get(name="New")).filter(action=CHANGE)
    assert [None, str(permission("publish_page"))] in [entry.data["changes"].get("permission") for entry in entries]
