"""Small web pages, placed as any document is, and what became of them."""

from content.desk.importing.placing.guide import PlacedGuide
from content.desk.importing.placing.placer import place
from content.desk.importing.reading.documents import read_document


def run(body: str) -> PlacedGuide:
    return place(read_document("a.html", f"<h1>A treatment</h1><p>It is done here.</p>{body}".encode()))


def kinds(guide: PlacedGuide) -> list[str]:
    return [block.type for blocks in guide.blocks.values() for block in blocks]


def listed(heading: str, lead: str, *items: str) -> PlacedGuide:
    return run(f"<h2>{heading}</h2><p>{lead}</p><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>")
