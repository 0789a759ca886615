import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from content.desk.importing.drafting.report import list_missing
from content.model.guides.models import GuidePage
from content.model.vocabulary import SectionKey

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_menu")]
DOCUMENT = b"PEEL\n\nHOW IT WORKS\n\nAcid loosens dead cells.\n\nPROCESS\n\nA visit takes 30 minutes."


def upload(client, content: bytes = DOCUMENT, name: str = "peel.txt"):
    data = {"document": SimpleUploadedFile(name, content), "locale": "en"}
    return client.post(reverse("import_document"), data)


@pytest.mark.apart
def test_a_marketing_editor_imports_a_document_and_reads_the_report(as_user):
    response = upload(as_user("editor"))
    html = response.content.decode()
    assert response.status_code == 200
    assert "A new draft was created." in html
    assert "A visit takes 30 minutes." in html
    assert GuidePage.objects.get(title="Peel").live is False


@pytest.mark.apart
def test_a_bad_file_is_answered_beside_the_field(as_user):
    response = upload(as_user("editor"), b"%PDF", "peel.txt")
    assert response.status_code == 400
    assert "is not a text document" in response.content.decode()


def test_an_edited_draft_is_shown_with_its_difference_and_can_be_taken(as_user):
    client = as_user("editor")
    upload(client)
    page = GuidePage.objects.get(title="Peel")
    page.summary = "By hand."
    page.save_revision()
    response = upload(client)
    assert "-Overview: Summary: By hand." in response.content.decode()
    form = response.context["accept_form"]
    client.post(reverse("import_document"), form.initial)
    assert GuidePage.objects.get(pk=page.pk).get_latest_revision_as_object().summary == ""


def test_a_branch_editor_may_not_import(as_user):
    client = as_user("mumbai")
    assert client.get(reverse("import_document")).status_code == 302
    upload(client)
    assert not GuidePage.objects.filter(title="Peel").exists()


def test_without_an_account_there_is_only_the_log_in(client):
    assert client.get(reverse("import_document"))["Location"].startswith("/admin/login/")


def test_a_large_edited_document_can_be_taken_too(as_user):
    client = as_user("editor")
    large = DOCUMENT + b" " * 2_000_000  # the form sends back all of it; reading it takes no time
    upload(client, large)
    page = GuidePage.objects.get(title="Peel")
    page.summary = "By hand."
    page.save_revision()
    form = upload(client, large).context["accept_form"]
    assert client.post(reverse("import_document"), form.initial).status_code == 200
    assert GuidePage.objects.get(pk=page.pk).get_latest_revision_as_object().summary == ""


def undo(client, page: GuidePage):
    return client.post(reverse("import_report", args=[page.pk]), follow=True)


def test_the_document_stands_beside_the_draft(as_user):
    client = as_user("editor")
    answer = upload(client, DOCUMENT + b"\n\nWe wish you well.")
    lines = dict(answer.context["report"].lines)
    assert lines["Acid loosens dead cells."].startswith("mechanism: ")
    assert lines["A visit takes 30 minutes."].startswith("process: ")
    page = GuidePage.objects.get(title="Peel")
    html = client.get(reverse("import_report", args=[page.pk])).content.decode()
    assert "Document and draft side by side" in html
    assert "Undo this import" in html


def test_the_report_speaks_the_language_of_who_reads_it(as_user):
    client = as_user("editor")
    upload(client)
    page = GuidePage.objects.get(title="Peel")
    UserProfile.objects.update_or_create(
        user=get_user_model().objects.get(username="editor"), defaults={"preferred_language": "hi"}
    )
    answer = client.get(reverse("import_report", args=[page.pk]))
    html = answer.content.decode()
    with override("hi"):
        assert f'<span class="import-where">{SectionKey.PROCESS.label}: ' in html
        assert answer.context["report"]["missing"] == list_missing(page.get_latest_revision_as_object())
    assert "process: " not in html
    assert '<span lang="en">A visit takes 30 minutes.</span>' in html


def test_the_report_tells_what_is_missing_from_the_newest_draft(as_user):
    client = as_user("editor")
    upload(client)
    page = GuidePage.objects.get(title="Peel")
    address = reverse("import_report", args=[page.pk])
    before = client.get(address).context["report"]["missing"]
    draft = page.get_latest_revision_as_object()
    draft.summary = "A gentle acid takes off the top layer of the skin."
    draft.save_revision()
    assert len(client.get(address).context["report"]["missing"]) == len(before) - 1


def test_a_new_draft_is_gone_when_its_import_is_undone(as_user):
    client = as_user("editor")
    upload(client)
    assert "was undone" in undo(client, GuidePage.objects.get(title="Peel")).content.decode()
    assert not GuidePage.objects.filter(title="Peel").exists()
    assert "A new draft was created." in upload(client).content.decode()


def test_an_updated_draft_is_as_it_was_when_its_import_is_undone(as_user):
    client = as_user("editor")
    upload(client)
    page = GuidePage.objects.get(title="Peel")
    page.summary = "By hand."
    page.save_revision()
    form = upload(client).context["accept_form"]
    client.post(reverse("import_document"), form.initial)
    undo(client, page)
    assert GuidePage.objects.get(pk=page.pk).get_latest_revision_as_object().summary == "By hand."
    assert upload(client).context["report"].outcome == "edited since"


def test_an_import_that_was_edited_since_is_not_undone(as_user):
    client = as_user("editor")
    upload(client)
    page = GuidePage.objects.get(title="Peel")
    page.summary = "By hand."
    page.save_revision()
    assert "edited after the import, so nothing was undone" in undo(client, page).content.decode()
    assert GuidePage.objects.filter(pk=page.pk).exists()


def test_only_who_may_edit_the_guide_undoes_its_import(as_user):
    upload(as_user("editor"))
    page = GuidePage.objects.get(title="Peel")
    undo(as_user("mumbai"), page)
    assert GuidePage.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("choice", ["into", "second"])
def test_a_guide_of_the_same_title_is_replaced_or_a_second_one_made_as_the_editor_says(as_user, peel, choice):
    client = as_user("editor")
    before = peel.get_latest_revision_as_object().process_lead
    asked = upload(client, DOCUMENT.replace(b"PEEL", b"SUPERFICIAL CHEMICAL PEEL"))
    assert "There is already a guide" in asked.content.decode()
    assert GuidePage.objects.filter(title__iexact=peel.title).count() == 1
    made = client.post(reverse("import_document"), asked.context["accept_form"].initial | {choice: peel.pk})
    assert made.context["report"].outcome == {"into": "updated", "second": "created"}[choice]
    assert GuidePage.objects.filter(title__iexact=peel.title).count() == {"into": 1, "second": 2}[choice]
    draft = GuidePage.objects.get(pk=peel.pk).get_latest_revision_as_object()
    assert ("Acid loosens" in draft.mechanism_lead) == (choice == "into")
    if choice == "into":
        assert "was undone" in undo(client, peel).content.decode()
        assert GuidePage.objects.get(pk=peel.pk).get_latest_revision_as_object().process_lead == before
