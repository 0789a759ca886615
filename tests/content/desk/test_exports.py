"""Tables to take along: no cell is a formula, and what is brought back is what was taken."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from content.desk.exports import guard, unguard
from content.desk.offerings.csv_table import read_table, write_table
from content.desk.offerings.grids import fill_forms
from content.model.branches.models import BranchPage, Offering
from content.model.branches.policy import find_guides
from content.model.guides.models import GuidePage
from content.model.snippets.models import Clinician

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1", "''@x")
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cells_of(table: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(table, newline="")) for cell in row]


@given(st.text() | st.sampled_from(FORMULAS).flatmap(lambda text: st.just(text) | st.text().map(text.__add__)))
def test_a_guarded_cell_is_no_formula_and_says_what_it_was(text):
    assert not guard(text).startswith(RISKY)
    assert unguard(guard(text)) == text


def test_an_ordinary_text_stays_as_it_is():
    for text in ("", "Ask us.", "'quoted'", "a=b", "1-2"):
        assert guard(text) == text == unguard(text)


@pytest.fixture
def hostile(db) -> BranchPage:
    """A branch whose offerings hold whatever a spreadsheet might run, with two clinicians of one name."""
    branch = BranchPage.objects.get(slug="mumbai")
    twins = [
        Clinician.objects.create(name=name, role="-", registration_body="=B", registration_number="+1")
        for name in ("=HYPERLINK(1)", "Dr Twin", "Dr Twin")
    ]
    guides = [page for page in GuidePage.objects.all() if page.is_source][: len(FORMULAS)]
    for number, guide in enumerate(guides):
        Offering.objects.update_or_create(
            branch=branch,
            guide=guide,
            defaults={
                "available": True,
                "note": FORMULAS[number].strip(),
                "practitioner": twins[number % 3],
                "price_from": Decimal("10.50"),
                "currency": "INR",
                "price_valid_from": "2026-01-01",
                "booking_url": "https://book.example/?a=1",
            },
        )
    return branch


@pytest.mark.parametrize("with_branch", [False, True])
def test_offerings_come_back_as_they_went(hostile, with_branch, admin_user):
    guides = find_guides(admin_user)
    table = write_table([hostile], guides, with_branch=with_branch)
    assert not [cell for cell in cells_of(table) if cell.startswith(RISKY)]
    rows = fill_forms(read_table(table.encode(), [hostile], guides, with_branch=with_branch), {})
    assert rows
    assert [(row.instance.guide, row.changed_data) for row in rows if row.has_changed()] == []
    assert "=HYPERLINK(1)" in table


def test_the_audit_of_a_guide_is_no_formula(as_user, peel):
    peel.title = "=1+1"
    peel.save_revision(log_action=True, user=None)
    Clinician.objects.update(name="=1+1")
    table = as_user("admin").get(reverse("audit", args=[peel.pk]), {"format": "csv"}).content.decode()
    assert not [cell for cell in cells_of(table) if cell.startswith(RISKY)]


@pytest.mark.parametrize(
    "report", ["review_report", "wagtailadmin_reports:site_history", "wagtailadmin_reports:aging_pages"]
)
def test_wagtails_reports_are_no_formulas(as_user, peel, report):
    Clinician.objects.update(name="@SUM(1)")
    GuidePage.objects.update(title="=1+1", draft_title="=1+1")
    peel.refresh_from_db()
    peel.save_revision(log_action=True)
    answer = as_user("admin").get(reverse(report), {"export": "csv"})
    table = b"".join(answer.streaming_content).decode()
    assert "'=1+1" in table
    assert not [cell for cell in cells_of(table) if cell.startswith(RISKY)]


def test_an_xlsx_file_holds_text_and_no_formula(as_user, peel):
    GuidePage.objects.update(title="=1+1", draft_title="=1+1")
    answer = as_user("admin").get(reverse("review_report"), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")}
    assert kinds == {"s"}
