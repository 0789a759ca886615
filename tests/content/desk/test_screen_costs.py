"""The admin's screens ask the database as often of many guides as of few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.crowds import add_guides

pytestmark = pytest.mark.django_db

#: Screens that list guides, or what belongs to them, and who looks at them.
SCREENS = {
    "/admin/": "editor",
    "/admin/guide_listing/": "editor",
    "/admin/branch_listing/": "editor",
    "/admin/pages/{index}/": "editor",
    "/admin/pages/{guide}/edit/": "editor",
    "/admin/pages/search/": "editor",
    "/admin/offerings/{branch}/": "admin",
    "/admin/offerings/every/": "admin",
    "/admin/drift/": "admin",
    "/admin/glance/{subject}/": "admin",
    "/admin/bulk/": "admin",
    "/admin/sign-off/": "editor",
    "/admin/reviews/": "editor",
    "/admin/recalls/": "publisher",
    "/admin/sightings/": "editor",
    "/admin/previews/": "editor",
    "/admin/embeds/": "editor",
    "/admin/audit/{guide}/": "editor",
    "/admin/reports/site-history/": "admin",
    "/admin/reports/aging-pages/": "admin",
    "/admin/reports/page-types-usage/": "admin",
}


def count(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)


def test_no_screen_asks_more_for_four_times_as_many_guides(as_user, mesotherapy, watched):
    """All in one test, since guides take longer to make than screens to show."""
    pages = {"guide": mesotherapy.pk, "index": mesotherapy.get_parent().pk, "subject": mesotherapy.translation_key}
    pages["branch"] = mesotherapy.offerings.first().branch_id
    screens = {address.format(**pages): as_user(who) for address, who in SCREENS.items()}

    def count_all() -> dict[str, int]:
        return {address: count(client, address) for address, client in screens.items()}

    add_guides(1, mesotherapy, offered=True)
    count_all()  # what is kept between requests is kept from now on
    few = count_all()
    add_guides(15, mesotherapy, offered=True)
    for _look in range(2):
        screens["/admin/"].get("/admin/")  # each look reads the claims of ten drafts, and keeps what it has found
    many = count_all()
    assert {address: (few[address], asked) for address, asked in many.items() if asked > few[address]} == {}
