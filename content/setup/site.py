"""Makes the frame that content lives in: languages, home, and the lists of guides and branches."""

from django.conf import settings
from wagtail.models import Locale, Page, Site

from content.model.branches.models import BranchIndexPage
from content.model.guides.models import GuideIndexPage, HomePage
from content.model.publishing import publishing


def ensure_site() -> HomePage:
    """Make whatever is missing of the frame; returns the home of the default language. Can be run again."""
    with publishing(reason="setup"):
        locales = [
            Locale.objects.get_or_create(language_code=code)[0] for code, _n in settings.WAGTAIL_CONTENT_LANGUAGES
        ]
        home = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first() or _make_home()
        for locale in locales:
            if not home.has_translation(locale):
                _translate_frame(home, locale)
        return home


def _make_home() -> HomePage:
    root = Page.get_first_root_node()
    welcome = Page.objects.filter(depth=2, slug="home").first()
    home = root.add_child(instance=HomePage(title="Home", slug="treatment-guides"))
    home.add_child(instance=GuideIndexPage(title="Guides", slug="guides"))
    home.add_child(instance=BranchIndexPage(title="Branches", slug="branches"))
    Site.objects.all().delete()
    Site.objects.create(
        hostname="localhost", root_page=home, is_default_site=True, site_name=settings.WAGTAIL_SITE_NAME
    )
    if welcome and welcome.specific_class is Page and not welcome.get_children().exists():
        welcome.delete()
    return home


def _translate_frame(home: HomePage, locale: Locale) -> None:
    translated = home.copy_for_translation(locale)
    translated.get_latest_revision().publish()
    for child in home.get_children().specific():
        if isinstance(child, GuideIndexPage | BranchIndexPage):
            child.copy_for_translation(locale).get_latest_revision().publish()
