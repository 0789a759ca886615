import pytest
from django.contrib.auth import get_user_model
from django.test import RequestFactory
from django.urls import reverse
from wagtail.permissions import policy_registry

from content.desk.access.admin import choose_known_pages
from content.edition.models import Release
from content.model.branches.models import BranchPage, Offering
from content.model.branches.policy import editable_branches
from content.model.guides.models import GuidePage
from tests.support.offering_forms import form_data, shown_rows

pytestmark = pytest.mark.django_db


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
        ("booking_url", "ftp://book.example/peel", "Enter a valid URL."),
    ],
)
def test_a_bad_cell_is_marked_and_nothing_is_saved(as_user, mumbai, field, value, sentence):
    client = as_user("mumbai")
    data = form_data(client, mumbai, mesotherapy_for_hair={field: value}, superficial_chemical_peel={"note": "new"})
    response = client.post(reverse("offerings", args=[mumbai.pk]), data)
    assert sentence in response.content.decode()
    assert not Offering.objects.filter(note="new").exists()


def test_a_booking_link_needs_no_https(as_user, mumbai, api):
    client = as_user("mumbai")
    data = form_data(client, mumbai, superficial_chemical_peel={"booking_url": "book.example/peel"})
    assert client.post(reverse("offerings", args=[mumbai.pk]), data).status_code == 302
    offering = api("branches/mumbai/guides/superficial-chemical-peel/").json()["offering"]
    assert offering["booking_url"] == "https://book.example/peel"


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


def test_a_branch_editor_chooses_only_that_branch_and_no_guide(mumbai):
    request = RequestFactory().get("/")
    request.user = get_user_model().objects.get(username="mumbai")
    from wagtail.models import Page

    chosen = choose_known_pages(Page.objects.all(), request)
    assert [page.pk for page in chosen.type(BranchPage)] == [mumbai.pk]
    assert not chosen.type(GuidePage).exists()
    assert list(editable_branches(request.user)) == [mumbai]


@pytest.mark.parametrize("origin", ["pune.example", "https://pune.example/path", "javascript:x", "https://"])
def test_what_is_no_origin_is_refused_with_a_sentence(mumbai, origin):
    mumbai.website_origins = f"https://ok.example\n{origin}"
    with pytest.raises(Exception, match="is not a website address"):
        mumbai.full_clean()


def test_every_branch_in_one_grid_with_filters(as_user, mumbai, london):
    editor, address = as_user("editor"), reverse("every_offering")

    def rows(**asked):
        forms = editor.get(address, asked).context["forms"]
        return {(form.instance.branch.slug, form.instance.guide.slug) for form in forms}

    assert len(rows()) == BranchPage.objects.count() * 4
    assert {branch for branch, _guide in rows(country="GB")} == {"london"}
    offered = set(Offering.objects.filter(available=True).values_list("branch__slug", "guide__slug"))
    assert rows(state="offered") == offered
    assert rows(state="not_offered") == rows() - offered
    assert rows(branch=mumbai.pk, state="offered") == {pair for pair in offered if pair[0] == "mumbai"}
    assert rows(branch="x", country="QQ", state="?") == rows(), "what makes no sense narrows nothing"
    own = as_user("mumbai").get(address).context["forms"]
    assert {form.instance.branch.slug for form in own} == {"mumbai"}


def test_the_grid_of_every_branch_is_saved_in_one_release(as_user, api):
    editor, address = as_user("editor"), reverse("every_offering")
    data = {}
    for form in editor.get(address, {"state": "offered"}).context["forms"]:
        for name in form.fields:
            value = form[name].value()
            if value not in (None, False):
                data[form.add_prefix(name)] = value
        data[form.add_prefix("note")] = "For all."
    before = Release.objects.count()
    answer = editor.post(f"{address}?state=offered", data)
    assert answer["Location"] == f"{address}?state=offered"
    assert Release.objects.count() == before + 1
    assert set(Offering.objects.filter(available=True).values_list("note", flat=True)) == {"For all."}


def test_a_row_that_no_longer_fits_the_filter_is_saved_all_the_same(as_user, mumbai, peel):
    editor, address = as_user("editor"), reverse("every_offering")
    asked = {"branch": mumbai.pk, "guide": peel.pk, "state": "offered"}
    data = shown_rows(editor.get(address, asked))
    (note,) = [name for name in data if name.endswith("-note")]
    Offering.objects.filter(branch=mumbai, guide=peel).update(available=False)  # by somebody else, meanwhile
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    refused = editor.post(f"{address}?{query}", {**data, note: "Typed by hand."})
    assert "This was changed after you opened the form. It is now “no”." in refused.content.decode()
    editor.post(f"{address}?{query}", shown_rows(refused))
    assert Offering.objects.get(branch=mumbai, guide=peel).note == "Typed by hand."


def test_a_row_of_another_branch_is_not_taken_from_a_form(as_user, london, peel):
    client, before = as_user("mumbai"), list(Offering.objects.filter(branch=london).values())
    client.post(reverse("every_offering"), {f"branch-{london.pk}-guide-{peel.pk}-note": "Not mine."})
    assert list(Offering.objects.filter(branch=london).values()) == before
