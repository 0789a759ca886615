"""Who may open what: every admin address of ours for each role, and nothing of another branch by any admin address."""

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import reverse

from content.edition.models import Edition
from content.model.branches.models import BranchPage
from content.model.guides.models import GuidePage
from content.setup.roles import ADMINISTRATORS
from tests.content.desk.access.addresses import fill, find_routes
from tests.content.desk.access.ours import (
    ADMIN,
    ADMINISTRATOR,
    EDITOR,
    MATRIX,
    MUMBAI,
    OURS,
    PUBLISHER,
    REVIEWER,
    ROLES,
    make_addresses,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_menu")]
CANARY = "CANARY-71f0"


def test_every_admin_address_of_ours_has_a_row():
    assert set(MATRIX) == OURS


@pytest.fixture
def addresses(peel) -> dict[str, str]:
    return make_addresses(peel)


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


def find_opened(client: Client, addresses: dict[str, str]) -> set[str]:
    opened = set()
    for name, address in addresses.items():
        answer = client.get(address)
        if answer.status_code == 405:
            answer = client.post(address, {"reason": "Asked for."})
        if not is_refused(answer):
            opened.add(name)
    return opened


def test_each_role_opens_what_it_may_and_nothing_else(as_user, addresses):
    assert Edition.objects.filter(kind="guide", version__gte=2).exists()
    opened = {}
    for role in ROLES:
        with transaction.atomic():
            opened[role] = find_opened(log_in(as_user, role), addresses)
            transaction.set_rollback(True)  # the next role finds what this one found
    assert opened == {role: {name for name, roles in MATRIX.items() if role in roles} for role in ROLES}


WRITERS = {ADMIN, EDITOR, PUBLISHER, ADMINISTRATOR}
WHO_PUBLISH_GUIDES = {ADMIN, PUBLISHER, ADMINISTRATOR}
#: Wagtail's page action -> who may do it with a guide, with the branch of Mumbai, and with another branch.
PAGE_ACTIONS: dict[str, tuple[set[str], set[str], set[str]]] = {
    "edit": (WRITERS, WRITERS | {MUMBAI}, WRITERS),
    "history": (WRITERS, WRITERS | {MUMBAI}, WRITERS),
    "preview_on_edit": (WRITERS, WRITERS | {MUMBAI}, WRITERS),
    "view_draft": (WRITERS | {REVIEWER}, set(), set()),
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
    clients = {role: log_in(as_user, role) for role in ROLES}
    for page, expected in zip([peel, *branches], PAGE_ACTIONS[action], strict=True):
        view = "simple_translation:submit_page_translation" if action == "translate" else f"wagtailadmin_pages:{action}"
        address, may = reverse(view, args=[page.pk]), set()
        for role, client in clients.items():
            answer = client.get(address)
            if answer.status_code == 405:
                answer = client.post(address)
            may |= set() if is_refused(answer) else {role}
        assert may == expected, page


def leaking(client: Client, page: BranchPage | GuidePage, below: str = "") -> set[str]:
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
        for address in fill(route, given) if below in route else ():
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
    seen = leaking(as_user("mumbai"), mumbai, below="admin/pages/")
    assert {f"/admin/pages/{mumbai.pk}/edit/", f"/admin/pages/{mumbai.pk}/history/"} <= seen, seen
