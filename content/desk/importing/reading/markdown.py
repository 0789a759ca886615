"""Markdown -> HTML: CommonMark with tables, footnotes and struck text."""

import re

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from content.desk.importing.outline import Reason, Unread
from content.desk.importing.reading.bounds import MAX_DEPTH
from content.desk.importing.reading.typed_lists import is_wrapped_dash

_FRONT = re.compile(
    r"\A(?P<fence>---|\+\+\+)[ \t]*\n(?=[\w\"'-]+\s*[:=])(?P<matter>.*?\n)(?P=fence)[ \t]*(?:\n|\Z)", re.S
)
_TITLE = re.compile(r"""(?im)^title\s*[:=]\s*(?P<quote>["']?)(?P<title>.+?)(?P=quote)\s*$""")
_HEADED = re.compile(r"(?im)^(?:# |.+\n=+\s*$|<h1\b)")
_DASH = re.compile(r"^ {0,3}-[ \t]+(?P<text>\S.*)$")
#: A line that belongs to no paragraph.
_OTHER = re.compile(r"^(?: {4}|\t| {0,3}(?:[-*+#>|<]|\d{1,9}[.)] |```|~~~|={3}))")


def render_markdown(source: str) -> tuple[str, list[Unread]]:
    """(HTML, front matter). Only a title is read from the front matter."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    unread = []
    if match := _FRONT.match(source):
        source = source[match.end() :]
        title = _TITLE.search(match["matter"])
        settings = " ".join(match["matter"].split())
        if title and not _HEADED.search(source):
            source = f"# {title['title']}\n\n{source}"
        unread.append(Unread(Reason.SETTINGS, settings))
    # Higher than the limit of `read_html`, which reports deep nesting. The parser would drop it silently.
    options = {"html": True, "maxNesting": MAX_DEPTH + 10}
    markdown = MarkdownIt("commonmark", options).enable(["table", "strikethrough"]).use(footnote_plugin)
    return str(markdown.render(_keep_dashes(source))), unread


def _keep_dashes(source: str) -> str:
    """Escape a dash at which a sentence was wrapped: CommonMark would begin a list there."""
    lines = source.split("\n")
    for number, line in enumerate(lines[1:], 1):
        before = lines[number - 1]
        match = _DASH.match(line)
        if not match or not before.strip() or _OTHER.match(before):
            continue
        alone = number + 1 == len(lines) or not _DASH.match(lines[number + 1])
        if is_wrapped_dash(before.rstrip(), match["text"], alone=alone):
            lines[number] = line.replace("-", "\\-", 1)
    return "\n".join(lines)
