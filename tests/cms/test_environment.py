import secrets

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.environment import Environment
from cms.stores import build_database


def test_an_empty_variable_counts_as_not_set():
    assert Environment({"NAME": " "}).text("NAME", "default") == "default"


@pytest.mark.parametrize(("word", "value"), [("true", True), ("ON", True), ("0", False), ("no", False)])
def test_a_flag_is_read_from_common_words(word, value):
    assert Environment({"FLAG": word}).flag("FLAG", not value) is value


@pytest.mark.parametrize(
    ("read", "variables", "sentence"),
    [
        (lambda e: e.flag("DEBUG", False), {"DEBUG": "maybe"}, "DEBUG is 'maybe': write true or false."),
        (lambda e: e.number("N", 1), {"N": "ten"}, "N is 'ten': write a whole number."),
        (lambda e: e.number("N", 1, at_least=1), {"N": "0"}, "N is 0: the least is 1."),
        (lambda e: e.number("N", 1, at_most=9), {"N": "10"}, "N is 10: the most is 9."),
        (lambda e: e.choice("LEVEL", {"INFO": "INFO"}), {"LEVEL": "loud"}, "LEVEL is 'loud': write one of INFO."),
        (lambda e: e.hosts("HOSTS", []), {"HOSTS": "https://a.example"}, "HOSTS has 'https://a.example'"),
        (lambda e: e.address("URL"), {"URL": "ftp://me:secret@a"}, "URL is no address: write a whole one"),
        (
            lambda e: e.match("METHOD", "", "[A-Z]+", "a method"),
            {"METHOD": "get it"},
            "METHOD is 'get it': write a method.",
        ),
    ],
)
def test_a_wrong_value_fails_with_a_sentence(read, variables, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence.replace("(", r"\(")):
        read(Environment(variables))


def test_a_list_is_read_at_commas():
    assert Environment({"HOSTS": "a.example, b.example,"}).words("HOSTS", []) == ["a.example", "b.example"]


def test_a_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path):
    file = tmp_path / "secret_key"
    first = Environment({}).secret("SECRET_KEY", kept_in=file)
    assert len(first) >= 50
    assert Environment({}).secret("SECRET_KEY", kept_in=file) == first
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_secret_is_whole_once_its_file_is_there(tmp_path, monkeypatch):
    """Another process that starts in the same moment must not read half of it."""
    file, was_there = tmp_path / "secret_key", []
    monkeypatch.setattr(secrets, "token_urlsafe", lambda length: was_there.append(file.exists()) or "x" * length)
    assert Environment({}).secret("SECRET_KEY", kept_in=file) == file.read_text()
    assert was_there == [False]
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_secret_that_another_process_was_faster_to_make_is_taken(tmp_path, monkeypatch):
    file = tmp_path / "secret_key"
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _length: file.write_text("theirs") and "ours")
    assert Environment({}).secret("SECRET_KEY", kept_in=file) == "theirs"


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match="name a folder you can write to"):
        Environment({"DATA_DIR": str(tmp_path / "file" / "x")}).folder("DATA_DIR", tmp_path)


@pytest.mark.parametrize(("variables", "is_pooled"), [({}, False), ({"DATABASE_POOLER": "true"}, True)])
def test_a_pooler_is_told_of(variables, is_pooled, tmp_path):
    given = Environment({"DATABASE_URL": "postgresql://guides:secret@db.example/guides?sslmode=require", **variables})
    database = build_database(given, tmp_path)
    assert database["OPTIONS"] == {"sslmode": "require"}
    assert database["DISABLE_SERVER_SIDE_CURSORS"] is is_pooled
