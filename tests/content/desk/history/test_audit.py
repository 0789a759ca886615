"""The audit of a guide: on the screen, as CSV and as JSON."""

import csv
import io
import json

import pytest
from django.urls import reverse

from content.model.guides.models import GuidePage
from content.model.notices.models import Recall
from content.release.notices import recalling
from tests.support import signing
from tests.support.signing_screen import decide

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(as_user, peel, django_user_model) -> GuidePage:
    """Edited, sent back, signed, published and recalled."""
    editor, publisher = (django_user_model.objects.get(username=name) for name in ("editor", "publisher"))
    peel.safety_lead = "=A new lead."
    peel.save_revision(user=editor, log_action=True)
    decide(as_user("reviewer"), peel, **{"comment-safety": "Say more."})
    decide(as_user("reviewer"), peel, sign=["safety"])
    peel.get_latest_revision().publish(user=publisher)
    recalling.recall(
        Recall(guide=peel.translation_key, title="Peel", section="process", severity="serious", reason="It burns."),
        publisher,
    )
    return GuidePage.objects.get(pk=peel.pk)


def test_it_says_who_was_shown_signed_published_and_recalled_what(as_user, busy):
    table = as_user("editor").get(reverse("audit", args=[busy.pk]), {"format": "csv"}).content.decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    told = [(row["who"], row["action"]) for row in rows]
    wanted = [
        ("editor", "Edit"),
        ("reviewer", "Send back"),
        ("Dr Asha Rao (Sample Medical Council SMC-000111)", "Sign off"),
        ("publisher", "Public"),
        ("publisher", "Recall"),
    ]
    places = [told.index(one) if one in told else None for one in wanted]
    assert None not in places, [one for one in told if one[1] != "Sign off"]
    assert [row["moment"] for row in rows] == sorted(row["moment"] for row in rows)
    signed = [row for row in rows if row["action"] == "Sign off"]
    assert len(signed) == 7
    assert all(len(row["digest"]) == 64 for row in signed)
    assert [row["version"] for row in rows if row["action"] == "Public"] == ["1", "2", "3"]


def test_as_json_it_has_what_the_clinician_was_shown(as_user, busy):
    found = json.loads(as_user("reviewer").get(reverse("audit", args=[busy.pk]), {"format": "json"}).content)
    assert found["guide"] == str(busy.translation_key)
    last = [entry for entry in found["entries"] if entry["action"] == "Sign off"][-1]
    assert (last["part"], last["shown"]["lead"]) == ("Is it right for you?", "=A new lead.")


def test_on_the_screen_the_newest_stands_first(as_user, busy):
    html = as_user("publisher").get(reverse("audit", args=[busy.pk])).content.decode()
    assert html.index("It burns.") < html.index("Say more.")


def test_no_cell_is_a_formula(as_user, peel, django_user_model):
    peel.summary = "Another."
    signing.publish(peel, user=django_user_model.objects.create_superuser("=1+1"))
    table = as_user("editor").get(reverse("audit", args=[peel.pk]), {"format": "csv"}).content.decode()
    assert "=1+1" in table
    assert not any(cell.startswith("=") for row in csv.reader(io.StringIO(table)) for cell in row)
