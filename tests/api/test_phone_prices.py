"""What the phone writes of a branch: prices to the last penny, notes without one, names among Arabic words."""

import json

import pytest

from tests.support import ROOT
from tests.support.node import run

#: As much of a browser as the phone's pieces need.
SCRIPT = """
class Node {
  constructor(tag) { Object.assign(this, { tag, attributes: {}, children: [] }); }
  setAttribute(name, value) { this.attributes[name] = value; }
  addEventListener() {}
  append(...children) { this.children.push(...children); }
  get textContent() { return this.children.map((child) => child.textContent ?? child).join(""); }
}
const { locale, offering } = JSON.parse(await new Promise((done) => process.stdin.once("data", done)));
const documentElement = { dir: locale === "ar" ? "rtl" : "ltr" };
globalThis.document = { createElement: (tag) => new Node(tag), documentElement };
const { price } = await import("./static/phone/parts.js");
const { bdi } = await import("./static/phone/dom.js");
const words = { [locale]: { from_price: "From {price}", valid_from: "(since {date})" } };
const said = price({ locale, words }, offering)?.textContent ?? null;
console.log(JSON.stringify({ price: said, line: bdi("Example Row 7").tag }));
"""


def write(locale: str, **offering) -> dict:
    done = run(
        ROOT, "node", "--input-type=module", "-e", SCRIPT, given=json.dumps({"locale": locale, "offering": offering})
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def cost(amount: str, currency: str) -> dict:
    return {"amount": amount, "currency": currency, "valid_from": None}


@pytest.mark.node
@pytest.mark.parametrize(
    ("locale", "amount", "currency", "said"),
    [
        ("en", "249.50", "GBP", "£249.50"),
        ("en", "250.00", "GBP", "£250"),
        ("en", "0.99", "USD", "$0.99"),
        ("hi", "150000.05", "INR", "₹1,50,000.05"),
        ("en", "3500.00", "INR", "₹3,500"),
    ],
)
def test_a_price_is_never_rounded(locale, amount, currency, said):
    assert write(locale, price_from=cost(amount, currency), note="")["price"] == f"From {said}"


@pytest.mark.node
def test_a_note_without_a_price_is_shown():
    assert write("en", price_from=None, note="Ask for Dr Rao.")["price"] == "Ask for Dr Rao."
    assert write("en", price_from=None, note="")["price"] is None


@pytest.mark.node
def test_what_is_latin_stands_apart_among_arabic_words():
    said = write("ar", price_from=cost("249.50", "GBP"), note="")
    assert said["price"].startswith("From \u2068")
    assert said["price"].endswith("\u2069")
    assert said["line"] == "bdi"
