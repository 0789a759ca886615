"""Copies of a document have other words, in the same places."""

from tests.support.speed.words import reword_document, reword_text

TEXT = "Platelet-rich plasma &amp; microneedling: two treatments. बालों के लिए प्लाज़्मा, त्वचा पर"


def test_other_words_are_as_long_in_letters_and_bytes():
    for copy in range(50):
        other = reword_text(TEXT, copy)
        assert (len(other), len(other.encode())) == (len(TEXT), len(TEXT.encode()))
    assert len({reword_text(TEXT, copy) for copy in range(50)}) > 10


def test_a_copy_has_the_same_word_wherever_it_stands_and_however_it_is_written():
    for copy in range(50):
        first, second = reword_text("Microneedling or microneedling", copy).split(" or ")
        assert first.lower() == second
        assert first[0].isupper()


def test_some_words_stand_in_every_copy_and_some_in_hardly_any():
    words = [f"word{letter}{other}" for letter in "abcdefghij" for other in "klmnopqrst"]
    words = [word.replace("word", "treat") for word in words]
    kept = [sum(reword_text(word, copy) == word for copy in range(100)) for word in words]
    assert sum(count == 100 for count in kept) > len(words) / 4
    assert sum(count < 20 for count in kept) > len(words) / 4


def test_tags_entities_ids_codes_and_addresses_stay():
    document = {
        "id": "mesotherapy",
        "type": "guide",
        "title": "Mesotherapy explained carefully",
        "html": '<p class="tg-lead">Needles &nbsp; carefully</p>',
        "also_known_as": ["Meso injections"],
        "links": {"web": "/guides/mesotherapy/"},
        "sections": [{"key": "safety", "lead": "Needles carefully"}],
    }
    others = [reword_document(document, copy) for copy in range(30)]
    for other in others:
        assert [other[key] for key in ("id", "type", "links")] == [document[key] for key in ("id", "type", "links")]
        assert other["html"].startswith('<p class="tg-lead">')
        assert "&nbsp;" in other["html"]
        assert other["sections"][0]["key"] == "safety"
    assert len({other["title"] for other in others}) > 1
    assert len({other["also_known_as"][0] for other in others}) > 1
