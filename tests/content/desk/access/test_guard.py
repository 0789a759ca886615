"""Wagtail's own addresses show each role what it works on, and nothing else; new ones are closed."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import URLResolver, get_resolver, reverse
from wagtail.images.forms import get_image_form
from wagtail.snippets.models import get_snippet_models

from content.desk.access import guard, table
from content.desk.images.forms import PictureForm
from content.desk.launches.models import Launch
from content.model.branches.models import BranchPage
from content.model.consent.models import Consent
from content.model.guides.models import GuidePage
from content.model.images.models import GuideImage
from content.model.snippets.models import Citation
from content.setup.roles import MARKETING_EDITORS

pytestmark = pytest.mark.django_db


def is_refused(answer) -> bool:
    return answer.status_code in (403, 404) or (answer.status_code == 302 and answer.url == "/admin/")


@pytest.fixture
def hidden(guide_index):
    """A guide that was never public."""
    page = GuidePage(title="A secret treatment", slug="secret", live=False, locale=guide_index.locale)
    page.full_clean = lambda *args, **kwargs: None
    return guide_index.add_child(instance=page)


CLOSED = [
    "/admin/api/main/images/",
    "/admin/images/chooser/",
    "/admin/tag-autocomplete/?term=a",
    "/admin/snippets/choose/content/consent/",
    "/admin/snippets/choose/content/mistakereport/",
    "/admin/snippets/choose/content/launch/",
    "/admin/snippets/choose/content/clinician/chosen-multiple/?id=1",
    "/admin/reports/workflow_tasks/",
    "/admin/bulk/content/consent/delete/?id=all",
    "/admin/bulk/content/guideimage/add_to_collection/?id=1",
    "/admin/bulk/wagtailcore/page/move/?id=all",
]


@pytest.mark.parametrize("address", CLOSED)
@pytest.mark.parametrize("name", ["mumbai", "reviewer"])
def test_what_a_role_does_not_need_is_closed_to_it(as_user, name, address):
    assert is_refused(as_user(name).get(address))


HUGE = "9" * 20


@pytest.mark.parametrize(
    "address",
    [
        *(f"/admin/{room}/{HUGE}/" for room in ("audit", "impact", "import", "offerings", "previews", "sign-off")),
        *("/admin/snippets/choose/content/therapy/chosen/x/", f"/admin/images/chooser/chosen/{HUGE}/"),
        *("/admin/images/chooser/chosen-multiple/?id=x", "/admin/choose-page/chosen-multiple/?id=1&id=%00"),
    ],
)
def test_what_can_be_no_key_of_a_row_is_not_found(as_user, address):
    assert as_user("admin").get(address).status_code == 404


@pytest.mark.parametrize("model", sorted({one._meta.model_name for one in get_snippet_models()} - {"citation"}))
def test_a_chooser_makes_no_snippet_but_a_citation(as_user, model):
    """Each has a screen of its own. Wagtail's view is there all the same, and fails without a form."""
    assert as_user("admin").post(f"/admin/snippets/choose/content/{model}/create/").status_code == 404


MAKE_CITATION = "/admin/snippets/choose/content/citation/create/"
CITATION = {"title": "A new study", "source": "Dermatology", "doi": "10.1000/new", "evidence_level": "trial"}


@pytest.mark.parametrize(("name", "is_public"), [("editor", False), ("publisher", True)])
def test_a_citation_made_in_its_chooser_is_a_draft_until_somebody_publishes_it_who_may(as_user, name, is_public):
    assert as_user(name).post(MAKE_CITATION, CITATION).json()["step"] == "chosen"
    made = Citation.objects.get(title=CITATION["title"])
    assert (made.live, made.has_unpublished_changes) == (is_public, not is_public)
    assert made.latest_revision.user.username == name


def test_whoever_may_add_no_citation_makes_none_in_its_chooser(as_user):
    for name in ("mumbai", "reviewer"):
        assert is_refused(as_user(name).post(MAKE_CITATION, CITATION)), name
    # Somebody who chooses citations, and may not add any.
    Group.objects.get(name=MARKETING_EDITORS).permissions.remove(Permission.objects.get(codename="add_citation"))
    editor = as_user("editor")
    assert editor.get("/admin/snippets/choose/content/citation/").status_code == 200
    assert is_refused(editor.post(MAKE_CITATION, CITATION))
    assert not Citation.objects.filter(title=CITATION["title"]).exists()


@pytest.mark.parametrize("key", ["x", "a%20b", HUGE])
def test_nobody_says_to_edit_what_can_be_no_page(as_user, key):
    assert as_user("admin").post(f"/admin/editing-sessions/ping/content/guidepage/{key}/1/").status_code == 404


@pytest.mark.parametrize("parameter", ["id"])
@pytest.mark.parametrize("address", ["/admin/choose-page/chosen-multiple/", "/admin/bulk/wagtailcore/page/delete/"])
def test_a_page_that_is_named_in_a_query_must_be_ones_own(as_user, hidden, address, parameter):
    london, mumbai = (BranchPage.objects.get(slug=slug) for slug in ("london", "mumbai"))
    client = as_user("mumbai")
    for page in (london, hidden):
        assert is_refused(client.get(address, {parameter: [mumbai.pk, page.pk]}))
    assert not is_refused(client.get(address, {parameter: mumbai.pk}))
    assert not is_refused(as_user("editor").get(address, {parameter: [london.pk, hidden.pk]}))


@pytest.mark.parametrize("written", ["+{}", " {}", "{}\t", "0_{}", "000000000000000000000{}"])
def test_a_page_is_the_same_however_its_number_is_written(as_user, hidden, written):
    mumbai = as_user("mumbai")
    for address in ("/admin/choose-page/chosen-multiple/", "/admin/bulk/wagtailcore/page/delete/"):
        assert is_refused(mumbai.get(address, {"id": written.format(hidden.pk)}))
    for filter in ("child_of", "ancestor_of", "descendant_of", "translation_of"):
        assert is_refused(mumbai.get("/admin/api/main/pages/", {filter: written.format(hidden.pk)}))


@pytest.mark.parametrize(("name", "models"), [("editor", "category consent"), ("publisher", "category clinician")])
def test_whoever_edits_guides_chooses_what_they_show(as_user, name, models):
    for model in models.split():
        assert as_user(name).get(f"/admin/snippets/choose/content/{model}/").status_code == 200
    assert as_user(name).get("/admin/images/chooser/").status_code == 200


def test_a_publisher_opens_launches_and_no_consents(as_user):
    Launch.objects.create(title="Spring")
    publisher = as_user("publisher")
    assert publisher.get("/admin/snippets/content/launch/").status_code == 200
    assert is_refused(publisher.get("/admin/snippets/content/consent/"))
    assert is_refused(publisher.get("/admin/snippets/choose/content/consent/"))


def test_what_the_table_does_not_name_is_open_to_administrators_alone(django_user_model):
    rule = table.find_rule(table.build_rows(get_snippet_models()), "wagtail_of_tomorrow:everything")
    users = {user.username: user for user in get_user_model().objects.all()}
    assert [name for name in ("editor", "reviewer", "publisher", "mumbai") if rule(users[name], {})] == []
    assert rule(users["admin"], {})


def test_a_branchs_editor_has_the_list_of_branches_instead_of_wagtails_explorer(as_user):
    mumbai = BranchPage.objects.get(slug="mumbai")
    for address in (reverse("wagtailadmin_explore_root"), reverse("wagtailadmin_explore", args=[mumbai.pk])):
        assert as_user("mumbai").get(address).url == reverse("branch_listing:index")
    shown = as_user("mumbai").get(reverse("branch_listing:index")).content.decode()
    assert mumbai.title in shown
    assert BranchPage.objects.get(slug="london").title not in shown
    assert as_user("editor").get(reverse("wagtailadmin_explore", args=[mumbai.get_parent().pk])).status_code == 200


def test_what_has_no_name_is_open_to_administrators_alone(as_user):
    assert as_user("editor").get("/admin/test404/").status_code == 302
    assert as_user("editor").get("/admin/there-is-nothing/").status_code == 404
    assert is_refused(as_user("editor").get("/admin/failwhale/"))


def names(patterns, namespace=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(
                pattern.url_patterns, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
        elif pattern.name:
            yield f"{namespace}{pattern.name}"


def test_every_row_of_the_table_is_about_an_address_that_there_is():
    from fnmatch import fnmatch

    known = set(names(get_resolver().url_patterns))
    rows = [pattern for pattern, _rule in table.build_rows(get_snippet_models())]
    assert [pattern for pattern in rows if not any(fnmatch(name, pattern) for name in known)] == []


def test_a_menu_leads_to_nothing_that_is_closed(as_user):
    home = as_user("mumbai").get("/admin/").content.decode()
    assert reverse("wagtailadmin_reports:site_history") not in home
    assert reverse("offerings") in home
    assert reverse("wagtailadmin_reports:site_history") in as_user("editor").get("/admin/").content.decode()


def test_a_branch_offers_no_guide_that_was_never_public(as_user, hidden):
    mumbai = BranchPage.objects.get(slug="mumbai")
    for address in (reverse("offerings", args=[mumbai.pk]), reverse("every_offering")):
        assert hidden.title not in as_user("mumbai").get(address).content.decode()
    assert "secret" not in as_user("mumbai").get(reverse("offerings_csv", args=[mumbai.pk])).content.decode()
    assert hidden.title in as_user("editor").get(reverse("offerings", args=[mumbai.pk])).content.decode()


@pytest.fixture
def picture():
    consent = Consent.objects.create(reference="File 12", scope="public", given_on="2026-01-01")
    picture = GuideImage.objects.order_by("pk")[0]
    GuideImage.objects.filter(pk=picture.pk).update(shows_patient=True, consent=consent)
    picture.refresh_from_db()
    return picture


def test_whoever_may_see_no_consents_neither_sees_nor_changes_that_of_a_picture(as_user, picture):
    client, address = as_user("publisher"), reverse("wagtailimages:edit", args=[picture.pk])
    assert "File 12" not in client.get(address).content.decode()
    data = {"shown": "{}", "title": "New", "collection": picture.collection_id, "consent": "", "focal_point_x": ""}
    client.post(address, data)
    picture.refresh_from_db()
    assert (picture.title, picture.shows_patient, picture.consent.reference) == ("New", True, "File 12")
    assert "File 12" in as_user("editor").get(address).content.decode()


def test_whoever_may_see_no_consents_can_still_say_that_a_picture_shows_a_patient(django_user_model, picture):
    form = get_image_form(GuideImage)
    publisher = django_user_model.objects.get(username="publisher")
    new = form(user=publisher, instance=GuideImage())
    assert issubclass(form, PictureForm)
    assert not new.fields["shows_patient"].disabled
    assert "consent" not in new.fields


def test_a_refusal_stands_in_the_log(as_user, monkeypatch):
    said = []
    monkeypatch.setattr(guard.logger, "info", lambda message, *args: said.append(message % args))
    as_user("mumbai").get(CLOSED[0])
    assert said == ["refused: account 'mumbai', GET /admin/api/main/images/"]
