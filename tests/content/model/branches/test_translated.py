"""A branch in several languages is one branch: it has one set of offerings."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page

from content.desk.launches.models import Launch, LaunchOffering
from content.edition.models import Current
from content.model.branches.models import BranchIndexPage, BranchPage, Offering
from content.model.guides.models import GuidePage
from content.model.vocabulary import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def mumbai():
    return BranchPage.objects.get(slug="mumbai")


@pytest.fixture
def hindi(mumbai):
    return translate(mumbai, "hi")


def translate(branch, code):
    locale = Locale.objects.get_or_create(language_code=code)[0]
    page = branch.copy_for_translation(locale, copy_parents=True)
    for above in page.get_ancestors().filter(locale=locale, live=False).specific():
        above.save_revision().publish()
    page.title = f"{branch.title} ({code})"
    page.save_revision().publish()
    return BranchPage.objects.get(pk=page.pk)


def prices(api, branch, guide="superficial-chemical-peel"):
    return [api(f"branches/{branch.translation_key}/guides/{guide}/", locale=code).json()["offering"]["price_from"]
            for code in ("en", "hi", "ar")]  # fmt: skip


def test_the_grid_of_a_translation_is_that_of_its_branch(as_user, mumbai, hindi, peel):
    client = as_user("editor")
    answer = client.get(reverse("offerings", args=[hindi.pk]))
    assert answer.context["branch"] == mumbai
    assert {form.instance.branch for form in answer.context["forms"]} == {mumbai}
    rows = client.get(reverse("every_offering")).context["forms"]
    assert hindi not in {form.instance.branch for form in rows}
    table = client.get(reverse("every_offering_csv")).content.decode("utf-8-sig")
    assert len({line.split(",")[0] for line in table.splitlines()[1:]}) == BranchPage.objects.count() - 1


def test_an_offering_saved_by_a_translation_is_the_branchs(mumbai, hindi, mesotherapy):
    Offering.objects.filter(branch=mumbai, guide=mesotherapy).delete()
    assert Offering.objects.create(branch=hindi, guide=mesotherapy).branch == mumbai


def test_every_language_answers_the_same_price(api, mumbai, hindi, peel):
    Offering.objects.filter(branch=mumbai, guide=peel).first().save()
    first, *others = prices(api, mumbai)
    assert first
    assert others == [first, first]
    assert (
        Current.objects.filter(kind=Kind.OFFERING, branch=mumbai.translation_key, guide=peel.translation_key).count()
        == 1
    )


@pytest.mark.parametrize("code", ["hi", "ar"])
def test_a_launch_that_names_a_translation_changes_the_branchs_offering(mumbai, peel, code):
    page = translate(mumbai, code)
    item = LaunchOffering(
        branch=page, guide=peel, price_from=Decimal("99.50"), currency="INR", price_valid_from=date(2026, 11, 1)
    )
    offering = item.build()
    assert (offering.branch, offering.pk) == (mumbai, Offering.objects.get(branch=mumbai, guide=peel).pk)


def test_deleting_a_translation_deletes_no_offering(api, mumbai, hindi, peel):
    before, said = list(Offering.objects.order_by("pk").values()), prices(api, mumbai)
    Page.objects.get(pk=hindi.pk).delete()
    assert list(Offering.objects.order_by("pk").values()) == before
    assert prices(api, mumbai) == said


def test_deleting_the_page_of_the_source_language_leaves_the_offerings_to_the_branch(api, mumbai, hindi):
    before = set(Offering.objects.filter(branch=mumbai).values_list("pk", "price_from"))
    said = api(f"branches/{mumbai.translation_key}/guides/superficial-chemical-peel/", locale="hi").json()["offering"]
    launch = Launch.objects.create(title="L")
    LaunchOffering.objects.create(launch=launch, branch=mumbai, guide=GuidePage.objects.first())
    mumbai.delete()
    assert set(Offering.objects.filter(branch=hindi).values_list("pk", "price_from")) == before
    assert LaunchOffering.objects.get().branch == hindi
    now = api(f"branches/{hindi.translation_key}/guides/superficial-chemical-peel/", locale="hi").json()["offering"]
    assert (now["price_from"], now["branch"]["name"]) == (said["price_from"], hindi.title)


def test_with_its_last_page_a_branchs_offerings_go(mumbai, hindi):
    hindi.delete()
    mumbai.delete()
    assert not Offering.objects.filter(branch__translation_key=mumbai.translation_key).exists()


def test_a_whole_tree_of_a_language_is_deleted_with_its_branches(mumbai, hindi):
    """Also where all pages of a branch go in one query."""
    BranchIndexPage.objects.filter(pk__in=[mumbai.get_parent().pk, hindi.get_parent().pk]).delete()
    assert not BranchPage.objects.exists()
    assert not Offering.objects.exists()
