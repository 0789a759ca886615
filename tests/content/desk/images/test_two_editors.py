"""Two editors of one picture: neither undoes unseen what the other has said, least of all that it shows a patient."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from content.model.consent.models import Consent
from content.model.images.models import GuideImage
from tests.support.browsing import open_form
from tests.support.pictures import make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture() -> GuideImage:
    return make_image()


@pytest.fixture
def consent() -> Consent:
    return Consent.objects.create(reference="F-1", scope="public", given_on=date(2026, 1, 1))


def save(client, picture: GuideImage, form: dict, **typed):
    data = {name: value for name, value in {**form, **typed}.items() if value is not None}
    return client.post(reverse("wagtailimages:edit", args=[picture.pk]), data)


def open_picture(client, picture: GuideImage) -> dict:
    return open_form(client, reverse("wagtailimages:edit", args=[picture.pk]), "title")


def test_that_it_shows_a_patient_is_not_undone_by_who_types_a_title(as_user, picture, consent):
    editor, other_editor = as_user("editor"), as_user("editor")
    one, other = open_picture(editor, picture), open_picture(other_editor, picture)
    save(other_editor, picture, other, shows_patient="on", consent=str(consent.pk))
    assert GuideImage.objects.get(pk=picture.pk).consent == consent
    answer = save(editor, picture, one, title="The scalp")
    stored = GuideImage.objects.get(pk=picture.pk)
    assert (stored.shows_patient, stored.consent, stored.title) == (True, consent, picture.title)
    assert "This was changed after you opened the form" in answer.content.decode()
    assert "checked" in str(answer.context["form"]["shows_patient"])


def test_what_was_typed_goes_in_by_saving_again(as_user, picture, consent):
    editor = as_user("editor")
    one, other = open_picture(editor, picture), open_picture(editor, picture)
    save(editor, picture, other, shows_patient="on", consent=str(consent.pk))
    answer = save(editor, picture, one, title="The scalp")
    form = answer.context["form"]
    again = {name: form[name].value() for name in form.fields if name != "file"}
    save(editor, picture, {name: "on" if value is True else value for name, value in again.items() if value})
    stored = GuideImage.objects.get(pk=picture.pk)
    assert (stored.shows_patient, stored.consent, stored.title) == (True, consent, "The scalp")


def test_a_file_that_was_replaced_meanwhile_stays(as_user, picture):
    editor = as_user("editor")
    one, other = open_picture(editor, picture), open_picture(editor, picture)
    data = io.BytesIO()
    Image.new("RGB", (900, 700), "navy").save(data, "PNG")
    save(editor, picture, other, file=SimpleUploadedFile("new.png", data.getvalue(), "image/png"))
    replaced = GuideImage.objects.get(pk=picture.pk).file.name
    assert replaced != picture.file.name
    save(editor, picture, one, title="The scalp")
    assert GuideImage.objects.get(pk=picture.pk).file.name == replaced


def test_one_editor_saves_as_ever(as_user, picture):
    editor = as_user("editor")
    save(editor, picture, open_picture(editor, picture), title="The scalp", focal_point_x="10", focal_point_y="10",
         focal_point_width="20", focal_point_height="20")  # fmt: skip
    stored = GuideImage.objects.get(pk=picture.pk)
    assert (stored.title, stored.focal_point_x) == ("The scalp", 10)
