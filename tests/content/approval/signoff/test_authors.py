"""Whoever wrote a part since it was last signed can't be the clinician who signs it."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.checks import run_checks
from django.test import Client
from wagtail.log_actions import LogContext
from wagtail.models import Locale

from content.approval.signoff.authors import find_written
from content.approval.signoff.models import SignOff
from content.approval.signoff.signing import find_open_parts, publish_unsigned, sign
from content.model.guides.models import GuidePage
from content.model.publishing import Refused
from content.model.snippets.models import Clinician, Therapy
from content.setup.roles import CLINICAL_REVIEWERS, MARKETING_EDITORS
from tests.support import signing as samples
from tests.support.pictures import make_image
from tests.support.signing_screen import read, said
from tests.support.tabs import read_shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    """Dr Rao, who writes guides, too."""
    user = account("reviewer")
    user.groups.add(Group.objects.get(name=MARKETING_EDITORS))
    return user


def account(name: str):
    return get_user_model().objects.get(username=name)


def save(page: GuidePage, user, **changes) -> GuidePage:
    """A draft with these changes, as the newest one."""
    draft = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft.save_revision(user=user).as_object()


def test_what_one_wrote_one_can_not_sign(peel, reviewer):
    draft = save(peel, reviewer, summary="Mine.")
    with pytest.raises(Refused, match=r"You have written this part .*: “Overview”. Ask another clinician to sign it."):
        sign(draft, find_open_parts(draft), reviewer)
    assert "overview" in find_open_parts(draft)


def test_parts_that_others_wrote_can_be_signed(peel, reviewer):
    save(peel, account("editor"), process_lead="An editor's.")
    draft = save(peel, reviewer, summary="Mine.")
    opened = find_open_parts(draft)
    assert find_written(draft, reviewer) == ["overview"]
    assert sign(draft, {"process": opened["process"]}, reviewer) == ["process"]


def test_an_edit_on_top_of_it_does_not_make_it_another_s(peel, reviewer):
    save(peel, reviewer, summary="Mine.")
    draft = save(peel, account("editor"), summary="Mine, and another's.")
    assert find_written(draft, reviewer) == ["overview"]


def test_saving_what_others_wrote_is_not_writing(peel, reviewer):
    save(peel, account("editor"), summary="An editor's.")
    draft = save(peel, reviewer, slug="another-address")
    assert find_written(draft, reviewer) == []
    assert sign(draft, find_open_parts(draft), reviewer) == ["overview"]


def test_an_autosave_that_rewrites_a_revision_counts_from_what_was_signed(peel, reviewer):
    draft = save(peel, reviewer, slug="another-address")
    samples.sign(draft)
    revision = peel.get_latest_revision()
    draft.summary = "Mine."
    draft.save_revision(user=reviewer, overwrite_revision=revision)
    assert find_written(peel.get_latest_revision_as_object(), reviewer) == ["overview"]


def test_once_somebody_else_has_signed_it_the_next_words_are_free(peel, reviewer):
    draft = save(peel, reviewer, summary="Mine.")
    samples.sign(draft)
    draft = save(peel, account("editor"), summary="An editor's.")
    assert find_written(draft, reviewer) == []


def test_words_of_one_s_own_that_another_brings_back_are_still_one_s_own(peel, reviewer):
    save(peel, reviewer, summary="Mine.")
    samples.sign(save(peel, account("editor"), summary="An editor's."))
    draft = save(peel, account("editor"), summary="Mine.")
    assert find_written(draft, reviewer) == ["overview"]
    draft = save(peel, account("editor"), summary="Mine, and another's.")
    assert find_written(draft, reviewer) == []


def test_what_somebody_else_has_signed_may_be_brought_back(peel, reviewer):
    samples.sign(save(peel, reviewer, summary="Mine."))
    samples.sign(save(peel, account("editor"), summary="An editor's."))
    draft = save(peel, account("editor"), summary="Mine.")
    assert find_written(draft, reviewer) == []


def test_a_picture_whose_file_one_has_replaced_is_one_s_own(mesotherapy, peel, reviewer):
    image = mesotherapy.hero
    with LogContext(user=reviewer):
        image.title = "Another title"
        image.save()
    assert find_written(mesotherapy, reviewer) == []
    with LogContext(user=reviewer):
        image.file = make_image(620, 410).file
        image._set_image_file_metadata()
        image.save()
    assert find_written(GuidePage.objects.get(pk=mesotherapy.pk), reviewer) == ["overview"]
    assert find_written(peel, reviewer) == []


def test_of_a_new_guide_what_is_written_is_its_author_s(guide_index, reviewer):
    page = guide_index.add_child(instance=GuidePage(title="New", slug="new", live=False))
    draft = save(page, reviewer, process_lead="Mine.")
    assert {"overview", "process"} <= set(find_written(draft, reviewer))
    assert find_written(draft, account("editor")) == []


def test_a_therapy_that_one_has_changed_counts_where_it_is_shown(mesotherapy, peel, reviewer):
    therapy = Therapy.objects.get(name="Topical minoxidil")
    post_therapy(reviewer, therapy, "Changed by a clinician.")
    assert find_written(GuidePage.objects.get(pk=mesotherapy.pk), reviewer) == ["combinations"]
    assert find_written(GuidePage.objects.get(pk=peel.pk), reviewer) == []


def post_therapy(user, therapy, summary: str):
    client = Client()
    client.force_login(user)
    address = f"/admin/snippets/content/therapy/edit/{therapy.pk}/"
    typed = read_shown(client, address) | {"name": therapy.name, "kind": therapy.kind, "summary": summary}
    assert client.post(address, typed).status_code == 302


def combine(page: GuidePage, user, therapy) -> GuidePage:
    value = {"guide": None, "therapy": therapy, "kind": therapy.kind, "benefit": "", "caution": "", "citations": []}
    return save(page, user, combinations_blocks=[("combination", value)])


def test_a_therapy_of_one_s_own_that_was_not_shown_when_the_part_was_signed_counts(peel, reviewer):
    therapy = Therapy.objects.create(name="Mine", kind="topical", locale=peel.locale)
    post_therapy(reviewer, therapy, "Words of the reviewer.")
    samples.sign(save(peel, account("editor"), combinations_lead="Signed by another."))
    draft = combine(peel, account("editor"), therapy)
    assert find_written(draft, reviewer) == ["combinations"]
    samples.sign(draft)
    assert find_written(save(peel, account("editor"), combinations_lead="Anew."), reviewer) == []


def test_a_therapy_counts_in_the_language_in_which_readers_are_shown_it(peel, reviewer):
    therapy = Therapy.objects.create(name="Mine", kind="topical", locale=Locale.objects.get(language_code="hi"))
    draft = therapy.copy_for_translation(peel.locale)
    draft.save()
    post_therapy(reviewer, therapy, "Words of the reviewer.")
    page = combine(peel, account("editor"), therapy)
    assert find_written(page, reviewer) == ["combinations"]
    draft.live = True
    draft.save()
    assert find_written(page, reviewer) == []


def test_the_screen_offers_no_tick_and_takes_none(peel, reviewer, as_user):
    draft = save(peel, reviewer, summary="Mine.")
    client, address = as_user("reviewer"), f"/admin/sign-off/{peel.pk}/"
    page = client.get(address).content.decode()
    assert "You have written this part" in page
    assert 'value="overview"' not in page
    before = SignOff.objects.count()
    token = read(client, draft)["overview"].opened.token
    answer = client.post(address, {"sign": "overview", "shown-overview": token})
    assert "Ask another clinician" in said(answer)
    assert SignOff.objects.count() == before


def test_another_clinician_signs_it(peel, reviewer):
    other = get_user_model().objects.create_user("second")
    other.groups.add(Group.objects.get(name=CLINICAL_REVIEWERS))
    Clinician.objects.create(name="Dr B", role="R", registration_body="SMC", registration_number="2", account=other)
    draft = save(peel, reviewer, summary="Mine.")
    assert sign(draft, find_open_parts(draft), other) == ["overview"]


def test_a_superuser_is_no_exception(peel):
    admin = account("admin")
    Clinician.objects.filter(account=account("reviewer")).update(account=admin)
    draft = save(peel, admin, summary="Mine.")
    with pytest.raises(Refused):
        sign(draft, find_open_parts(draft), admin)


def test_in_an_emergency_it_goes_out_with_its_reason(peel, api):
    draft = save(peel, account("admin"), summary="A warning.")
    publish_unsigned(peel, "It can't wait.", account("admin"), find_open_parts(draft))
    assert api("guides/superficial-chemical-peel/").json()["summary"] == "A warning."


def test_a_clinic_with_one_clinician_can_allow_it_and_is_warned(peel, reviewer, settings):
    settings.AUTHORS_MAY_SIGN = True
    draft = save(peel, reviewer, summary="Mine.")
    assert sign(draft, find_open_parts(draft), reviewer) == ["overview"]
    assert [(found.id, "second clinician" in found.hint) for found in run_checks() if found.id == "content.W006"] == [
        ("content.W006", True)
    ]
