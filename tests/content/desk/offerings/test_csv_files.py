"""Tables of offerings as Excel, LibreOffice and Numbers write them, byte by byte."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from content.desk.offerings.csv_table import TableError, encode_table, read_table, write_table
from content.desk.offerings.grids import Compared, fill_forms
from content.model.branches.models import BranchPage, Offering
from content.model.branches.policy import find_guides

pytestmark = pytest.mark.django_db

PEEL, MESO = "superficial-chemical-peel", "mesotherapy-for-hair"
COMMA = f"guide,price_from,currency,price_valid_from,note\r\n{PEEL},3300.5,INR,25/10/2026,Crème – “peel”\r\n"
SEMICOLON = f"guide;price_from;currency;price_valid_from;note\r\n{PEEL};3.300,50;INR;25.10.2026;Crème – “peel”\r\n"
TABS = f'guide\tprice_from\tcurrency\tprice_valid_from\tnote\r\n{PEEL}\t"3,300.50"\tINR\t25-Oct-26\tCrème – “peel”\r\n'

FILES = {
    "Excel, CSV UTF-8, comma": COMMA.encode("utf-8-sig"),
    "Excel, CSV UTF-8, semicolon": SEMICOLON.encode("utf-8-sig"),
    "Excel, CSV, Windows-1252": SEMICOLON.encode("cp1252"),
    "Excel, CSV for Macintosh's ends of lines": SEMICOLON.replace("\r\n", "\r").encode("utf-8-sig"),
    "Excel, Unicode text": TABS.encode("utf-16"),
    "Excel, Unicode text, other order of bytes": b"\xfe\xff" + TABS.encode("utf-16-be"),
    "without a mark": TABS.encode("utf-16-le"),
    "told the separator": f"sep=;\r\n{SEMICOLON}".encode("utf-8-sig"),
    "LibreOffice": COMMA.replace("\r\n", "\n").encode(),
    "LibreOffice, every text quoted": (
        '"guide","price_from","currency","price_valid_from","note"\n'
        f'"{PEEL}",3300.5,"INR","2026-10-25","Crème – “peel”"\n'
    ).encode(),
    "Numbers": (
        f'guide,price_from,currency,price_valid_from,note\n{PEEL},"₹3,300.50",INR,25 Oct 2026,Crème – “peel”\n'
    ).encode(),
    "Numbers, semicolon": (
        f"guide;price_from;currency;price_valid_from;note\n{PEEL};3\u00a0300,50 ₹;INR;25/10/2026;Crème – “peel”"
    ).encode(),
    "with empty rows and columns": (
        "guide;price_from;currency;price_valid_from;note;;\r\n;;;;;;\r\n"
        f"{PEEL};3.300,50;INR;25.10.2026;Crème – “peel”;;\r\n;;;;;;\r\n\r\n \r\n"
    ).encode("utf-8-sig"),
}


@pytest.fixture
def mumbai():
    return BranchPage.objects.get(slug="mumbai")


@pytest.fixture
def read(mumbai, django_user_model):
    guides = find_guides(django_user_model.objects.get(username="admin"))
    return lambda content: read_table(content, [mumbai], guides)


@pytest.fixture
def table(mumbai, django_user_model):
    return lambda: write_table([mumbai], find_guides(django_user_model.objects.get(username="admin")))


@pytest.mark.parametrize("name", FILES)
def test_a_table_is_read_as_whatever_program_saved_it(read, name):
    (form,) = fill_forms(read(FILES[name]), {})
    assert form.is_valid(), form.errors
    values = {name: form.cleaned_data[name] for name in ("price_from", "currency", "price_valid_from", "note")}
    assert values == {
        "price_from": Decimal("3300.50"),
        "currency": "INR",
        "price_valid_from": date(2026, 10, 25),
        "note": "Crème – “peel”",
    }


def test_an_assumed_encoding_is_said(as_user, mumbai):
    file = SimpleUploadedFile("o.csv", FILES["Excel, CSV, Windows-1252"])
    answer = as_user("editor").post(reverse("offerings_csv", args=[mumbai.pk]), {"table": file})
    assert "The table was read as Windows-1252." in answer.content.decode()


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0", b"guide,note\n\0\0\0\0", b"\x89PNG\r\n\x1a\n\0\0"]
)
def test_what_is_no_text_is_refused(read, content):
    with pytest.raises(TableError, match="This is not a CSV table"):
        read(content)


def test_a_day_that_can_be_two_is_refused_where_it_stands(read):
    (form,) = fill_forms(read(f"guide,price_valid_from\n{PEEL},05/10/2026\n".encode()), {})
    assert "could be 2026-05-10 or 2026-10-05" in form.errors["price_valid_from"][0]


def test_a_price_in_another_currency_than_its_column_is_refused(read):
    (form,) = fill_forms(read(f"guide,price_from,currency\n{PEEL},£250.00,INR\n".encode()), {})
    assert "The price is written in GBP, and the currency is INR." in form.errors["currency"]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("head", ["", "sep=,\n", ",,\n\n"])
def test_a_fault_is_told_by_its_line_in_the_file_after_notes_of_several_lines(read, end, head):
    rows = [
        f"{head}guide,note,available",
        f'{MESO},"one\ntwo\n\nthree",yes',
        ",,",
        "",
        f"{PEEL},ok,perhaps",
        "no-such,,",
    ]
    text = "\n".join(rows)
    wrong = text.split("\n").index(f"{PEEL},ok,perhaps") + 1
    with pytest.raises(TableError) as refused:
        read(text.replace("\n", end).encode())
    assert refused.value.messages == [
        f"Line {wrong}: “available” must be yes or no.",
        f"Line {wrong + 1}: there is no guide “no-such”, or it is listed twice.",
    ]


def test_the_table_is_written_so_that_excel_reads_its_letters(as_user, mumbai):
    content = as_user("editor").get(reverse("offerings_csv", args=[mumbai.pk])).content
    assert content.startswith(b"\xef\xbb\xbf")
    assert not content.startswith(b"\xef\xbb\xbf" * 2)


def resave(table: str, change) -> bytes:
    """As a spreadsheet that has changed cells by its own lights saves it."""
    rows = [{name: change(name, cell) for name, cell in row.items()} for row in csv.DictReader(io.StringIO(table))]
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def as_british_excel(name, cell):
    if name == "price_valid_from" and cell:
        return date.fromisoformat(cell).strftime("%d/%m/%Y")
    if name == "price_from" and cell:
        return f"{Decimal(cell):.1f}".removesuffix(".0")
    return {"yes": "YES", "no": "No"}.get(cell, cell) if name == "available" else cell


def without_our_apostrophes(name, cell):
    """A spreadsheet that takes an apostrophe as the mark of a text."""
    return cell.removeprefix("'")


@pytest.mark.parametrize("change", [lambda name, cell: cell, as_british_excel, without_our_apostrophes])
@pytest.mark.parametrize(
    "note", ["'tis the season", "'", "''quoted''", "'=1+1", "''=x", "=1+1", "+91 22", "-10 %", "@home", "a 'b'"]
)
def test_what_a_spreadsheet_only_opened_and_saved_changes_nothing(read, table, mumbai, note, change):
    Offering.objects.filter(branch=mumbai, guide__slug=PEEL).update(note=note, price_valid_from="2026-10-05")
    compared = Compared(fill_forms(read(resave(table(), change)), {}), {})
    assert [form.errors for form in compared.rows if not form.is_valid()] == []
    assert [form.changed_data for form in compared.rows if form.has_changed()] == []


def bring(client, mumbai, content, **sent):
    address = reverse("offerings_csv", args=[mumbai.pk])
    answer = client.post(address, {"table": SimpleUploadedFile("o.csv", content)})
    if not answer.context or "text" not in answer.context:
        return answer
    shown = {form.shown_name: form.shown_now for form in answer.context["rows"]}
    return client.post(address, {"text": answer.context["text"], **shown, **sent}, follow=True)


def of(mumbai, slug):
    return Offering.objects.get(branch=mumbai, guide__slug=slug)


def test_a_cell_that_somebody_else_changed_since_the_export_stays_theirs(as_user, table, mumbai):
    taken = table()
    Offering.objects.filter(branch=mumbai, guide__slug=PEEL).update(note="Theirs.")
    mine = resave(taken, lambda name, cell: "3509.50" if name == "price_from" and cell else cell)
    bring(as_user("editor"), mumbai, mine)
    assert (of(mumbai, PEEL).note, of(mumbai, PEEL).price_from) == ("Theirs.", Decimal("3509.50"))


def test_a_cell_that_both_changed_is_told_and_replaced_only_on_demand(as_user, table, mumbai):
    taken, client = table(), as_user("editor")
    Offering.objects.filter(branch=mumbai, guide__slug=PEEL).update(note="Theirs.")
    mine = resave(taken, lambda name, cell: "Mine." if name == "note" else cell)
    answer = bring(client, mumbai, mine)
    assert of(mumbai, PEEL).note == "Theirs."
    assert "it is now “Theirs.”; your table says “Mine.”" in answer.content.decode()
    bring(client, mumbai, mine, replace="on")
    assert of(mumbai, PEEL).note == "Mine."


def test_what_is_changed_between_looking_and_saving_is_shown_first(as_user, mumbai):
    client, address = as_user("editor"), reverse("offerings_csv", args=[mumbai.pk])
    content = f"guide,note\n{PEEL},Mine.\n".encode()
    seen = client.post(address, {"table": SimpleUploadedFile("o.csv", content)}).context
    shown = {form.shown_name: form.shown_now for form in seen["rows"]}
    Offering.objects.filter(branch=mumbai, guide__slug=PEEL).update(note="Theirs.")
    again = client.post(address, {"text": seen["text"], **shown})
    assert of(mumbai, PEEL).note == "Theirs."
    shown = {form.shown_name: form.shown_now for form in again.context["rows"]}
    client.post(address, {"text": seen["text"], **shown})
    assert of(mumbai, PEEL).note == "Mine."


def test_our_own_table_is_read_back_in_utf_16_as_well(read, table):
    assert len(read(table().encode("utf-16"))) == len(read(encode_table(table())))
