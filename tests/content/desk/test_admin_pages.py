"""Every page of the admin opens with real rows: none fails, whatever there is to show."""

import datetime
import re
from collections.abc import Iterator

import pytest
from django.urls import get_resolver, reverse
from wagtail.models import Site, Task, Workflow
from wagtail.snippets.models import get_snippet_models

from content.desk.launches.models import Launch
from content.desk.mistakes.models import MistakeReport
from content.edition.models import Edition
from content.model.consent.models import Consent
from content.model.guides.models import GuidePage
from content.model.images.models import GuideImage
from tests.content.desk.access.addresses import fill, walk
from tests.content.desk.access.ours import OURS, make_addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_menu")]
#: Addresses of Wagtail that are no pages: one that fails on purpose, and one that ends the session.
NOT_PAGES = ("admin/failwhale/", "admin/logout/")


@pytest.fixture
def addresses(peel) -> dict[str, str]:
    return make_addresses(peel)


@pytest.fixture
def rows(mesotherapy, peel) -> None:
    """One row at least of everything that is listed."""
    edition = Edition.objects.filter(kind="guide", subject=mesotherapy.translation_key, locale="en").latest("version")
    MistakeReport.objects.create(edition=edition, section="process", text="It took two hours.")
    MistakeReport.objects.create(edition=edition, section="safety", text="=1+1", is_done=True, answer="Mended.")
    Consent.objects.get_or_create(reference="C-1", defaults={"scope": "public", "given_on": datetime.date(2026, 1, 1)})
    launch = Launch.objects.create(title="Spring")
    launch.pages.create(page=peel)


def urls_of_snippets() -> Iterator[tuple[str, str]]:
    """Name of a view of a viewset or of its chooser, and its address with a real row."""
    for model in get_snippet_models():
        first = model._default_manager.first()
        for viewset in (model.snippet_viewset, model.snippet_viewset.chooser_viewset):
            for pattern in viewset.get_urlpatterns():
                revision = str(getattr(first, "latest_revision_id", None) or 1)
                given = {"revision_id": revision, "revision_id_a": "earliest", "revision_id_b": "latest"}
                route = str(pattern.pattern)
                named = [one or other for one, other in re.findall(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>", route)]
                arguments = [given.get(name, str(first.pk)) for name in named]
                yield pattern.name, reverse(viewset.get_url_name(pattern.name), args=arguments)


def test_every_page_of_a_snippet_opens(as_user, rows):
    client, opened = as_user("admin"), 0
    for name, address in urls_of_snippets():
        answer = client.get(address)
        assert answer.status_code in (200, 302, 404, 405), (address, answer.status_code)
        opened += answer.status_code == 200
        if name in ("list", "edit", "usage", "history", "choose"):
            assert answer.status_code == 200, address
    assert opened > 60


def test_whoever_answers_mistakes_reads_them(as_user, rows):
    report = MistakeReport.objects.get(text="It took two hours.")
    answer = as_user("editor").get(reverse("wagtailsnippets_content_mistakereport:edit", args=[report.pk]))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "It took two hours." in html
    assert "Mesotherapy for hair" in html
    shown = reverse("edition", args=["guide", report.edition.subject, "en", report.edition.version])
    assert shown in html
    assert as_user("editor").get(shown).status_code == 200


def test_a_mistake_is_answered(as_user, rows):
    report = MistakeReport.objects.get(text="It took two hours.")
    address = reverse("wagtailsnippets_content_mistakereport:edit", args=[report.pk])
    assert (
        as_user("editor").post(address, {"is_done": "on", "answer": "Said 30 minutes.", "shown": "{}"}).status_code
        == 302
    )
    report.refresh_from_db()
    assert (report.is_done, report.answer, report.text) == (True, "Said 30 minutes.", "It took two hours.")


def test_nobody_makes_a_mistake_or_makes_one_go_away(as_user, rows):
    client, report = as_user("admin"), MistakeReport.objects.first()
    client.post(reverse("wagtailsnippets_content_mistakereport:add"), {"answer": "x"})
    client.post(reverse("wagtailsnippets_content_mistakereport:delete", args=[report.pk]))
    assert MistakeReport.objects.count() == 2


def test_every_page_of_ours_opens(as_user, addresses):
    client = as_user("admin")
    for name, address in addresses.items():
        answer = client.get(address)
        assert answer.status_code in ((405,) if name in POSTED else (200, 302)), (name, answer.status_code)
        if "admin/screen.html" in [template.name for template in answer.templates]:
            assert find_doubled_title(answer.content.decode()) == "", name
    assert set(addresses) == OURS


def find_doubled_title(html: str) -> str:
    """The heading of a screen that stands above itself, too."""
    above, heading = re.search(r"<main(.*)<h1[^>]*>(.*?)</h1>", html, re.DOTALL).groups()
    return heading if heading.strip() in re.sub(r"<details.*?</details>", "", above, flags=re.DOTALL) else ""


@pytest.mark.parametrize("kind", ["content.guidepage", "wagtailcore.page", "content.branchpage"])
def test_the_chooser_of_pages_opens_where_they_are_listed(as_user, mesotherapy, kind):
    client, address = as_user("admin"), reverse("wagtailadmin_choose_page")
    html = client.get(address, {"page_type": kind}, follow=True).json()["html"]
    assert ("Skinpheras Mumbai" if kind == "content.branchpage" else "Mesotherapy for hair") in html
    if kind == "content.guidepage":
        assert 'data-admin-title="Mesotherapy for hair (English)"' in html
    assert client.get(address, {"page_type": kind, "user_perms": "move_to"}).status_code == 200, "to anywhere"


def test_a_superscript_is_no_number(as_user, addresses):
    assert as_user("admin").get(addresses["edition"], {"against": "²"}).status_code == 200


#: These only take what is sent.
POSTED = {"end_preview_link", "redact_edition", "send_for_sign_off", "writing_advice"}


def test_no_address_of_the_admin_fails(as_user, rows):
    """Each route below /admin/, with the numbers of rows that are there."""
    client = as_user("admin")
    page, image = GuidePage.objects.first(), GuideImage.objects.first()
    given = {
        "int": [str(page.pk)],
        "str": ["1"],
        "image_id": [str(image.pk)],
        "revision_id": [str(page.latest_revision_id)],
        "uuid": [str(page.translation_key)],
        "app_label": ["content"],
        "app_name": ["content"],
        "content_type_app_name": ["content"],
        "content_type_app_label": ["content"],
        "model_name": ["guidepage"],
        "content_type_model_name": ["guidepage"],
        "locale": ["en"],
        "kind": ["guide"],
        "version": ["1"],
        "workflow_id": [str(Workflow.objects.first().pk)],
        "task_id": [str(Task.objects.first().pk)],
        "site_id": [str(Site.objects.first().pk)],
    }
    failed, asked = [], 0
    client.raise_request_exception = False
    for route in sorted({route for route, _view in walk(get_resolver().url_patterns)}):
        if route.startswith("admin/") and "(" not in route and route not in NOT_PAGES:
            for address in fill(route, given):
                answer = client.get(address)
                asked += 1
                if answer.status_code >= 500:
                    failed.append((route, answer.status_code))
    assert failed == []
    assert asked > 300
