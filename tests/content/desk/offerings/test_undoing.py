"""What was saved together is undone together, unless somebody has changed it since."""

import pytest
from django.urls import reverse

from content.edition.models import Release
from content.model.branches.models import Offering, OfferingBatch
from tests.support.offering_forms import said, send_table

pytestmark = pytest.mark.django_db


def undo_last(client):
    answer = client.get(reverse("offering_changes"))
    batch = answer.context["batches"][0][0]
    return client.post(reverse("offering_changes"), {"batch": batch.pk}, follow=True)


def test_what_was_saved_together_is_undone_together(as_user, mumbai, api):
    def public() -> list:
        return [api(f"branches/mumbai/guides/{slug}/").json().get("offering") for slug in slugs]

    slugs = ("mesotherapy-for-hair", "superficial-chemical-peel")
    kept = [{key: one[key] for key in ("note", "price_from", "practitioner")} for one in public()]
    client = as_user("mumbai")
    send_table(client, mumbai, "guide,note,price_from\nmesotherapy-for-hair,A.,1\nsuperficial-chemical-peel,B.,2\n")
    assert [one["note"] for one in public()] == ["A.", "B."]
    before = Release.objects.count()
    assert "2 offerings were restored" in said(undo_last(client))
    assert [{key: one[key] for key in ("note", "price_from", "practitioner")} for one in public()] == kept
    assert Release.objects.count() == before + 1
    assert "already been undone" in said(undo_last(client))


def test_an_offering_that_was_new_is_gone_when_undone(as_user, london, peel):
    Offering.objects.filter(branch=london, guide=peel).delete()
    client = as_user("editor")
    send_table(client, london, "guide,available\nsuperficial-chemical-peel,yes\n")
    assert Offering.objects.filter(branch=london, guide=peel, available=True).exists()
    undo_last(client)
    assert not Offering.objects.filter(branch=london, guide=peel).exists()


def test_what_was_changed_since_is_not_undone_and_nothing_else_either(as_user, mumbai):
    client = as_user("mumbai")
    send_table(client, mumbai, "guide,note\nmesotherapy-for-hair,A.\nsuperficial-chemical-peel,B.\n")
    Offering.objects.filter(branch=mumbai, note="A.").update(note="Changed since.")
    assert "has changed since then, so nothing was undone" in said(undo_last(client))
    assert Offering.objects.filter(note="B.").exists()
    assert OfferingBatch.objects.get().undone_at is None


def test_a_change_of_another_branch_is_neither_seen_nor_undone(as_user, london):
    send_table(as_user("editor"), london, "guide,note\nmesotherapy-for-hair,London.\n")
    client = as_user("mumbai")
    assert client.get(reverse("offering_changes")).context["batches"] == []
    client.post(reverse("offering_changes"), {"batch": OfferingBatch.objects.get().pk})
    assert Offering.objects.filter(note="London.").exists()
