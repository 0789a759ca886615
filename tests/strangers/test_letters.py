"""Restricted phrases and questions, however their letters are written.

Written from the description of a fault by somebody who has not seen how it was mended.
"""

import json
import unicodedata
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Locale

from content.model.branches.models import BranchPage, Offering
from content.model.group.models import GroupSettings
from content.model.guides.models import GuidePage
from tests.support import signing
from tests.support.browsing import open_form
from tests.support.guide_forms import edit

pytestmark = pytest.mark.django_db


def find_phrases(capsys, page: GuidePage, summary: str) -> list[str]:
    """What `check_claims` finds in a draft's summary."""
    page.summary = summary
    page.save_revision(clean=False)
    capsys.readouterr()
    with suppress(SystemExit):
        call_command("check_claims", json=True, drafts=True)
    return [row["phrase"] for row in json.loads(capsys.readouterr().out) if row["field"] == "summary"]


@pytest.mark.parametrize(
    "text",
    [
        "Pain\u2060less for most people.",
        "Results are guar\u034fanteed.",
        "A mira\ufe0fcle for thin hair.",
        "Hair that stays perma\u200enently.",
        "A mag\u180eical peel.",
        "Guaran\U000e0020teed growth.",
        "This is \U0001d429\U0001d41a\U0001d422\U0001d427\U0001d425\U0001d41e\U0001d42c\U0001d42c.",
        "It is ｐａｉｎｌｅｓｓ.",
        "A permanent \ufb01x.",
        "A success of １００％.",
        "A success of १०० percent.",
        "In İzmir it is called PAINLESS.",
        "İki seans: RESULTS ARE PERMANENT.",
    ],
)
def test_a_phrase_is_found_whatever_stands_between_or_instead_of_its_letters(capsys, peel, text):
    assert find_phrases(capsys, peel, text), ascii(text)


def write_apart(text: str) -> str:
    """Each nukta as a letter of its own."""
    return unicodedata.normalize("NFD", text)


def write_together(text: str) -> str:
    """Each nukta in one letter with what it belongs to, as some keyboards write it; no normal form does."""
    for code in range(0x0958, 0x0960):
        text = text.replace(unicodedata.normalize("NFD", chr(code)), chr(code))
    return text


@pytest.mark.parametrize(
    "text",
    ["सौ फ़ीसदी असर।", "१०० फ़ीसदी असर।", "कोई साइड इफ़ेक्ट नहीं।", "कोई नुक़सान नहीं।", "कोई भी ख़तरा नहीं।"],
)
def test_a_hindi_phrase_is_found_in_both_writings_of_its_letters(capsys, text):
    page, apart = GuidePage.objects.get(locale__language_code="hi"), write_apart(text)
    assert find_phrases(capsys, page, apart), ascii(text)
    assert find_phrases(capsys, page, write_together(apart)), ascii(text)


@pytest.mark.parametrize(
    "text", ["गार\u2060ंटी के साथ।", "चम\u200bत्कार जैसा असर।", "स्था\u200dयी परिणाम।", "१०\u200c० प्रतिशत।"]
)
def test_a_hindi_phrase_is_found_with_a_joiner_in_it(capsys, text):
    page = GuidePage.objects.get(locale__language_code="hi")
    assert find_phrases(capsys, page, text), ascii(text)


def test_the_phrase_is_shown_as_it_stands_in_the_field(capsys, peel):
    """Letters that grow when they are folded stand before it."""
    assert find_phrases(capsys, peel, "İn Straße № ﬁve, ŉ said: it is MIRACULOUS for thin hair.") == ["MIRACULOUS"]


@pytest.mark.parametrize(
    "text",
    [
        "Not merely gentle and quick and painless.",
        "Without surgery you get permanent results.",
        "There is no better way to permanent results.",
        "Nothing beats our guaranteed growth.",
        "No scars and magically smooth skin.",
        "You need no injections as it is painless.",
    ],
)
def test_a_no_about_something_else_denies_no_claim(capsys, peel, text):
    assert find_phrases(capsys, peel, text), text


@pytest.mark.parametrize("text", ["कोई चीरा नहीं और परिणाम स्थायी।", "बिना सुई के स्थायी परिणाम।"])
def test_a_hindi_no_about_something_else_denies_no_claim(capsys, text):
    page = GuidePage.objects.get(locale__language_code="hi")
    assert find_phrases(capsys, page, text), text


def test_the_form_of_a_guide_refuses_it(as_user, peel, api):
    answer = edit(as_user("admin"), peel, summary="Guar\u2061anteed for everyone.")
    assert answer.status_code == 200, "the form again, with the error at the field"
    assert answer.context["form"].errors["summary"]
    assert "everyone" not in api(f"guides/{peel.slug}/").json()["summary"]


def test_the_grid_of_offerings_refuses_it(as_user, peel):
    london = BranchPage.objects.get(slug="london")
    client, address = as_user("editor"), reverse("offerings", args=[london.pk])
    note = f"branch-{london.pk}-guide-{peel.pk}-note"
    data = open_form(client, address, note)
    answer = client.post(address, {**data, note: "Pain\u180bless and quick."})
    assert answer.status_code == 200, "the grid again, with the error at the cell"
    assert not Offering.objects.filter(branch=london, guide=peel, note__contains="quick").exists()


def test_the_settings_of_the_group_refuse_it(as_user):
    group = GroupSettings.objects.get()
    client, before = as_user("admin"), group.attribution
    address = reverse("wagtailsettings:edit", args=["content", "groupsettings", group.pk])
    data = open_form(client, address, "attribution")
    client.post(address, {**data, "attribution": "Results are guaran\u2064teed by our clinicians"}, follow=True)
    assert GroupSettings.objects.get().attribution == before


def find(api, question: str, locale: str) -> list[tuple[str, str]]:
    hits = api("search/", q=question, locale=locale, page_size=50).json()["results"]
    return [(hit["guide"]["id"], hit["key"]) for hit in hits]


@pytest.mark.parametrize("word", ["हफ़्तों", "साफ़", "रोज़", "ज़रूरी", "झड़ने", "जुड़ा"])
def test_both_writings_of_a_hindi_word_find_the_same(api, word):
    apart = write_apart(word)
    together = write_together(apart)
    assert together != apart
    assert find(api, apart, "hi")
    assert find(api, together, "hi") == find(api, apart, "hi")


@pytest.fixture
def arabic(peel) -> GuidePage:
    page = peel.copy_for_translation(Locale.objects.get(language_code="ar"))
    page.title = "تقشير"
    page.also_known_as = "معالجة البشرة\nليزر موضعي\nشد الجفن العلوي\nزرع لحية"
    signing.publish(page)
    return page


@pytest.mark.parametrize(
    ("written", "asked"),
    [("موضعي", "موضعى"), ("العلوي", "العلوى"), ("لحية", "لحيه")],
)
def test_both_writings_of_an_arabic_word_find_the_same(api, arabic, written, asked):
    overview = (str(arabic.translation_key), "overview")
    assert overview in find(api, written, "ar")
    answer = api("search/", q=asked, locale="ar").json()
    assert find(api, asked, "ar") == find(api, written, "ar")
    assert answer["corrected"] is None, "it is no mistake"


@pytest.mark.parametrize(
    ("asked", "same"),
    [
        ("who’s mesotherapy for", "who is mesotherapy for"),
        ("where's the numbing cream", "where is the numbing cream"),
        ("D.H.T.", "DHT"),
        ("L.L.L.T", "LLLT"),
        ("p.r.p", "prp"),
    ],
)
def test_short_forms_find_what_long_ones_find(api, asked, same):
    assert find(api, same, "en")
    assert find(api, asked, "en") == find(api, same, "en")
