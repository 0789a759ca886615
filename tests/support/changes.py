"""Changes of what is public that tests of readers make."""

from content.model.guides.models import GuidePage
from content.model.notices.models import Recall
from content.release.notices import recalling
from tests.support import signing


def publish(page: GuidePage, **words) -> None:
    page = GuidePage.objects.get(pk=page.pk)
    for name, value in words.items():
        setattr(page, name, value)
    signing.publish(page)


def recall(page: GuidePage, section: str = "") -> None:
    recalling.recall(
        Recall(guide=page.translation_key, title=page.title, section=section, severity="serious", reason="It may harm.")
    )
