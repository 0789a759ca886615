"""Tables as spreadsheets write them, and two tabs of whatever form shows stored values.

Written from the description of a fault by somebody who has not seen how it was mended.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from wagtail.models import Page

from content.desk.launches.models import Launch
from content.model.branches.models import BranchPage, Offering
from content.model.consent.models import Consent
from content.model.group.models import GroupSettings
from content.model.snippets.models import Clinician, Therapy
from tests.support.browsing import open_form, read_form, send_table
from tests.support.guide_forms import form_data

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_menu")]


@pytest.fixture
def london() -> BranchPage:
    return BranchPage.objects.get(slug="london")


def offering_of(branch: BranchPage, slug: str) -> Offering:
    return Offering.objects.get(branch=branch, guide__slug=slug)


# Tables


FRENCH = (
    "guide;available;price_from;currency;price_valid_from;note\r\n"
    'superficial-chemical-peel;yes;310;GBP;2026-12-01;"Première séance:\r\ndemandez le test;\r\nà deux jours"\r\n'
    "mesotherapy-for-hair;yes;260;GBP;2026-12-01;Été\r\n"
)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_table_as_a_french_excel_writes_it_is_taken(as_user, london, mark):
    send_table(as_user("editor"), reverse("offerings_csv", args=[london.pk]), f"{mark}{FRENCH}".encode())
    assert offering_of(london, "mesotherapy-for-hair").note == "Été"
    peel = offering_of(london, "superficial-chemical-peel")
    assert 310 in (peel.price_from, peel.next_price)  # its day may still be to come
    assert "demandez le test;" in peel.note


def test_a_table_with_semicolons_of_every_branch_is_taken(as_user, london):
    table = (
        "branch;guide;note\r\nlondon;mesotherapy-for-hair;Ask, please\r\nmumbai;superficial-chemical-peel;Here, too\r\n"
    )
    send_table(as_user("editor"), reverse("every_offering_csv"), table.encode())
    assert offering_of(london, "mesotherapy-for-hair").note == "Ask, please"
    assert Offering.objects.filter(branch__slug="mumbai", note="Here, too").exists()


def test_a_price_with_the_comma_of_a_german_excel_is_that_price_or_nothing(as_user, london):
    table = "guide;price_from;note\r\nmesotherapy-for-hair;249,50;Gelesen\r\n"
    seen = send_table(as_user("editor"), reverse("offerings_csv", args=[london.pk]), table.encode())
    offering = offering_of(london, "mesotherapy-for-hair")
    if offering.note == "Gelesen":
        assert offering.price_from == Decimal("249.50")
    else:
        assert any("249,50" in html for html in seen), "it says which cell it can't read"


@pytest.mark.parametrize(
    "table",
    [
        "guide,note\r\nmesotherapy-for-hair,Kept\r\n,\r\n,\r\n",
        "guide,note,price_from\r\n,,\r\nmesotherapy-for-hair,Kept,260\r\n , ,\r\n",
        "guide;note;\r\nmesotherapy-for-hair;Kept;\r\n;;\r\n",
        '"guide","note"\n"mesotherapy-for-hair","Kept"\n"",""\n',
    ],
)
def test_rows_of_empty_cells_are_passed_over(as_user, london, table):
    send_table(as_user("editor"), reverse("offerings_csv", args=[london.pk]), table.encode())
    assert offering_of(london, "mesotherapy-for-hair").note == "Kept"


@pytest.mark.parametrize("day", ["03/04/2027", "11/12/26"])
def test_a_day_that_can_be_read_two_ways_is_asked_about_or_refused(as_user, london, day):
    before = offering_of(london, "mesotherapy-for-hair").price_valid_from
    table = f"guide,price_valid_from\nmesotherapy-for-hair,{day}\n"
    seen = send_table(as_user("editor"), reverse("offerings_csv", args=[london.pk]), table.encode())
    assert offering_of(london, "mesotherapy-for-hair").price_valid_from == before
    assert any(day in html for html in seen), "it says which"


def test_nor_is_it_guessed_in_a_table_of_every_branch(as_user, london):
    before = offering_of(london, "mesotherapy-for-hair").price_valid_from
    table = "branch,guide,price_valid_from\nlondon,mesotherapy-for-hair,09/08/2027\n"
    send_table(as_user("editor"), reverse("every_offering_csv"), table.encode())
    assert offering_of(london, "mesotherapy-for-hair").price_valid_from == before


def test_a_fault_is_named_by_its_line_in_the_file(as_user, london):
    table = (
        "guide,available,note\r\n"
        'mesotherapy-for-hair,yes,"One\r\ntwo\r\nthree"\r\n'
        'superficial-chemical-peel,yes,"Four\nfive"\r\n'
        "microneedling-for-acne-scars,perhaps,Six\r\n"
    )
    seen = send_table(as_user("editor"), reverse("offerings_csv", args=[london.pk]), table.encode())
    assert any("Line 7" in html for html in seen)


@pytest.mark.parametrize("name", ["offerings_csv", "every_offering_csv"])
def test_excel_is_told_that_a_table_is_in_utf_8(as_user, london, name):
    address = reverse(name, args=[london.pk] if name == "offerings_csv" else [])
    client = as_user("editor")
    table = client.get(address).content
    assert table.startswith(b"\xef\xbb\xbf")
    assert not table[3:].startswith(b"\xef\xbb\xbf")
    seen = send_table(client, address, table)
    assert not any("must name the columns" in html for html in seen), "and takes it back"


def test_so_is_the_report_of_reviews(as_user):
    answer = as_user("admin").get("/admin/reviews/?export=csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert answer.getvalue().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("note", [" '-10% with a friend", "  '@home as well"])
def test_an_apostrophe_before_a_note_stays(as_user, london, note):
    offering = offering_of(london, "mesotherapy-for-hair")
    Offering.objects.filter(pk=offering.pk).update(note=note)
    client, address = as_user("editor"), reverse("offerings_csv", args=[london.pk])
    send_table(client, address, client.get(address).content)
    assert Offering.objects.get(pk=offering.pk).note.strip() == note.strip()


# Two tabs


def test_every_branchs_grid_in_two_tabs(as_user, london):
    client, address = as_user("editor"), reverse("every_offering")
    peel = offering_of(london, "platelet-rich-plasma-for-hair")
    row = f"branch-{london.pk}-guide-{peel.guide_id}-"
    first, second = (open_form(client, address, f"{row}note") for _tab in range(2))
    client.post(address, {**second, f"{row}note": "From the second tab"})
    answer = client.post(address, {**first, f"{row}price_from": "777.00"}, follow=True)
    assert offering_of(london, "platelet-rich-plasma-for-hair").note == "From the second tab"
    if offering_of(london, "platelet-rich-plasma-for-hair").price_from != 777:
        assert "From the second tab" in answer.content.decode(), "it says what has changed"


def test_a_branchs_grid_and_a_table_brought_meanwhile(as_user, london):
    client, address = as_user("editor"), reverse("offerings", args=[london.pk])
    meso = offering_of(london, "mesotherapy-for-hair")
    row = f"branch-{london.pk}-guide-{meso.guide_id}-"
    shown = open_form(client, address, f"{row}note")
    table = "guide,note,practitioner\nmesotherapy-for-hair,By the table,Dr Asha Rao\n"
    send_table(client, reverse("offerings_csv", args=[london.pk]), table.encode())
    answer = client.post(address, {**shown, f"{row}note": "By the grid"}, follow=True)
    assert offering_of(london, "mesotherapy-for-hair").note == "By the table"
    assert "By the table" in answer.content.decode()


def test_a_table_that_was_looked_at_before_the_grid_was_saved(as_user, london):
    """What was confirmed is what was shown: from the old value to the new one."""
    client, address = as_user("editor"), reverse("offerings", args=[london.pk])
    meso = offering_of(london, "mesotherapy-for-hair")
    row = f"branch-{london.pk}-guide-{meso.guide_id}-"
    table = b"guide,note\nmesotherapy-for-hair,By the table\n"
    (shown,) = send_table(client, reverse("offerings_csv", args=[london.pk]), table, confirm=False)
    client.post(address, {**open_form(client, address, f"{row}note"), f"{row}note": "By the grid"})
    client.post(reverse("offerings_csv", args=[london.pk]), read_form(shown, "text"), follow=True)
    assert offering_of(london, "mesotherapy-for-hair").note == "By the grid"


def test_an_offering_that_somebody_else_has_made_meanwhile(as_user, london):
    peel = offering_of(london, "platelet-rich-plasma-for-hair")
    guide = peel.guide
    peel.delete()
    client, address = as_user("editor"), reverse("offerings", args=[london.pk])
    row = f"branch-{london.pk}-guide-{guide.pk}-"
    shown = open_form(client, address, f"{row}note")
    Offering.objects.create(
        branch=london,
        guide=guide,
        available=True,
        price_from=410,
        currency="GBP",
        price_valid_from=date(2026, 12, 1),
        note="Made meanwhile",
    )
    client.post(address, {**shown, f"{row}note": "Typed"}, follow=True)
    assert offering_of(london, "platelet-rich-plasma-for-hair").note == "Made meanwhile"


def edit_address(thing) -> str:
    if isinstance(thing, Page):
        return reverse("wagtailadmin_pages:edit", args=[thing.pk])
    if isinstance(thing, GroupSettings):
        return reverse("wagtailsettings:edit", args=["content", "groupsettings", thing.pk])
    return reverse(f"wagtailsnippets_content_{thing._meta.model_name}:edit", args=[thing.pk])


def newest(thing, field: str) -> str:
    """As stored; of what has drafts, in its newest draft."""
    stored = type(thing).objects.get(pk=thing.pk)
    if getattr(stored, "latest_revision", None):
        stored = stored.get_latest_revision_as_object()
    return str(getattr(stored, field))


def make_consent() -> Consent:
    return Consent.objects.create(reference="F-3321", scope="public", given_on=date(2026, 1, 5))


@pytest.mark.parametrize(
    ("find", "field", "other", "values"),
    [
        (lambda: BranchPage.objects.get(slug="delhi"), "phone", "email", ("+91 11 4444 0001", "neu@delhi.example")),
        (
            lambda: Clinician.objects.get(registration_number="SMC-000222"),
            "role",
            "name",
            ("Hair surgeon", "Dr I. Khan"),
        ),
        (lambda: GroupSettings.objects.get(), "contact_label", "attribution", ("Write to us", "Written with care")),
        (lambda: Launch.objects.create(title="Winter"), "planned_at", "title", ("2031-01-05 10:00", "Late winter")),
        (lambda: Therapy.objects.filter(locale__language_code="en")[0], "summary", "name", ("A new lotion.", "Lotion")),
        (make_consent, "expires_on", "reference", ("2033-02-03", "F-3321-b")),
    ],
    ids=["branch", "clinician", "group", "launch", "therapy", "consent"],
)
def test_a_form_in_two_tabs_undoes_nothing_unseen(as_user, find, field, other, values):
    thing, client = find(), as_user("admin")
    address = edit_address(thing)
    first, second = (open_form(client, address, field) for _tab in range(2))
    client.post(address, {**second, field: values[0]}, follow=True)
    assert newest(thing, field).startswith(values[0]), "the second tab was saved"
    kept = newest(thing, field)
    answer = client.post(address, {**first, other: values[1]}, follow=True)
    assert newest(thing, field) == kept, "what the first tab never showed was undone by it"
    if newest(thing, other) != values[1]:
        html = answer.content.decode()
        assert any(sign in html for sign in (values[0], kept, "changed", "newer version")), "it says what has changed"


def test_a_branch_that_is_published_in_one_tab_and_saved_in_the_other(as_user, london, api):
    client, address = as_user("admin"), edit_address(london)
    first, second = (open_form(client, address, "phone") for _tab in range(2))
    client.post(address, {**second, "phone": "+44 20 7946 0999", "action-publish": "1"})
    assert "0999" in api("branches/london/").content.decode()
    client.post(address, {**first, "email": "new@london.example", "action-publish": "1"}, follow=True)
    assert "0999" in api("branches/london/").content.decode()


def test_a_guide_whose_schedule_is_set_in_one_tab_and_whose_words_are_saved_in_the_other(as_user, peel):
    client, address = as_user("admin"), edit_address(peel)
    first, second = ({**form_data(peel), **open_form(client, address, "slug")} for _tab in range(2))
    client.post(address, {**second, "expire_at": "2031-06-01 09:00"}, follow=True)
    assert newest(peel, "expire_at").startswith("2031-06-01")
    client.post(address, {**first, "summary": "Typed in the first tab."}, follow=True)
    assert newest(peel, "expire_at").startswith("2031-06-01")
