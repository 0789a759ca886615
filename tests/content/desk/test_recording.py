"""What was changed in shared things and accounts, from what to what, in Wagtail's log and in each thing's history."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from content.desk.launches.models import Launch, LaunchPage
from content.desk.mistakes.models import MistakeReport
from content.edition.models import Edition
from content.model.audit import CHANGE
from content.model.consent.models import Consent
from content.model.group.models import GroupSettings
from content.model.images.models import GuideImage
from content.model.snippets.models import Category, Citation, Clinician, Therapy

pytestmark = pytest.mark.django_db


def last(thing) -> ModelLogEntry | None:
    return ModelLogEntry.objects.for_instance(thing).filter(action=CHANGE).first()


def things(peel):
    """One of each kind, with a change."""
    yield Category.objects.first(), {"name": "Renamed"}
    yield Therapy.objects.first(), {"summary": "Another."}
    yield Clinician.objects.get(registration_number="SMC-000111"), {"registration_number": "SMC-2"}
    yield Citation.objects.first(), {"year": 1999}
    yield GroupSettings.objects.first(), {"contact_label": "Call us"}
    yield Launch.objects.create(title="Spring"), {"title": "Autumn"}
    yield GuideImage.objects.first(), {"shows_patient": True}
    yield GuideImage.objects.first(), {"description": "Another."}
    yield Consent.objects.create(reference="F-1", scope="public", given_on="2026-01-01"), {"scope": "clinic"}
    edition = Edition.objects.filter(subject=peel.translation_key).first()
    yield MistakeReport.objects.create(edition=edition, section="process", text="Wrong."), {"answer": "Mended."}


def test_every_kind_is_recorded_with_the_value_before_and_after(peel):
    for thing, change in things(peel):
        ((name, after),) = change.items()
        before = getattr(thing, name)
        setattr(thing, name, after)
        thing.save()
        assert last(thing).data == {"changes": {name: [None if before == "" else before, after]}}, thing
    told = last(Consent.objects.get(reference="F-1")).message
    assert told.startswith("Use: “Websites and app, for everybody” → “Inside the clinic"), "as the form says it"


def test_the_history_says_who_changed_what(as_user):
    category = Category.objects.first()
    publisher = as_user("publisher")
    before = category.name
    publisher.post(
        reverse("wagtailsnippets_content_category:edit", args=[category.pk]),
        {"name": "Other", "slug": category.slug, "shown": "{}", "action-publish": "1"},
    )
    assert last(category).user.get_username() == "publisher"
    history = publisher.get(reverse("wagtailsnippets_content_category:history", args=[category.pk])).content.decode()
    assert f"“{before}” → “Other”" in history


def test_saving_without_a_change_is_not_recorded():
    category = Category.objects.first()
    before = ModelLogEntry.objects.count()
    category.save()
    assert ModelLogEntry.objects.count() == before


def test_what_is_deleted_is_kept_as_it_was():
    therapy = Therapy.objects.create(locale=Category.objects.first().locale, name="Gone", kind="topical")
    pk = therapy.pk
    therapy.delete()
    entry = ModelLogEntry.objects.get(action=CHANGE, deleted=True, object_id=pk, label="Gone")
    assert entry.data["changes"]["name"] == ["Gone", None]


def test_a_relinked_account_is_named(as_user):
    rao = Clinician.objects.get(registration_number="SMC-000111")
    rao.account = get_user_model().objects.get(username="editor")
    rao.save()
    assert last(rao).data["changes"] == {"account": ["reviewer", "editor"]}


def test_the_rows_of_a_launch_are_told_in_its_history(peel):
    launch = Launch.objects.create(title="Spring")
    LaunchPage.objects.create(launch=launch, page=peel)
    assert last(launch).data == {
        "changes": {"page": [None, str(peel)], "action": [None, "publish"]},
        "row": "launch page",
    }
    launch.pages.all().delete()
    launch.delete()


def test_a_launch_that_is_edited_in_the_admin_is_recorded(as_user, peel):
    form = nested_form_data(
        {"title": "Spring", "planned_at": "", "offerings": inline_formset([]), "pages": inline_formset([])}
    )
    as_user("publisher").post(reverse("wagtailsnippets_content_launch:add"), form)
    assert last(Launch.objects.get()).data["changes"]["title"] == [None, "Spring"]


def test_accounts_are_recorded_without_their_passwords():
    user = get_user_model().objects.get(username="editor")
    user.is_superuser = True
    user.set_password("another")
    user.save()
    assert last(user).data == {"changes": {"is_superuser": [False, True]}}


def test_a_log_in_records_nothing(client):
    before = ModelLogEntry.objects.count()
    client.force_login(get_user_model().objects.get(username="editor"))
    assert ModelLogEntry.objects.count() == before


def test_who_joins_and_leaves_a_group_and_what_it_may_do():
    user, group = get_user_model().objects.get(username="editor"), Group.objects.create(name="New")
    user.groups.add(group)
    assert last(user).data == {"changes": {"groups": [None, "New"]}}
    user.groups.remove(group)
    assert last(user).data == {"changes": {"groups": ["New", None]}}
    permission = Permission.objects.get(codename="sign_off_guide")
    group.permissions.add(permission)
    assert last(group).data == {"changes": {"permissions": [None, str(permission)]}}
    group.permissions.clear()
    assert last(group).data == {"changes": {"permissions": [str(permission), None]}}
