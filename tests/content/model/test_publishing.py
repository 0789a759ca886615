"""A change of what is public and its audit row are one: a door that dies between them has done nothing."""

import ast

import pytest

from content.model.guides.models import GuidePage
from tests.support import ROOT, signing

pytestmark = pytest.mark.django_db


class Died(Exception):
    pass


def publish(page: GuidePage) -> None:
    page.summary = "Half done."
    signing.publish(page)


def move(page: GuidePage) -> None:
    page.move(page.get_site().root_page, pos="last-child")


DOORS = {
    "wagtail.actions.publish_revision.log": publish,
    "wagtail.actions.unpublish.log": GuidePage.unpublish,
    "wagtail.actions.move_page.log": move,
    "wagtail.actions.delete_page.log": GuidePage.delete,
}


@pytest.mark.parametrize("log", DOORS)
def test_a_door_that_dies_at_its_audit_row_has_done_nothing(log, peel, api, monkeypatch):
    def die(*args, **kwargs):
        raise Died

    before = api(f"guides/{peel.slug}/").content
    monkeypatch.setattr(log, die)
    with pytest.raises(Died):
        DOORS[log](GuidePage.objects.get(pk=peel.pk))
    after = GuidePage.objects.get(pk=peel.pk)
    assert (after.live, after.path, after.summary) == (True, peel.path, peel.summary)
    assert api(f"guides/{peel.slug}/").content == before


def test_what_is_done_after_a_commit_has_a_name_to_be_logged_by():
    """Where it fails, Django logs its `__qualname__`, which a partial has not: the log itself would fail, and with it
    an answer to somebody whose change was committed.
    """
    calls = [
        (path, node)
        for path in sorted(ROOT.glob("content/**/*.py")) + sorted(ROOT.glob("[acew]*/**/*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "on_commit"
    ]
    assert len(calls) >= 4
    assert [path for path, call in calls if not isinstance(call.args[0], ast.Lambda | ast.Name)] == []
