import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse
from wagtail.permissions import policy_registry

from content.edition.models import Release
from content.model.branches.models import BranchPage, Offering, OfferingBatch
from content.model.branches.policy import editable_branches
from content.model.guides.models import GuidePage
from content.wagtail_hooks import choose_known_pages
from tests.support.offering_forms import form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def mumbai():
    return BranchPage.objects.get(slug="mumbai")


@pytest.fixture
def london():
    return BranchPage.objects.get(slug="london")


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
    with pytest.raises(Exception, match="is not the origin of a website"):
        mumbai.full_clean()


def send_table(client, branch, table: str | bytes):
    content = table.encode() if isinstance(table, str) else table
    file = SimpleUploadedFile("offerings.csv", content)
    address = reverse("offerings_csv", args=[branch.pk]) if branch else reverse("every_offering_csv")
    answer = client.post(address, {"table": file}, follow=True)
    if answer.context and answer.context.get("text"):
        return client.post(address, {"text": answer.context["text"]}, follow=True)  # seen, and confirmed
    return answer


def test_the_table_comes_back_unchanged_and_changes_nothing(as_user, mumbai):
    client, before = as_user("mumbai"), Release.objects.count()
    table = client.get(reverse("offerings_csv", args=[mumbai.pk])).content
    columns = "guide,available,price_from,currency,price_valid_from,practitioner,booking_url,note,version"
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
    ("guide,note\nmesotherapy-for-hair\n", "Line 2: it has another number of columns."),
    ("guide,available\nmesotherapy-for-hair,perhaps\n", "Line 2: available is yes or no."),
    ("guide,practitioner\nmesotherapy-for-hair,Dr Who\n", "Line 2: there is no clinician “Dr Who”."),
    ("guide,price_from\nmesotherapy-for-hair,much\n", "Enter a number."),
    ('guide,note\nmesotherapy-for-hair,"open\n', "The table can"),
    (b"guide,note\nmesotherapy-for-hair,\x81\n", "This is no table of text."),
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


def undo_last(client):
    answer = client.get(reverse("offering_changes"))
    batch = answer.context["batches"][0][0]
    return client.post(reverse("offering_changes"), {"batch": batch.pk}, follow=True)


def said(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


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


def test_what_was_saved_together_is_undone_together(as_user, mumbai, api):
    def public() -> list:
        return [api(f"branches/mumbai/guides/{slug}/").json().get("offering") for slug in slugs]

    slugs = ("mesotherapy-for-hair", "superficial-chemical-peel")
    kept = [{key: one[key] for key in ("note", "price_from", "practitioner")} for one in public()]
    client = as_user("mumbai")
    send_table(client, mumbai, "guide,note,price_from\nmesotherapy-for-hair,A.,1\nsuperficial-chemical-peel,B.,2\n")
    assert [one["note"] for one in public()] == ["A.", "B."]
    before = Release.objects.count()
    assert "2 offerings are as they were" in said(undo_last(client))
    assert [{key: one[key] for key in ("note", "price_from", "practitioner")} for one in public()] == kept
    assert Release.objects.count() == before + 1
    assert "undone already" in said(undo_last(client))


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
    assert "has been changed since: nothing was undone" in said(undo_last(client))
    assert Offering.objects.filter(note="B.").exists()
    assert OfferingBatch.objects.get().undone_at is None


def test_a_change_of_another_branch_is_neither_seen_nor_undone(as_user, london):
    send_table(as_user("editor"), london, "guide,note\nmesotherapy-for-hair,London.\n")
    client = as_user("mumbai")
    assert client.get(reverse("offering_changes")).context["batches"] == []
    client.post(reverse("offering_changes"), {"batch": OfferingBatch.objects.get().pk})
    assert Offering.objects.filter(note="London.").exists()


def shown_rows(answer) -> dict:
    """What a browser would send of the rows that it is shown, and no other."""
    data = {}
    for form in answer.context["forms"]:
        for name in form.fields:
            value = form[name].value()
            if value not in (None, False):
                data[form.add_prefix(name)] = value
    return data


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
    assert "1 offerings saved" in said(saved)
    assert str(Offering.objects.get(branch=mumbai, guide__slug="mesotherapy-for-hair").price_from) == "4100.00"
    assert list(others.order_by("pk").values()) == before


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
