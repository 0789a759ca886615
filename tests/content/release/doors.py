"""What people do at each door that changes what is public, or could."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction, Site, Workflow

from content.model.branches.models import BranchPage
from content.model.guides.models import GuideIndexPage, GuidePage, HomePage
from content.model.images.models import GuideImage
from content.model.notices.models import Recall
from content.model.snippets.models import Category
from content.release.notices import recalling
from content.release.outbox.delivering import deliver_due
from tests.support import signing
from tests.support.guide_forms import edit
from tests.support.offering_forms import form_data as offering_data

CANARY = "CANARY-9c41"


class Stage(SimpleNamespace):
    """What a door may touch: `peel` is the guide it acts on, `admin` a logged-in browser."""

    def peel_now(self) -> GuidePage:
        return GuidePage.objects.get(pk=self.peel.pk)

    def post(self, name: str, *args, **data):
        response = self.admin.post(reverse(name, args=args), data)
        assert response.status_code in (200, 302), response.status_code
        return response


def draft(stage: Stage, **words) -> None:
    page = stage.peel_now()
    for name, value in words.items():
        setattr(page, name, value)
    page.save_revision(clean=False)


def publish(stage: Stage, **words) -> None:
    page = stage.peel_now()
    for name, value in words.items():
        setattr(page, name, value)
    signing.publish(page)


def unpublish(stage: Stage) -> None:
    stage.peel_now().unpublish()


def start_workflow(stage: Stage) -> None:
    draft(stage, summary="To be approved.")
    sign_draft(stage)
    workflow = Workflow.objects.get(name="Moderators approval")
    workflow.start(stage.peel_now(), stage.user)


def approve(stage: Stage) -> None:
    state = stage.peel_now().current_workflow_task_state
    stage.post("wagtailadmin_pages:workflow_action", stage.peel.pk, "approve", state.pk)


def sign_all(stage: Stage) -> None:
    for page in GuidePage.objects.all():
        signing.sign(GuidePage.objects.get(pk=page.pk))


def schedule(stage: Stage, **times) -> None:
    publish(stage, summary="On schedule.", **times)
    stage.later(timedelta(days=1))


def restrict(page_of: Callable[[Stage], Page]) -> Callable[[Stage], object]:
    def act(stage: Stage) -> None:
        stage.post("wagtailadmin_pages:set_privacy", page_of(stage).pk, restriction_type="login")

    return act


def unrestrict(page_of: Callable[[Stage], Page]) -> Callable[[Stage], object]:
    def act(stage: Stage) -> None:
        stage.post("wagtailadmin_pages:set_privacy", page_of(stage).pk, restriction_type="none")

    return act


def peel(stage: Stage) -> Page:
    return stage.peel_now()


def home(stage: Stage) -> Page:
    return stage.peel_now().get_parent().get_parent()


def members(stage: Stage) -> GuideIndexPage:
    return GuideIndexPage.objects.get(slug="members-guides")


def make_members(stage: Stage) -> None:
    """A second site, with a list of guides of its own."""
    home = Page.get_first_root_node().add_child(instance=HomePage(title="Members", slug="members"))
    home.add_child(instance=GuideIndexPage(title="Guides", slug="members-guides"))
    Site.objects.create(hostname="members.localhost", root_page=home)


def restrict_members(stage: Stage) -> None:
    make_members(stage)
    PageViewRestriction.objects.create(page=members(stage), restriction_type=PageViewRestriction.LOGIN)


def move_to_members(stage: Stage) -> None:
    stage.post("wagtailadmin_pages:move_confirm", stage.peel.pk, members(stage).pk)


def move_back(stage: Stage) -> None:
    index = GuideIndexPage.objects.get(locale__language_code="en", slug="guides")
    stage.post("wagtailadmin_pages:move_confirm", stage.peel.pk, index.pk)


def copy(stage: Stage, **choices) -> None:
    data = {"new_title": "Peel again", "new_slug": "peel-again", "new_parent_page": stage.peel_now().get_parent().pk}
    stage.post("wagtailadmin_pages:copy", stage.peel.pk, **data, **choices)


def translate(stage: Stage) -> None:
    arabic = Locale.objects.get(language_code="ar")
    stage.post("simple_translation:submit_page_translation", stage.peel.pk, locales=[arabic.pk])


def publish_translation(stage: Stage) -> None:
    pages = GuidePage.objects.filter(translation_key=stage.peel.translation_key)
    signing.publish(pages.get(locale__language_code="ar"))


def sign_draft(stage: Stage) -> None:
    signing.sign(stage.peel_now().get_latest_revision_as_object())


def revert(stage: Stage) -> None:
    first = stage.peel_now().revisions.order_by("pk").first()
    edit(stage.admin, stage.peel_now(), revision=first.pk, summary="As it was.")


def bulk(action: str, **more) -> Callable[[Stage], object]:
    def act(stage: Stage) -> None:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        response = stage.admin.post(f"{address}?id={stage.peel.pk}&next=/admin/", more)
        assert response.status_code == 302

    return act


def import_document(stage: Stage) -> None:
    document = SimpleUploadedFile("new.md", f"# {CANARY}\n\n## How it works\n\n- {CANARY}\n".encode())
    stage.admin.post(reverse("import_document"), {"document": document, "locale": "en"})


def save(model: type, **changes) -> Callable[[Stage], object]:
    def act(stage: Stage) -> None:
        shown = stage.shown[model]
        for name, value in changes.items():
            setattr(shown, name, value)
        shown.save()

    return act


def draft_shared(model: type, **changes) -> Callable[[Stage], object]:
    def act(stage: Stage) -> None:
        draft = model.objects.get(pk=stage.shown[model].pk)
        for name, value in changes.items():
            setattr(draft, name, value)
        draft.save_revision(clean=False)

    return act


def publish_shared(model: type) -> Callable[[Stage], object]:
    return lambda stage: model.objects.get(pk=stage.shown[model].pk).get_latest_revision().publish()


def translate_shared(stage: Stage) -> None:
    draft_shared(Category, name=CANARY)(stage)
    arabic = Locale.objects.get(language_code="ar")
    category = Category.objects.get(pk=stage.shown[Category].pk)
    Category.objects.filter(translation_key=category.translation_key, locale=arabic).update(translation_key=uuid4())
    category.copy_for_translation(arabic).save()


def offer(stage: Stage) -> None:
    london = BranchPage.objects.get(slug="mumbai")
    data = offering_data(stage.admin, london, superficial_chemical_peel={"note": "Ask us."})
    stage.admin.post(reverse("offerings", args=[london.pk]), data)


def offer_by_csv(stage: Stage) -> None:
    mumbai = BranchPage.objects.get(slug="mumbai")
    table = "guide,note\nsuperficial-chemical-peel,By table.\n"
    file = SimpleUploadedFile("offerings.csv", table.encode())
    shown = stage.admin.post(reverse("offerings_csv", args=[mumbai.pk]), {"table": file})
    stage.admin.post(reverse("offerings_csv", args=[mumbai.pk]), {"text": shown.context["text"]})


def site_elsewhere(stage: Stage) -> None:
    site = Site.objects.get()
    site.root_page = Page.objects.get(pk=stage.elsewhere.pk)
    site.save()


def site_back(stage: Stage) -> None:
    site = Site.objects.get()
    site.root_page = home(stage)
    site.save()


def move_focal_point(s: Stage) -> None:
    """Public once a worker has cut the picture anew."""
    save(GuideImage, focal_point_x=10, focal_point_y=10, focal_point_width=5, focal_point_height=5)(s)
    deliver_due("worker")


def recall(stage: Stage, section: str = "") -> None:
    recalling.recall(
        Recall(
            guide=stage.peel.translation_key, title="Peel", section=section, severity="serious", reason="It may burn."
        )
    )


def lift(stage: Stage) -> None:
    recalling.lift(Recall.objects.get(), "Checked.")


def new_page(stage: Stage) -> None:
    stage.elsewhere = Page.get_first_root_node().add_child(instance=Page(title="Elsewhere", slug="elsewhere"))
