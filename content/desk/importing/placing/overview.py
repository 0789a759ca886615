"""Places lines of the overview: the summary, other names of the treatment, and questions with their answers."""

from content.desk.importing.facts.sentences import split_sentences
from content.desk.importing.meaning.names import find_other_names, split_name
from content.desk.importing.outline import Line, LineKind
from content.desk.importing.placing.guide import MAX_QUESTION, MAX_SUMMARY
from content.desk.importing.placing.walk import Walk


def take_overview(walk: Walk, line: Line, *, is_read: bool) -> None:
    """`is_read`: also look for other names in the line."""
    names, rest = find_other_names(line.text) if is_read else ([], line.text)
    walk.guide.other_names += names
    if rest and not walk.guide.summary and line.kind == LineKind.PARAGRAPH:
        walk.guide.summary, rest = _split_to_fit(rest, MAX_SUMMARY)
    if rest:
        walk.guide.unplaced.append(rest)


def take_answer(walk: Walk, line: Line) -> None:
    name = split_name(line.text)
    if line.kind == LineKind.ITEM and name and name[0].endswith("?"):
        walk.guide.faqs.append((name[0], f"<p>{line.with_text(name[1]).markup}</p>"))
    elif line.text.endswith("?") and len(line.text) <= MAX_QUESTION:
        walk.guide.faqs.append((line.text, ""))
    elif walk.guide.faqs:
        question, answer = walk.guide.faqs[-1]
        walk.guide.faqs[-1] = (question, f"{answer}<p>{line.markup}</p>")
    else:
        walk.keep_unplaced(line)


def _split_to_fit(text: str, most: int) -> tuple[str, str]:
    """(as many whole sentences as fit, the rest). The first is empty if the first sentence is too long."""
    taken = ""
    sentences = split_sentences(text)
    while sentences and len(f"{taken} {sentences[0]}".strip()) <= most:
        taken = f"{taken} {sentences.pop(0)}".strip()
    return taken, " ".join(sentences)
