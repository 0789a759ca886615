"""Whatever a text is encoded in, it is read, and the report says what was assumed. What is no text is refused."""

import pytest

from content.desk.importing.drafting.imports import import_document
from content.desk.importing.outline import DocumentError
from content.desk.importing.reading.encodings import decode

ENGLISH = "Café visits cost £35 – “gently” does it. It’s fine."
POLISH = "Po zabiegu unikaj słońca. Skóra może być zaczerwieniona przez kilka dni. Proszę się nie drapać."
RUSSIAN = "После процедуры избегайте солнца. Кожа может быть красной несколько дней."
ARABIC = "بعد الجلسة تجنبي الشمس. قد تكون البشرة حمراء لعدة أيام."
HINDI = "सत्र के बाद धूप से बचें। त्वचा लाल हो सकती है।"


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (ENGLISH, "utf-8", ""),
        (ENGLISH, "utf-8-sig", ""),
        (HINDI, "utf-8", ""),
        (ENGLISH, "cp1252", "Windows-1252"),
        ("Anästhesie", "cp1252", "Windows-1252"),
        (
            "Pâté: the session takes 30 minutes – “quoted” text costs €50. Naïve café.",
            "cp1252",
            "Windows-1252",
        ),
        ("Cost: £35", "latin-1", "Windows-1252"),
        (ENGLISH * 3, "mac_roman", "Mac Roman"),
        (POLISH, "cp1250", "Windows-1250"),
        (RUSSIAN, "cp1251", "Windows-1251"),
        ("İşlemden sonra güneşten kaçının. Cilt birkaç gün kızarık olabilir.", "cp1254", "Windows-1254"),
        ("Die Haut kann rot werden. Für größere Flächen nehmen wir eine Creme.", "cp1252", "Windows-1252"),
        (ARABIC, "cp1256", "Windows-1256"),
        *((text, encoding, "UTF-16") for text in (ENGLISH, HINDI, ARABIC) for encoding in ("utf-16-le", "utf-16-be")),
        *((text, "utf-16", "UTF-16") for text in (ENGLISH, HINDI, ARABIC)),
        (ENGLISH, "utf-32", "UTF-32"),
    ],
)
def test_a_text_is_read_and_its_encoding_said(text, encoding, said):
    decoded, name = decode("a.txt", text.encode(encoding))
    assert decoded == text
    assert (name.startswith(said), bool(name)) == (True, bool(said))


@pytest.mark.parametrize("content", [ENGLISH.encode() * 3 + b" Caf\xe9.", "\ufeff".encode() + b"Caf\xe9."])
def test_a_few_other_bytes_spoil_no_text_in_utf_8(content):
    text, said = decode("a.txt", content)
    assert (text.removeprefix(ENGLISH * 3).strip(), said) == ("Café.", "UTF-8 and Windows-1252, mixed")


def test_a_page_is_read_in_the_encoding_that_it_declares():
    page = f'<meta http-equiv=Content-Type content="text/html; charset=windows-1251"><p>{RUSSIAN[:9]}'
    assert decode("a.html", page.encode("cp1251"), may_declare=True)[0] == page
    western = '<meta charset="iso-8859-1"><p>“Peel”'
    assert decode("a.html", western.encode("cp1252"), may_declare=True)[0] == western


@pytest.mark.parametrize("declared", ["utf-8", "base64", "nonsense", "unicode_escape", "utf-7"])
def test_a_page_that_declares_the_wrong_encoding_is_read_all_the_same(declared):
    page = f'<meta charset="{declared}"><p>{ENGLISH}'
    assert decode("a.html", page.encode("cp1252"), may_declare=True)[0] == page


@pytest.mark.parametrize(
    "content", [b"a\x00b", bytes(range(256)) * 4, b"\x00\n\xff", b"\x7fELF\x02\x01\x01" + bytes(40), b"{\\rtf1 a}"]
)
def test_what_is_no_text_is_refused(content):
    with pytest.raises(DocumentError, match="is not a text document"):
        decode("a.txt", content)


@pytest.mark.django_db
def test_the_report_says_which_encoding_was_assumed():
    report = import_document(name="a.txt", content=f"PEEL\n\nHOW IT WORKS\n\n{ENGLISH}".encode("cp1252"), dry_run=True)
    assert report.encoding == "Windows-1252 (Western European)"
    assert any(ENGLISH.split(". ")[0] in row["words"] for row in report.placed)
