"""Who may open what: every admin address of ours for each role, and nothing of another branch by any admin address."""

import itertools
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model

from api.embeds.wagtail_hooks import register_urls as register_embeds_urls
from bench import signing
from content.desk.importing.models import ImportedDocument
from content.desk.launches.models import Launch
from content.desk.staff.account import register_urls as register_account_urls
from content.edition.models import Edition
from content.model.branches.models import BranchPage
from content.model.guides.models import GuidePage
from content.model.notices.models import Recall
from content.model.preview_links import make_link
from content.release.notices import recalling
from content.setup.roles import ADMINISTRATORS
from content.wagtail_hooks import register_urls
from tests.content.access.addresses import PARAMETER, find_routes

pytestmark = pytest.mark.django_db
CANARY = "CANARY-71f0"
ROLES = ("admin", "editor", "reviewer", "publisher", "administrator", "mumbai", "nobody")
ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR, MUMBAI = ROLES[:6]
EVERYBODY_IN_THE_ADMIN = set(ROLES[:6])
#: Address -> who may open it (POST where it only takes that), for a guide, or for the branch of Mumbai.
MATRIX: dict[str, set[str]] = {
    "claims": EVERYBODY_IN_THE_ADMIN,  # each sees the guides that they may edit, or overrule
    "guide_claims": {ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR},
    "sign_offs": EVERYBODY_IN_THE_ADMIN,  # each sees the guides that they may edit, or sign off
    "sign_off": {ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR},
    "publish_unsigned": {ADMIN, ADMINISTRATOR},
    "launch": {ADMIN, PUBLISHER, ADMINISTRATOR},
    "audit": {ADMIN, EDITOR, REVIEWER, PUBLISHER, ADMINISTRATOR},
    "impact": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},
    "review_report": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},
    "review_report_results": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},
    "import_document": {ADMIN, EDITOR, ADMINISTRATOR},
    "import_report": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},
    "recalls": {ADMIN, PUBLISHER, ADMINISTRATOR},
    "recall_guide": {ADMIN, PUBLISHER, ADMINISTRATOR},
    "lift_recall": {ADMIN, PUBLISHER, ADMINISTRATOR},
    "every_preview_link": EVERYBODY_IN_THE_ADMIN,  # each sees the links to guides that they may edit
    "preview_links": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},
    "end_preview_link": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},
    "history": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},
    "edition": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},
    "return_to_edition": {ADMIN, PUBLISHER, ADMINISTRATOR},
    "redact_edition": {ADMIN, ADMINISTRATOR},
    "before_publishing": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},
    "every_offering": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR, MUMBAI},  # each sees the branches that they may edit
    "every_offering_csv": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR, MUMBAI},
    "offering_changes": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR, MUMBAI},
    "offerings": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR, MUMBAI},
    "offerings_csv": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR, MUMBAI},
    "sightings": EVERYBODY_IN_THE_ADMIN,  # each sees what is shown of the guides or for the branches that they may edit
    "drift": EVERYBODY_IN_THE_ADMIN,  # each sees the branches that they may edit
    "embeds_panel": EVERYBODY_IN_THE_ADMIN,  # of what is public
    "private_file": {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR},  # of a picture: whoever may choose it
    "wagtaildocs_serve": {ADMIN},
    "renew_factor": EVERYBODY_IN_THE_ADMIN,  # each their own, with their password
    "reset_factor": {ADMIN, ADMINISTRATOR},
}
OURS = {pattern.name for pattern in [*register_urls(), *register_embeds_urls(), *register_account_urls()]}


def test_every_admin_address_of_ours_has_a_row():
    assert set(MATRIX) == OURS


@pytest.fixture(autouse=True)
def administrator(django_user_model):
    """Not of the samples: whoever tries the product out is the superuser."""
    django_user_model.objects.create_user("administrator").groups.add(Group.objects.get(name=ADMINISTRATORS))


def log_in(as_user, role: str) -> Client:
    return Client() if role == "nobody" else as_user(role)


def is_refused(answer) -> bool:
    """Wagtail sends whoever may not to the dashboard, with a sentence; others to log in."""
    return answer.status_code in (403, 404) or (
        answer.status_code == 302 and (answer.url == "/admin/" or "login" in answer.url)
    )


@pytest.fixture
def addresses(peel, django_user_model) -> dict[str, str]:
    """One address for each row, for a guide that has a preview link, two editions and a recall."""
    link = make_link(peel, django_user_model.objects.get(username="editor"))
    peel.summary = "Another."
    signing.publish(peel)
    ImportedDocument.objects.create(page=peel, name="peel.txt")
    peel.summary = "Not signed."
    peel.save_revision()
    recall = Recall(guide=peel.translation_key, title="Peel", section="process", severity="serious", reason="It burns.")
    recalling.recall(recall)
    of_guide = ["guide", peel.translation_key, "en"]
    of_edition = [*of_guide, 1]
    mumbai = BranchPage.objects.get(slug="mumbai")
    document = get_document_model().objects.create(title="A", file=ContentFile(b"a", "a.txt"))
    arguments = {
        "claims": [],
        "sign_offs": [],
        "launch": [Launch.objects.create(title="Spring").pk],
        "impact": [peel.pk],
        "audit": [peel.pk],
        "review_report": [],
        "review_report_results": [],
        "sign_off": [peel.pk],
        "publish_unsigned": [peel.pk],
        "every_offering": [],
        "every_offering_csv": [],
        "offering_changes": [],
        "import_document": [],
        "import_report": [peel.pk],
        "recalls": [],
        "every_preview_link": [],
        "guide_claims": [peel.pk],
        "recall_guide": [peel.pk],
        "preview_links": [peel.pk],
        "before_publishing": [peel.pk],
        "lift_recall": [recall.pk],
        "end_preview_link": [link.pk],
        "history": of_guide,
        "edition": of_edition,
        "return_to_edition": of_edition,
        "redact_edition": of_edition,
        "offerings": [mumbai.pk],
        "offerings_csv": [mumbai.pk],
        "sightings": [],
        "drift": [],
        "embeds_panel": [],
        "private_file": [peel.hero.file.name],
        "wagtaildocs_serve": [document.pk, document.filename],
        "renew_factor": [],
        "reset_factor": [django_user_model.objects.get(username="editor").pk],
    }
    return {name: reverse(name, args=arguments[name]) for name in MATRIX}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_it_may_and_nothing_else(as_user, addresses, role):
    assert Edition.objects.filter(kind="guide", version__gte=2).exists()
    client, opened = log_in(as_user, role), set()
    for name, address in addresses.items():
        answer = client.get(address)
        if answer.status_code == 405:
            answer = client.post(address, {"reason": "Asked for."})
        if not is_refused(answer):
            opened.add(name)
    assert opened == {name for name, roles in MATRIX.items() if role in roles}


WRITERS = {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR}
WHO_PUBLISH_GUIDES = {ADMIN, PUBLISHER, ADMINISTRATOR}
#: Wagtail's page action -> who may do it with a guide, with the branch of Mumbai, and with another branch.
PAGE_ACTIONS: dict[str, tuple[set[str], set[str], set[str]]] = {
    "edit": (WRITERS, WRITERS | {MUMBAI}, WRITERS),
    "history": (WRITERS, WRITERS | {MUMBAI}, WRITERS),
    "preview_on_edit": (WRITERS, WRITERS | {MUMBAI}, WRITERS),
    "view_draft": (WRITERS, set(), set()),
    "usage": (WRITERS, WRITERS | {MUMBAI}, WRITERS),
    "copy": (WRITERS, WRITERS | {MUMBAI}, WRITERS),
    "unpublish": (WHO_PUBLISH_GUIDES, WRITERS | {MUMBAI}, WRITERS),
    "delete": (WHO_PUBLISH_GUIDES, WRITERS | {MUMBAI}, WRITERS),
    "move": (WHO_PUBLISH_GUIDES, WRITERS | {MUMBAI}, WRITERS),
    "set_privacy": (WHO_PUBLISH_GUIDES, WRITERS, WRITERS),
    "lock": ({ADMIN, ADMINISTRATOR}, {ADMIN, ADMINISTRATOR}, {ADMIN, ADMINISTRATOR}),
    "unlock": ({ADMIN, ADMINISTRATOR}, {ADMIN, ADMINISTRATOR}, {ADMIN, ADMINISTRATOR}),
    "translate": ({ADMIN, EDITOR, ADMINISTRATOR}, {ADMIN, EDITOR, ADMINISTRATOR}, {ADMIN, EDITOR, ADMINISTRATOR}),
}


@pytest.mark.parametrize("action", PAGE_ACTIONS)
def test_each_role_does_with_pages_what_it_may_and_nothing_else(as_user, peel, action):
    branches = [BranchPage.objects.get(slug=slug) for slug in ("mumbai", "london")]
    for page, expected in zip([peel, *branches], PAGE_ACTIONS[action], strict=True):
        view = "simple_translation:submit_page_translation" if action == "translate" else f"wagtailadmin_pages:{action}"
        address, may = reverse(view, args=[page.pk]), set()
        for role in ROLES:
            client = log_in(as_user, role)
            answer = client.get(address)
            if answer.status_code == 405:
                answer = client.post(address)
            may |= set() if is_refused(answer) else {role}
        assert may == expected, page


def fill(route: str, given: dict[str, list[str]]) -> Iterator[str]:
    """Addresses of a route with each of the values given for its kinds of parameters."""
    names = [(match[1] or "str", match[2] or match[3]) for match in PARAMETER.finditer(route)]
    for values in itertools.product(*(given.get(name) or given.get(kind, ["x"]) for kind, name in names)):
        left = iter(values)
        address = PARAMETER.sub(lambda _match, left=left: next(left), route)
        yield "/" + address.replace("\\", "").replace("^", "").replace("$", "")


def leaking(client: Client, page: BranchPage | GuidePage) -> set[str]:
    """Admin addresses that show the canary of a page to whoever has this client."""
    revision = page.latest_revision_id
    model = page._meta.model_name
    given = {
        "int": [str(page.pk), str(revision)],
        "pk": [str(page.pk)],
        "str": [str(page.pk)],
        "uuid": [str(page.translation_key)],
        "app_label": ["content"],
        "app_name": ["content"],
        "content_type_app_name": ["content"],
        "content_type_app_label": ["content"],
        "model_name": [model],
        "content_type_model_name": [model],
        "locale": ["en"],
        "kind": ["branch" if model == "branchpage" else "guide"],
        "version": ["1"],
        "revision_id_a": [str(revision), "earliest"],
        "revision_id_b": [str(revision), "latest"],
    }
    client.raise_request_exception = False
    found = set()
    for route in find_routes():
        for address in fill(route, given):
            answer = client.get(address, {"q": "canary", "id": page.pk})  # in small letters: so what was asked is told
            if CANARY.encode() in (b"".join(answer) if answer.streaming else answer.content):
                found.add(address)
    return found


def spoil(page: BranchPage | GuidePage) -> None:
    page.title = CANARY
    if isinstance(page, BranchPage):
        page.address = CANARY
    else:
        page.summary = page.safety_lead = CANARY
    page.save_revision(clean=False)


@pytest.mark.parametrize("slug", ["london", "superficial-chemical-peel"])
def test_a_branch_editor_reads_no_draft_of_another_branch_or_of_a_guide_by_any_admin_address(as_user, slug):
    model = BranchPage if slug == "london" else GuidePage
    page = model.objects.get(slug=slug)
    spoil(page)
    assert leaking(as_user("mumbai"), page) == set()


def test_the_sweep_sees_a_leak(as_user):
    mumbai = BranchPage.objects.get(slug="mumbai")
    spoil(mumbai)
    seen = leaking(as_user("mumbai"), mumbai)
    assert {f"/admin/pages/{mumbai.pk}/edit/", f"/admin/pages/{mumbai.pk}/history/"} <= seen, seen
