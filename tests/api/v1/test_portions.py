"""Parts of documents: chosen fields, and one form of each text."""

import json

import pytest

from api.tokens import decode_token, encode_token
from api.v1.portions import DRAWN, TEXTS, Portion
from content.model.sections import SECTIONS
from content.public.documents import encode
from tests.support.copies import Copy

pytestmark = pytest.mark.django_db
GUIDE = "guides/mesotherapy-for-hair/"
SENTENCE = "A clinician chooses the ingredients for your needs and your pattern of hair loss."
#: Addresses that take both parameters, and a field of each.
ADDRESSES = {
    GUIDE: "title",
    f"{GUIDE}sections/process/": "lead",
    "guides/": "title",
    "search/?q=hair": "heading",
    "branches/mumbai/guides/": "offering",
    "branches/mumbai/guides/superficial-chemical-peel/": "offering",
    "sync/?types=guide": "title",
}
everywhere = pytest.mark.parametrize(("path", "field"), ADDRESSES.items())


def ask(client, path, **chosen):
    query = "&".join(f"{name}={value}" for name, value in chosen.items())
    return client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}{query}")


def find(value, name):
    """All values of members with this name."""
    if isinstance(value, dict):
        found = [value[name]] if name in value else []
        return found + [one for below in value.values() for one in find(below, name)]
    return [one for below in value for one in find(below, name)] if isinstance(value, list) else []


def documents_of(answer):
    """Of a page its results, or the documents of its items."""
    page = answer.json()
    return [item["document"] for item in page["items"]] if "items" in page else page.get("results", [page])


@everywhere
def test_only_the_fields_that_are_asked_for_come(client, path, field):
    whole, chosen = documents_of(ask(client, path)), documents_of(ask(client, path, fields=field))
    risks = {"recall", "safety_note"}
    assert chosen == [{name: document[name] for name in document if name in {field} | risks} for document in whole]
    assert len(chosen) > 0
    assert (risks <= set(chosen[0])) == ("sections" in path), "a benefit never travels without its risk"


@everywhere
def test_an_unknown_field_is_refused_with_those_that_there_are(client, path, field):
    answer = ask(client, path, fields=f"{field},colour")
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["parameter"]) == (400, "bad_parameter", "fields")
    assert set(documents_of(ask(client, path))[0]) <= set(problem["allowed"])
    assert all(name in problem["detail"] for name in problem["allowed"])


@everywhere
def test_an_unknown_form_is_refused(client, path, field):
    problem = ask(client, path, text="word").json()
    assert (problem["parameter"], problem["allowed"]) == ("text", ["portable", "html", "plain"])


@everywhere
def test_each_choice_has_an_etag_of_its_own_and_is_not_sent_twice(client, path, field):
    choices = [{}, {"fields": field}, {"fields": "excerpt" if "search" in path else "digest"}]
    choices += [{"text": text} for text in TEXTS if "portable_text" in ask(client, path).text]
    etags = [ask(client, path, **chosen)["ETag"] for chosen in choices]
    assert len(set(etags)) == len(choices)
    for chosen, etag in zip(choices, etags, strict=True):
        headers = {"if-none-match": etag}
        query = "&".join(f"{name}={value}" for name, value in chosen.items())
        assert client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}{query}", headers=headers).status_code == 304


def test_fields_come_in_the_order_of_the_document_however_they_are_asked_for(client):
    one, other = ask(client, GUIDE, fields="title,slug"), ask(client, GUIDE, fields="slug&fields=title")
    assert (one.content, one["ETag"]) == (other.content, other["ETag"])
    assert list(one.json()) == ["slug", "title"]


def test_the_next_page_is_chosen_alike(client):
    page = ask(client, "guides/", fields="slug&fields=title", page_size=1).json()
    assert [set(card) for card in client.get(page["next"]).json()["results"]] == [{"slug", "title"}]


@pytest.mark.parametrize(
    ("form", "name", "text"),
    [("html", "html", f"<p>{SENTENCE}</p>"), ("plain", "text", SENTENCE), ("portable", "portable_text", None)],
)
@pytest.mark.parametrize("path", [GUIDE, f"{GUIDE}sections/process/", "sync/?types=guide&locales=en"])
def test_texts_come_in_one_form(client, path, form, name, text):
    answer = ask(client, path, text=form)
    texts = [one for document in documents_of(answer) for one in [*find(document, "text"), *find(document, "answer")]]
    texts = [one for one in texts if isinstance(one, dict)]
    filled = [[key for key, value in one.items() if value] for one in texts]
    assert [keys for keys in filled if keys not in ([name], [])] == []
    assert filled.count([name]) > 3
    if text is not None:
        assert text in [one[name] for one in texts]
    # The words stand once; as HTML also in the block that is ready to be shown.
    assert json.dumps(answer.json()).count(SENTENCE) == (2 if form == "html" else 1)


@pytest.mark.parametrize("form", TEXTS)
def test_what_is_not_text_stays(client, form):
    whole, chosen = ask(client, GUIDE).json(), ask(client, GUIDE, text=form).json()
    assert list(chosen) == list(whole)
    for before, after in zip(whole["sections"], chosen["sections"], strict=True):
        same = [name for name in before if name not in ("blocks", "html")]
        assert [after[name] for name in same] == [before[name] for name in same]
        assert [(block["id"], block["type"]) for block in after["blocks"]] == [
            (block["id"], block["type"]) for block in before["blocks"]
        ]
    assert [faq["question"] for faq in chosen["faqs"]] == [faq["question"] for faq in whole["faqs"]]
    assert find(chosen, "image") == find(whole, "image")


def test_paragraphs_and_items_are_lines(client):
    span = {"_type": "span", "_key": "s", "marks": []}
    portable = [
        {"_type": "block", "children": [{**span, "text": "One "}, {**span, "text": "line."}]},
        {"_type": "block", "listItem": "bullet", "level": 1, "children": [{**span, "text": "An item"}]},
    ]
    document = {"answer": {"portable_text": portable, "html": "<p>…</p>"}}
    cut = json.loads(Portion(text="plain").cut(encode(document)))
    assert cut == {"answer": {"portable_text": [], "html": "", "text": "One line.\nAn item"}}


@pytest.mark.parametrize("form", TEXTS)
def test_a_block_of_a_later_type_keeps_its_html(form):
    """An app that asks for one form can't draw it from its value."""
    blocks = [{"id": "1", "type": name, "value": {}, "fallback": "<p>Words.</p>"} for name in ("hologram", "step")]
    sections = json.loads(Portion(text=form).cut(encode({"blocks": blocks, "html": "<p>Words.</p>"})))
    assert [block["fallback"] for block in sections["blocks"]] == ["<p>Words.</p>", "<p>Words.</p>" * (form == "html")]
    assert sections["html"] == ""


def test_each_type_that_is_drawn_is_a_type():
    assert {block.type_name for section in SECTIONS for block in section.all_blocks} >= DRAWN


def test_hits_refer_to_their_guides_where_that_is_asked_for(client):
    """An app with a copy has the cards already."""
    whole = ask(client, "search/?q=hair").json()["results"]
    hits = ask(client, "search/?q=hair", fields="key,guide_id").json()["results"]
    assert hits == [{"key": hit["key"], "guide_id": hit["guide"]["id"]} for hit in whole]
    assert all("guide_id" not in hit for hit in whole)


def test_cards_and_hits_have_no_texts_and_stay(client):
    for path in ("guides/", "search/?q=hair"):
        assert ask(client, path, text="html").content == ask(client, path).content


def test_a_token_says_what_portion_the_copy_has(client):
    copy = Copy(client, types="guide", fields="title,sections", text="html")
    copy.sync()
    assert {tuple(document) for document in copy.things.values()} == {("title", "sections")}
    for name, value in {"fields": "title", "text": "plain"}.items():
        answer = client.get("/api/v1/sync/", {"sync_token": copy.token, name: value})
        assert (answer.status_code, answer.json()["parameter"]) == (400, name)
        assert "the sync_token says what the copy is of" in answer.json()["detail"]


@pytest.mark.parametrize("portion", [[], [""], ["word"], ["", "colour"], ["html", "title", "title"], "html", 1, None])
def test_a_token_of_a_portion_that_is_not_ours_says_start_again(client, portion):
    copy = Copy(client, types="guide", text="html")
    copy.sync()
    *values, _portion = decode_token(copy.token)
    answer = client.get("/api/v1/sync/", {"sync_token": encode_token([*values, portion])})
    assert (answer.status_code, answer.json()["code"]) == (410, "start_again")


def test_a_token_of_whole_guides_is_as_it_was_before_there_were_portions(client):
    copy = Copy(client, types="guide")
    copy.sync()
    assert len(decode_token(copy.token)) == 11


def test_other_things_than_guides_come_whole(client):
    items = ask(client, "sync/?types=branch,group", fields="title").json()["items"]
    assert {"hours", "contact"} & {name for item in items for name in item["document"]}


def test_a_page_of_a_portion_has_as_many_guides_as_fit(client, monkeypatch):
    monkeypatch.setattr("api.v1.sync.MAX_BYTES", 30_000)
    monkeypatch.setattr("api.v1.sync.READ_AHEAD", 3)
    sizes = [
        [len(json.dumps(document)) for document in documents_of(ask(client, "sync/?types=guide", **chosen))]
        for chosen in ({}, {"text": "html"}, {"fields": "title"})
    ]
    assert len(sizes[0]) < len(sizes[1]) < len(sizes[2])
    assert sum(sizes[1]) <= 70_000
