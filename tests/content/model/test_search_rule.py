"""The rule of search as data, by which a client searches without a network. That it finds the same: tests/clients."""

from content.management.commands.write_search_rule import PATH, encode_rule
from content.model.search.rule import build_rule


def test_the_client_has_the_rule_of_today():
    assert PATH.read_text() == encode_rule(), "Run `make phone`."


def test_it_lists_letters_by_what_they_become():
    rule = build_rule(["en"])
    assert "ß" in rule["folds"]["ss"]
    assert "क" in rule["ascii"]["k"]
    assert "а" in rule["alike"]["a"], "the Cyrillic one"
    assert "é" not in "".join(rule["folds"].values()), "accents are dropped without being listed"
