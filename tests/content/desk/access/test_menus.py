"""The admin's menu: it leads each role to what that may open, to all of it and to nothing else."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from wagtail.admin.menu import SubmenuMenuItem, admin_menu

from content.setup.roles import ADMINISTRATORS
from tests.content.desk.access.ours import ROLES

pytestmark = pytest.mark.django_db
#: Wagtail's own that are left out for everybody.
LEFT_OUT = {"/admin/documents/"}


def read_menu(client) -> set[str]:
    """Where the menu of the dashboard leads, whatever it is folded into."""
    page = BeautifulSoup(client.get("/admin/").content, "html.parser")
    props = json.loads(page.find(id="wagtail-sidebar-props").string)
    found = {urlsplit(address).path for address in find_addresses(props) if address.startswith("/admin/")}
    return found - {"/admin/logout/"}


def find_addresses(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for below in value:
            yield from find_addresses(below)
    if isinstance(value, str):
        yield value


def find_items(menu: Any = admin_menu) -> Iterator[str]:
    """Where an item of the menu leads, for somebody at least."""
    for item in menu.registered_menu_items:
        if isinstance(item, SubmenuMenuItem):
            yield from find_items(item.menu)
        else:
            yield str(item.url)


@pytest.fixture(autouse=True)
def administrator(django_user_model):
    django_user_model.objects.create_user("administrator").groups.add(Group.objects.get(name=ADMINISTRATORS))


@pytest.mark.parametrize("role", ROLES[:-1])
def test_it_leads_each_role_to_all_that_it_may_open_and_to_nothing_else(as_user, role, request):
    client = as_user(role)
    shown = read_menu(client)
    request.getfixturevalue("without_menu")  # it is the same beside each page
    items = {urlsplit(address).path for address in find_items() if address.startswith("/admin/")} - LEFT_OUT
    opened = {address for address in items | shown if is_opened(client, address)}
    assert (shown - opened, (items & opened) - shown) == (set(), set())


def is_opened(client, address: str) -> bool:
    """Whoever may not is sent elsewhere; some are led on to the first of what there is."""
    answer = client.get(address)
    while answer.status_code in (301, 302):
        led_to = urlsplit(answer.url).path
        if led_to != address and not led_to.removeprefix(address)[:-1].isdecimal():
            return False  # the page it leads to is often the dashboard, which takes long to make
        answer = client.get(answer.url)
    return answer.status_code == 200
