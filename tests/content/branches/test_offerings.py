import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse
from wagtail.permissions import policy_registry

from content.branches.models import BranchPage, Offering
from content.branches.policy import editable_branches
from content.editions.models import Release
from content.guides.models import GuidePage
from content.wagtail_hooks import choose_own_branches

pytestmark = pytest.mark.django_db


@pytest.fixture
def mumbai():
    return BranchPage.objects.get(slug="mumbai")


@pytest.fixture
def london():
    return BranchPage.objects.get(slug="london")


def form_data(client, branch, **changes):
    """What a browser would send after the changes, which are given as guide slug -> field -> value."""
    response = client.get(reverse("offerings", args=[branch.pk]))
    data = {}
    for form in response.context["forms"]:
        for name in form.fields:
            value = form[name].value()
            if value not in (None, False):
                data[form.add_prefix(name)] = value
        for name, value in changes.get(form.instance.guide.slug.replace("-", "_"), {}).items():
            data[form.add_prefix(name)] = value
    return data


def test_the_grid_has_a_row_for_every_guide(as_user, mumbai):
    response = as_user("mumbai").get(reverse("offerings", args=[mumbai.pk]))
    assert [form.instance.guide.slug for form in response.context["forms"]] == [
        *("mesotherapy-for-hair", "microneedling-for-acne-scars"),
        *("platelet-rich-plasma-for-hair", "superficial-chemical-peel"),
    ]


def test_saving_changes_only_what_was_changed(as_user, mumbai, api):
    client = as_user("mumbai")
    data = form_data(client, mumbai, superficial_chemical_peel={"note": "Ask for Rao.", "price_from": "3333.00"})
    before = api("branches/mumbai/guides/mesotherapy-for-hair/").json()["offering"]["version"]
    assert client.post(reverse("offerings", args=[mumbai.pk]), data).status_code == 302
    offering = api("branches/mumbai/guides/superficial-chemical-peel/").json()["offering"]
    assert (offering["note"], offering["price_from"]["amount"]) == ("Ask for Rao.", "3333.00")
    assert api("branches/mumbai/guides/mesotherapy-for-hair/").json()["offering"]["version"] == before


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("note", "x" * 141, "at most 140"),
        ("price_from", "-1", "greater than or equal to 0"),
        ("currency", "", "A price needs its currency."),
        ("price_valid_from", "", "Say from which day this price holds."),
        ("booking_url", "javascript:alert(1)", "Enter a valid URL."),
    ],
)
def test_a_bad_cell_is_marked_and_nothing_is_saved(as_user, mumbai, field, value, sentence):
    client = as_user("mumbai")
    data = form_data(client, mumbai, mesotherapy_for_hair={field: value}, superficial_chemical_peel={"note": "new"})
    response = client.post(reverse("offerings", args=[mumbai.pk]), data)
    assert sentence in response.content.decode()
    assert not Offering.objects.filter(note="new").exists()


def test_another_branch_is_out_of_reach(as_user, london):
    client = as_user("mumbai")
    response = client.get(reverse("offerings", args=[london.pk]))
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    before = list(Offering.objects.filter(branch=london).values())
    client.post(reverse("offerings", args=[london.pk]), {})
    assert list(Offering.objects.filter(branch=london).values()) == before


def test_the_policy_asks_the_page_of_the_branch(mumbai, london):
    policy = policy_registry.get_by_type(Offering)
    user = get_user_model().objects.get(username="mumbai")
    offerings = {o.branch_id: o for o in Offering.objects.all()}
    assert policy.user_has_permission_for_instance(user, "change", offerings[mumbai.pk])
    assert not policy.user_has_permission_for_instance(user, "change", offerings[london.pk])
    assert {o.branch_id for o in policy.instances_user_has_permission_for(user, "change")} == {mumbai.pk}


def test_a_branch_editor_chooses_only_that_branch_and_any_guide(mumbai):
    request = RequestFactory().get("/")
    request.user = get_user_model().objects.get(username="mumbai")
    from wagtail.models import Page

    chosen = choose_own_branches(Page.objects.all(), request)
    assert [page.pk for page in chosen.type(BranchPage)] == [mumbai.pk]
    assert chosen.type(GuidePage).count() == GuidePage.objects.count()
    assert list(editable_branches(request.user)) == [mumbai]


@pytest.mark.parametrize("origin", ["pune.example", "https://pune.example/path", "javascript:x", "https://"])
def test_what_is_no_origin_is_refused_with_a_sentence(mumbai, origin):
    mumbai.website_origins = f"https://ok.example\n{origin}"
    with pytest.raises(Exception, match="is not the origin of a website"):
        mumbai.full_clean()


def send_table(client, branch, table: str | bytes):
    content = table.encode() if isinstance(table, str) else table
    file = SimpleUploadedFile("offerings.csv", content)
    return client.post(reverse("offerings_csv", args=[branch.pk]), {"table": file}, follow=True)


def test_the_table_comes_back_unchanged_and_changes_nothing(as_user, mumbai):
    client, before = as_user("mumbai"), Release.objects.count()
    table = client.get(reverse("offerings_csv", args=[mumbai.pk])).content
    assert (
        table.splitlines()[0] == b"guide,available,price_from,currency,price_valid_from,practitioner,booking_url,note"
    )
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
    ("", "The first line must name the columns"),
    ("guide,note\nno-such-guide,x\n", "Line 2: there is no guide “no-such-guide”"),
    ("guide,note\nmesotherapy-for-hair,a\nmesotherapy-for-hair,b\n", "Line 3: there is no guide"),
    ("guide,note\nmesotherapy-for-hair\n", "Line 2: it has another number of columns."),
    ("guide,available\nmesotherapy-for-hair,perhaps\n", "Line 2: available is yes or no."),
    ("guide,practitioner\nmesotherapy-for-hair,Dr Who\n", "Line 2: there is no clinician “Dr Who”."),
    ("guide,price_from\nmesotherapy-for-hair,much\n", "Enter a number."),
    ('guide,note\nmesotherapy-for-hair,"open\n', "The table can"),
    (b"guide,note\nmesotherapy-for-hair,\xff\n", "The table is not in UTF-8"),
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
