"""Tables of offerings: taken along, brought back, looked at before anything is saved."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from content.edition.models import Release
from content.model.branches.models import Offering, OfferingBatch
from tests.support.offering_forms import said, send_table, shown_rows

pytestmark = pytest.mark.django_db


def test_the_table_comes_back_unchanged_and_changes_nothing(as_user, mumbai):
    client, before = as_user("mumbai"), Release.objects.count()
    table = client.get(reverse("offerings_csv", args=[mumbai.pk])).content
    prices = "price_from,currency,price_valid_from,next_price,next_valid_from"
    columns = f"guide,available,{prices},practitioner,booking_url,note,version"
    assert table.decode("utf-8-sig").splitlines()[0] == columns
    assert "0 offerings saved" in send_table(client, mumbai, table).content.decode()
    assert Release.objects.count() == before


def test_a_table_changes_only_the_columns_and_lines_that_it_has_in_one_release(as_user, mumbai, api):
    before, releases = api("branches/mumbai/guides/mesotherapy-for-hair/").json()["offering"], Release.objects.count()
    table = "guide,note\nmesotherapy-for-hair,First.\nsuperficial-chemical-peel,Second.\n"
    send_table(as_user("mumbai"), mumbai, table)
    after = api("branches/mumbai/guides/mesotherapy-for-hair/").json()["offering"]
    assert (after["note"], after["price_from"]) == ("First.", before["price_from"])
    assert Release.objects.count() == releases + 1


@pytest.mark.parametrize(("table", "sentence"), [
    ("guide,colour\nx,y\n", "The first line must name the columns"),
    ("guide,colour\nx,y\n", "There is no column “colour”."),
    ("", "The first line must name the columns"),
    ("guide,note\nno-such-guide,x\n", "Line 2: there is no guide “no-such-guide”"),
    ("guide,note\nmesotherapy-for-hair,a\nmesotherapy-for-hair,b\n", "Line 3: there is no guide"),
    ("guide,note\nmesotherapy-for-hair\n", "Line 2: the number of columns is different"),
    ("guide,available\nmesotherapy-for-hair,perhaps\n", "Line 2: “available” must be yes or no."),
    ("guide,practitioner\nmesotherapy-for-hair,Dr Who\n", "Line 2: there is no clinician “Dr Who”."),
    ("guide,price_from\nmesotherapy-for-hair,much\n", "“much” is not a number."),
    ('guide,note\nmesotherapy-for-hair,"open\n', "The table can"),
    (b"guide,note\nmesotherapy-for-hair,\x81\n", "This is not a CSV table."),
    (f"guide,note\nmesotherapy-for-hair,{'x' * 141}\n", "at most 140"),
])  # fmt: skip
def test_of_a_table_with_a_fault_nothing_is_saved_and_the_fault_is_said(as_user, mumbai, table, sentence):
    before = Release.objects.count()
    assert sentence in send_table(as_user("mumbai"), mumbai, table).content.decode()
    assert Release.objects.count() == before


def test_a_table_of_another_branch_is_refused(as_user, london):
    send_table(as_user("mumbai"), london, "guide,note\nmesotherapy-for-hair,Mine.\n")
    assert not Offering.objects.filter(note="Mine.").exists()


def test_a_spreadsheet_runs_nothing_from_the_table(as_user, mumbai):
    offering = Offering.objects.filter(branch=mumbai).first()
    offering.note = "=1+1"
    offering.save()
    client = as_user("mumbai")
    table = client.get(reverse("offerings_csv", args=[mumbai.pk])).content.decode()
    assert "'=1+1" in table
    send_table(client, mumbai, table)
    assert Offering.objects.get(pk=offering.pk).note == "=1+1"


def test_a_table_shows_what_would_change_and_saves_nothing_until_it_is_confirmed(as_user, mumbai):
    before = Release.objects.count()
    file = SimpleUploadedFile("o.csv", b"guide,note\nmesotherapy-for-hair,Ask us.\n")
    answer = as_user("mumbai").post(reverse("offerings_csv", args=[mumbai.pk]), {"table": file})
    (row,) = answer.context["rows"]
    assert [(str(label), new) for label, _old, new in row.differences] == [("Note", "Ask us.")]
    assert Release.objects.count() == before
    assert not OfferingBatch.objects.exists()


def test_a_table_of_every_branch_names_them(as_user, mumbai, london, api):
    table = "branch,guide,note\nmumbai,mesotherapy-for-hair,M.\nlondon,mesotherapy-for-hair,L.\n"
    before = Release.objects.count()
    send_table(as_user("editor"), None, table)
    for slug, note in (("mumbai", "M."), ("london", "L.")):
        assert api(f"branches/{slug}/guides/mesotherapy-for-hair/").json()["offering"]["note"] == note
    assert Release.objects.count() == before + 1
    answer = send_table(as_user("mumbai"), None, table.replace("L.", "Not mine."))
    assert "Line 3: there is no branch “london” that you may edit." in said(answer)
    assert not Offering.objects.filter(note="Not mine.").exists()


@pytest.mark.parametrize("of_every_branch", [False, True])
def test_a_wrong_table_is_mended_in_the_grid_and_what_it_does_not_name_stays(as_user, mumbai, of_every_branch):
    client, others = as_user("editor"), Offering.objects.exclude(branch=mumbai, guide__slug="mesotherapy-for-hair")
    before = list(others.order_by("pk").values())
    keys, row = (
        ("branch,guide", "mumbai,mesotherapy-for-hair") if of_every_branch else ("guide", "mesotherapy-for-hair")
    )
    answer = send_table(client, None if of_every_branch else mumbai, f"{keys},price_from\n{row},much\n")
    data = shown_rows(answer)
    (price,) = [name for name in data if name.endswith("-price_from")]
    saved = client.post(answer.context["save_address"], {**data, price: "4100"}, follow=True)
    assert "1 offering saved" in said(saved)
    assert str(Offering.objects.get(branch=mumbai, guide__slug="mesotherapy-for-hair").price_from) == "4100.00"
    assert list(others.order_by("pk").values()) == before
