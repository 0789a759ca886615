"""The admin's screens ask the database as often of many guides as of few, and read no more rows than they show."""

from collections import Counter

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext

from content.desk.dashboard import coverage, tasks
from content.desk.drift import views as drift_views
from content.desk.offerings import views as offering_views
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
#: Screens that show so many rows at most, of which none of the others is read, with the constants that say how many.
BOUNDED = {
    "/admin/": [(coverage, "MOST_ROWS"), (tasks, "MOST_STALE"), (tasks, "MOST_DRAFTS")],
    "/admin/offerings/{branch}/": [(offering_views, "ROWS_A_PAGE")],
    "/admin/drift/": [(drift_views, "ROWS_A_PAGE")],
}


def count(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)


def count_models(client, address: str) -> Counter[str]:
    """How many instances of each model a screen makes."""
    made: Counter[str] = Counter()

    def note(sender, **kwargs) -> None:
        made[sender.__name__] += 1

    post_init.connect(note)
    try:
        client.get(address)
    finally:
        post_init.disconnect(note)
    return made


def test_no_screen_asks_more_for_four_times_as_many_guides(as_user, mesotherapy, watched, monkeypatch):
    """All in one test, since guides take longer to make than screens to show."""
    for module, name in (one for constants in BOUNDED.values() for one in constants):
        monkeypatch.setattr(module, name, 2)
    pages = {"guide": mesotherapy.pk, "index": mesotherapy.get_parent().pk, "subject": mesotherapy.translation_key}
    pages["branch"] = mesotherapy.offerings.first().branch_id
    screens = {address.format(**pages): as_user(who) for address, who in SCREENS.items()}

    def count_all() -> dict[str, int]:
        return {address: count(client, address) for address, client in screens.items()}

    def read_all() -> dict[str, Counter[str]]:
        bounded = (address.format(**pages) for address in BOUNDED)
        return {address: count_models(screens[address], address) for address in bounded}

    add_guides(2, mesotherapy, offered=True)
    count_all()  # what is kept between requests is kept from now on
    few, few_rows = count_all(), read_all()
    add_guides(14, mesotherapy, offered=True)
    for _look in range(2):
        screens["/admin/"].get("/admin/")  # each look reads the claims of ten drafts, and keeps what it has found
    many, many_rows = count_all(), read_all()
    assert {address: (few[address], asked) for address, asked in many.items() if asked > few[address]} == {}
    assert {address: more for address, rows in many_rows.items() if (more := rows - few_rows[address])} == {}
