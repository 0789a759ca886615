"""The marks around a prompt: an instruction that a template has put where the editor's words belong.

They are brackets that nobody types, so a prompt is known in every language, however it was copied or cut.
"""

import re
from collections.abc import Iterator
from typing import Any

START, END = "⟦", "⟧"
#: A prompt, also one that has lost one of its marks.
PROMPT = re.compile(f"{START}[^{START}{END}<\n]*{END}?|[^{START}{END}<>\n]*{END}")


def mark(text: str) -> str:
    return f"{START}{text}{END}"


def find_prompts(stored: Any) -> Iterator[str]:
    """The prompts in a text, or in a stream as it is stored, without their marks."""
    if isinstance(stored, str):
        if START in stored or END in stored:
            yield from (found[0].strip(START + END) for found in PROMPT.finditer(stored))
    elif isinstance(stored, dict):
        for value in stored.values():
            yield from find_prompts(value)
    elif isinstance(stored, list | tuple):
        for value in stored:
            yield from find_prompts(value)


def blank(text: str) -> str:
    """The text with spaces in place of its prompts, which are not the editor's words."""
    if START not in text and END not in text:
        return text
    return PROMPT.sub(lambda found: " " * len(found[0]), text)
