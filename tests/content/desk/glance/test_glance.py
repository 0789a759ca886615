"""One page says of a guide what there is, what waits for whom and what is next; every name of it leads there."""

import datetime
import re
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment

from content.desk.launches.models import Launch, LaunchPage
from content.desk.mistakes.models import MistakeReport
from content.desk.sightings.models import Sighting
from content.edition.models import Edition
from content.model.branches.models import Offering
from content.model.guides.models import GuidePage
from content.model.notices.models import Recall
from content.release.notices import recalling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_menu")]


@pytest.fixture
def busy(mesotherapy) -> GuidePage:
    """A guide of which something of every kind waits."""
    editor = get_user_model().objects.get(username="editor")
    mesotherapy.summary = "Small amounts of vitamins are injected. It is guaranteed."
    mesotherapy.save_revision(user=editor)
    mesotherapy.get_workflow().start(mesotherapy, editor)
    Comment.objects.create(page=mesotherapy, user=editor, text="Is this so?", contentpath="process_lead")
    of_guide = {"subject": mesotherapy.translation_key, "locale": "en"}
    edition = Edition.objects.filter(kind="guide", **of_guide).latest("version")
    MistakeReport.objects.create(edition=edition, section="process", text="It took two hours.")
    seen = {"what": "shown", "way": "element", "guide": str(mesotherapy.translation_key), "locale": "en"}
    Sighting.objects.create(day=timezone.now().date(), host="pune.example", digest="0" * 64, count=3, **seen)
    Offering.objects.filter(guide=mesotherapy, branch__slug="mumbai").update(
        next_price=Decimal("7600"), next_valid_from=datetime.date(2199, 1, 1)
    )
    launch = Launch.objects.create(title="Spring")
    LaunchPage.objects.create(launch=launch, page=mesotherapy)
    reason = "Two of these must not be combined."
    recall = Recall(guide=mesotherapy.translation_key, title="Mesotherapy", section="combinations", reason=reason)
    recall.severity = "serious"
    recalling.recall(recall, editor)
    hindi = GuidePage.objects.filter(translation_key=mesotherapy.translation_key, locale__language_code="hi")
    long_ago, day = timezone.now() - datetime.timedelta(days=400), hindi.get().last_reviewed
    hindi.update(last_published_at=long_ago, next_review=day + datetime.timedelta(days=1))
    return mesotherapy


def look(client: Any, page: GuidePage) -> Any:
    answer = client.get(reverse("glance", args=[page.translation_key]))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").select_one(".glance")


def read(found: Any) -> str:
    return re.sub(r" (?=[,.;:])", "", " ".join(found.get_text(" ").split()))


def test_it_says_what_there_is_and_what_waits_for_whom(as_user, busy):
    text = read(look(as_user("editor"), busy))
    day = datetime.date.today().strftime("%-d %b %Y")
    for said in (
        f"Publishers Recalled since {day}: Mesotherapy: Combining treatments. Two of these must not be combined.",
        "Editors · हिन्दी Review: overdue for",
        f"Clinicians · English Sign-off was asked for on {day}. To be signed: “Overview”",
        "Editors · English 1 open comment",
        "Editors · English 1 phrase must not be published",
        "Editors · English 2 things must be fixed before it is published",
        f"1 reported mistake to review, the last of {day}: “It took two hours.”",
        f"A reader last reported a mistake on {day}.",
        "English public newer draft",
        "Signed by Dr Asha Rao",
        "Not signed yet: “Overview”",
        "हिन्दी public out of date",
        "العربية not translated Translate",
        "Skinpheras Mumbai (sample) offered ₹6,500 until 31 Dec 2198, then ₹7,600",
        "pune.example not a branch website old version The whole guide · en · last seen on",
        "In other guides Platelet-rich plasma for hair",
        "Nothing is scheduled.",
    ):
        assert said in text


def test_each_user_is_offered_what_they_may_do(as_user, busy):
    def offered(who: str) -> dict[str, str]:
        links = look(as_user(who), busy).find_all("a")
        return {read(link): link["href"] for link in links}

    editor, clinician, publisher = offered("editor"), offered("reviewer"), offered("publisher")
    comment = Comment.objects.get().pk
    edit = reverse("wagtailadmin_pages:edit", args=[busy.pk])
    assert editor["Edit (English)"] == edit
    assert editor["1 open comment"] == f"{edit}?comment={comment}#:w:contentpath=process_lead"
    assert {"Sign off (English)", "Recall", "Spring"}.isdisjoint(editor)
    assert clinician["Sign off (English)"] == reverse("sign_off", args=[busy.pk])
    assert {"Edit (English)", "1 open comment", "Offerings", "Spring", "Translate (العربية)"}.isdisjoint(clinician)
    assert not any("It took two hours" in name for name in (*clinician, *publisher)), "for who answers reports"
    assert publisher["Spring"] == reverse("launch", args=[Launch.objects.get().pk])
    assert "Unpublish" in publisher
    assert "Publish (English)" not in publisher, "it is not signed"
    hindi = GuidePage.objects.get(translation_key=busy.translation_key, locale__language_code="hi")
    hindi.get_latest_revision_as_object().save_revision()
    ask = offered("publisher")["Publish (हिन्दी)"]
    assert "Publish" in as_user("publisher").get(ask).content.decode()
    assert as_user("mumbai").get(reverse("glance", args=[busy.translation_key])).url == "/admin/"


def test_a_draft_is_sent_for_sign_off_from_there(as_user, peel):
    client, address = as_user("editor"), reverse("send_for_sign_off", args=[peel.pk])
    peel.summary = "A cure that is guaranteed."
    peel.save_revision()
    assert look(client, peel).find("form", action=address)
    assert client.post(address).url == reverse("before_publishing", args=[peel.pk]), "as the form would refuse it"
    peel.summary = "It loosens the outermost layer of the skin."
    peel.save_revision()
    assert client.post(address).url == reverse("glance", args=[peel.translation_key])
    found = look(client, peel)
    assert "Sign-off was asked for on" in read(found)
    assert found.find("form", action=address) is None, "it waits already"
    assert as_user("reviewer").post(address).url == "/admin/"


@pytest.mark.parametrize("who", ["editor", "reviewer"])
def test_whatever_it_leads_to_opens(as_user, busy, who):
    client = as_user(who)
    led_to = {link["href"].partition("#")[0] for link in look(client, busy).find_all("a", href=re.compile("^/admin/"))}
    alike = {re.sub(r"\d+|[0-9a-f-]{36}|/(en|hi)/", "n", address): address for address in sorted(led_to)}
    assert len(alike) > 8
    assert [address for address in alike.values() if client.get(address).status_code != 200] == []


def test_every_name_of_a_guide_leads_there(as_user, busy):
    client, address = as_user("admin"), reverse("glance", args=[busy.translation_key])
    history = reverse("history", args=["guide", busy.translation_key, "en"])
    report = MistakeReport.objects.get().pk
    for screen in (
        *("/admin/", reverse("guide_listing:index"), reverse("wagtailadmin_explore", args=[busy.get_parent().pk])),
        *(reverse(name) for name in ("sign_offs", "recalls", "every_offering", "claims", "sightings", "review_report")),
        *(reverse(name, args=[busy.pk]) for name in ("sign_off", "audit", "impact", "before_publishing")),
        *(reverse("guide_claims", args=[busy.pk]), reverse("wagtailadmin_pages:edit", args=[busy.pk]), history),
        reverse("launch", args=[Launch.objects.get().pk]),
        reverse("wagtailsnippets_content_mistakereport:edit", args=[report]),
    ):
        assert f'href="{address}"' in client.get(screen).content.decode(), screen


def test_a_branch_editor_reads_names_without_links(as_user, busy):
    html = as_user("mumbai").get(reverse("every_offering")).content.decode()
    assert "Mesotherapy for hair" in html
    assert "/admin/glance/" not in html
