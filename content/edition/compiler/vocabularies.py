"""Compiles the labels of all served codes, in one language."""

from django.conf import settings
from django.utils.encoding import force_str
from django.utils.translation import get_language_info, override

from content.edition import documents
from content.edition.compiler.compiled import Compiled, make_plain
from content.model.compilation import Reference, represent
from content.model.ordering import ByCodePoint
from content.model.snippets.models import Category
from content.model.vocabulary import ENUMERATIONS, Kind

VOCABULARY_SUBJECT = "00000000-0000-5000-8000-000000000002"


def compile_vocabulary(locale: str) -> Compiled:
    with override(locale):
        enumerations = {
            name: [{"code": code, "label": force_str(label)} for code, label in choices.choices]
            for name, choices in ENUMERATIONS.items()
        }
    categories: dict[str, str] = {}
    public = Category.objects.filter(live=True).select_related("locale").order_by(ByCodePoint("slug"), "pk")
    for category in public:
        if category.slug not in categories or category.locale.language_code == locale:
            categories[category.slug] = category.name
    locales = [
        {"code": code, "name": name, "direction": "rtl" if get_language_info(code)["bidi"] else "ltr"}
        for code, name in settings.WAGTAIL_CONTENT_LANGUAGES
    ]
    content = {
        "type": "vocabulary",
        "locale": locale,
        "enumerations": enumerations,
        "categories": [{"code": slug, "label": name} for slug, name in categories.items()],
        "locales": locales,
    }
    return Compiled(
        kind=Kind.VOCABULARY,
        subject=VOCABULARY_SUBJECT,
        locale=locale,
        slug="",
        content=make_plain(represent(documents.VocabularyContent, content)),
        references=frozenset(Reference("category", str(category.translation_key)) for category in public),
    )
