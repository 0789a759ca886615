"""Two people, or two tabs, save the same thing: nobody's save undoes another's unseen."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from content.approval.signoff.models import SignOff
from content.desk.launches.models import Launch
from content.desk.mistakes.models import MistakeReport
from content.edition.models import Edition
from content.model.branches.models import BranchPage
from content.model.consent.models import Consent
from content.model.group.models import GroupSettings
from content.model.guides.models import GuidePage
from content.model.notices.models import Recall
from content.model.publishing import Refused
from content.model.snippets.models import Category, Citation, Clinician, Therapy
from content.model.vocabulary import Kind
from content.release.notices import recalling
from tests.support.tabs import mine_drawn, open_form, page_address, read_form, snippet_address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_menu")]


def group() -> GroupSettings:
    return GroupSettings.objects.first() or GroupSettings.objects.create()


THINGS = {
    "branch": (
        lambda: BranchPage.objects.get(slug="mumbai"),
        page_address,
        "phone",
        "+91 22 5555 0001",
        "email",
        "a@b.example",
    ),
    "guide": (
        lambda: GuidePage.objects.get(slug="superficial-chemical-peel"),
        page_address,
        "summary",
        "A peel that renews the skin.",
        "also_known_as",
        "fruit acid peel",
    ),
    "group": (
        group,
        lambda one: reverse("wagtailsettings:edit", args=["content", "groupsettings", one.pk]),
        "purpose",
        "We care for skin.",
        "attribution",
        "From Our clinic",
    ),
    "clinician": (
        lambda: Clinician.objects.first(),
        snippet_address,
        "role",
        "Dermatologist",
        "name",
        "Dr Asha R. Rao",
    ),
    "category": (lambda: Category.objects.first(), snippet_address, "name", "Hair loss", "slug", "hair-loss"),
    "therapy": (lambda: Therapy.objects.first(), snippet_address, "summary", "A lotion.", "name", "Topical lotion"),
    "citation": (lambda: Citation.objects.first(), snippet_address, "source", "Skin", "title", "On skin"),
    "consent": (
        lambda: Consent.objects.create(reference="A-1", scope="public", given_on="2026-01-01"),
        snippet_address,
        "reference",
        "A-17",
        "expires_on",
        "2099-01-01",
    ),
    "launch": (
        lambda: Launch.objects.create(title="Spring"),
        snippet_address,
        "title",
        "Spring in Pune",
        "planned_at",
        "2099-03-01 09:00",
    ),
    "mistake": (
        lambda: MistakeReport.objects.create(
            edition=Edition.objects.filter(kind=Kind.GUIDE).first(), section="process", text="Wrong."
        ),
        snippet_address,
        "answer",
        "Mended.",
        "is_done",
        "on",
    ),
}


def stored_of(thing, name):
    thing = type(thing).objects.get(pk=thing.pk)
    thing = thing.get_latest_revision_as_object() if hasattr(thing, "latest_revision") else thing
    return str(getattr(thing, name))


@pytest.mark.parametrize("kind", THINGS)
def test_a_save_in_one_tab_is_not_undone_by_another(as_user, kind):
    make, address_of, theirs_field, theirs, mine_field, mine = THINGS[kind]
    thing, client = make(), as_user("admin")
    address = address_of(thing)
    first, second = open_form(client, address), open_form(client, address)
    client.post(address, first | {theirs_field: theirs})
    assert stored_of(thing, theirs_field) == theirs
    before = stored_of(thing, mine_field)

    answer = client.post(address, second | {mine_field: mine})
    assert answer.status_code == 200, "refused, and shown again"
    text = BeautifulSoup(answer.content.decode(), "html.parser").get_text()
    assert "This was changed after you opened the form" in text
    assert theirs in answer.content.decode()
    assert (stored_of(thing, theirs_field), stored_of(thing, mine_field)) == (theirs, before)

    again = mine_drawn(second) | read_form(answer.content.decode())
    assert again[mine_field] == mine, "what was typed is kept"
    client.post(address, again)
    assert stored_of(thing, theirs_field) == theirs, "what was not typed here is theirs"
    assert stored_of(thing, mine_field).startswith("True" if mine == "on" else mine)


@pytest.mark.parametrize("kind", ["branch", "clinician", "category", "mistake"])
def test_both_values_of_a_field_are_said_and_saving_again_replaces(as_user, kind):
    make, address_of, field, theirs, *_ = THINGS[kind]
    thing, client = make(), as_user("admin")
    address, mine = address_of(thing), theirs.translate(str.maketrans("1eo", "2oe"))
    first, second = open_form(client, address), open_form(client, address)
    client.post(address, first | {field: theirs})
    html = client.post(address, second | {field: mine}).content.decode()
    assert f"It is now “{theirs}”; you have “{mine}”" in BeautifulSoup(html, "html.parser").get_text()
    assert stored_of(thing, field) == theirs
    client.post(address, read_form(html))
    assert stored_of(thing, field) == mine


@pytest.mark.parametrize("kind", THINGS)
def test_sent_twice_it_is_saved_once_and_nobody_is_blamed(as_user, kind):
    make, address_of, field, value, *_ = THINGS[kind]
    thing, client = make(), as_user("admin")
    data = open_form(client, address_of(thing)) | {field: value}
    assert [client.post(address_of(thing), data).status_code for _ in range(2)] == [302, 302]
    assert stored_of(thing, field) == value


def test_opening_hours_count_as_a_field_of_their_branch(as_user):
    branch, client = BranchPage.objects.get(slug="mumbai"), as_user("admin")
    first, second = open_form(client, page_address(branch)), open_form(client, page_address(branch))
    client.post(page_address(branch), first | {"opening_hours-0-opens": "07:30"})
    html = client.post(page_address(branch), second | {"email": "a@b.example"}).content.decode()
    text = BeautifulSoup(html, "html.parser").get_text()
    assert "This was changed after you opened the form" in text
    assert "7:30 a.m." in text


def test_what_somebody_else_publishes_is_not_published_over(as_user):
    """Also by the button that publishes."""
    branch, client = BranchPage.objects.get(slug="mumbai"), as_user("admin")
    stale = open_form(client, page_address(branch))
    fresh = open_form(client, page_address(branch))
    client.post(page_address(branch), fresh | {"phone": "+91 22 5555 0009", "action-publish": "1"})
    client.post(page_address(branch), stale | {"email": "a@b.example", "action-publish": "1"})
    branch.refresh_from_db()
    assert (branch.phone, branch.email == "a@b.example") == ("+91 22 5555 0009", False)


def test_an_earlier_revision_is_brought_back_without_a_quarrel(as_user):
    branch, client = BranchPage.objects.get(slug="mumbai"), as_user("admin")
    old, phone = branch.save_revision(), branch.phone
    client.post(page_address(branch), open_form(client, page_address(branch)) | {"phone": "+91 22 5555 0009"})
    address = reverse("wagtailadmin_pages:revisions_revert", args=[branch.pk, old.pk])
    assert client.post(page_address(branch), open_form(client, address)).status_code == 302
    assert stored_of(branch, "phone") == phone


def test_an_autosave_tells_the_open_form_what_it_has_saved(as_user):
    branch, client = BranchPage.objects.get(slug="mumbai"), as_user("admin")
    branch.save_revision()
    data = open_form(client, page_address(branch)) | {"phone": "+91 22 5555 0009"}
    answer = client.post(page_address(branch), data, headers={"Accept": "application/json"}).json()
    assert answer["success"]
    data |= answer["field_updates"] | {"overwrite_revision_id": answer["revision_id"], "email": "a@b.example"}
    assert client.post(page_address(branch), data).status_code == 302
    assert stored_of(branch, "email") == "a@b.example"


def test_a_form_that_does_not_say_what_it_has_shown_is_looked_at_again(as_user):
    branch, client = BranchPage.objects.get(slug="mumbai"), as_user("admin")
    data = open_form(client, page_address(branch)) | {"phone": "+91 22 5555 0009"}
    answer = client.post(page_address(branch), {name: value for name, value in data.items() if name != "shown"})
    assert "doesn&#x27;t say what it has shown" in answer.content.decode()
    assert client.post(page_address(branch), read_form(answer.content.decode())).status_code == 302
    assert stored_of(branch, "phone") == "+91 22 5555 0009"


# The grid


# Launches: what they were planned on


# What is sent twice


def test_a_recall_that_is_lifted_twice_keeps_its_first_reason(as_user, peel):
    recall = Recall(guide=peel.translation_key, title="Peel", section="process", severity="serious", reason="It burns.")
    recalling.recall(recall)
    stale, client = Recall.objects.get(pk=recall.pk), as_user("admin")
    recalling.lift(recall, "Mended.")
    with pytest.raises(Refused, match="lifted already"):
        recalling.lift(stale, "Again.")
    answer = client.post(reverse("lift_recall", args=[recall.pk]), {"lift_reason": "Again."}, follow=True)
    assert "This recall has been lifted already." in answer.content.decode()
    assert Recall.objects.get(pk=recall.pk).lift_reason == "Mended."


def test_a_form_of_a_launch_that_is_sent_twice_makes_one(as_user):
    client, address = as_user("publisher"), reverse("wagtailsnippets_content_launch:add")
    data = open_form(client, address) | {"title": "Spring"}
    lists = {f"{name}-{count}_FORMS": 0 for name in ("pages", "offerings") for count in ("TOTAL", "INITIAL")}
    answers = [client.post(address, data | lists) for _ in range(2)]
    launch = Launch.objects.get()
    assert [answer.url for answer in answers] == [reverse("launch", args=[launch.pk])] * 2


def test_a_signature_that_is_sent_twice_is_one(as_user, peel):
    peel.summary = "Words that nobody has signed."
    peel.save_revision()
    client, address = as_user("reviewer"), reverse("sign_off", args=[peel.pk])
    token = next(row.opened.token for row in client.get(address).context["rows"] if row.part == "overview")
    before = SignOff.objects.count()
    for _ in range(2):
        client.post(address, {"sign": "overview", "shown-overview": token})
    assert SignOff.objects.count() == before + 1
