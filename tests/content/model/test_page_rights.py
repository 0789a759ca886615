"""Who may delete or move a page: as Wagtail says it, of every page and for everybody."""

import pytest
from wagtail.models import Page, PagePermissionTester

from content.model.page_rights import LeafPermissionTester

pytestmark = pytest.mark.django_db


def test_it_says_what_wagtail_says(django_user_model, peel, mesotherapy):
    Page.objects.filter(pk=peel.pk).update(live=False)
    users = list(django_user_model.objects.all())
    said = set()
    for user in users:
        for page in Page.objects.all():
            ours, wagtails = LeafPermissionTester(user, page), PagePermissionTester(user, page)
            answers = ours.can_delete(), ours.can_delete(ignore_bulk=True), ours.can_move()
            assert answers == (wagtails.can_delete(), wagtails.can_delete(ignore_bulk=True), wagtails.can_move())
            said.add((page.is_leaf(), page.live, bool(answers[0])))
    assert {(True, True, False), (True, True, True), (True, False, True)} <= said


def test_a_page_without_children_needs_no_query(django_user_model, mesotherapy, django_assert_num_queries):
    tester = LeafPermissionTester(django_user_model.objects.get(username="editor"), mesotherapy)
    with django_assert_num_queries(0):
        assert not tester.can_delete()
