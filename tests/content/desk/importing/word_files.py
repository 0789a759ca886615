"""Small Word files, of which only what matters is written out."""

import re
import zipfile
from functools import cache
from io import BytesIO

import docx

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, style: str = "") -> str:
    said = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f'<w:p><w:pPr>{f"""<w:pStyle w:val="{style}"/>""" if style else ""}</w:pPr>{said}</w:p>'


def write_word(*blocks: str, section: str = "", styles: str = "", settings: str = "", **parts: str) -> bytes:
    """A file with these blocks in its body, and parts like `header1="…"`, whose relation has that id."""
    changed, files = BytesIO(), dict(_read_template())
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        body = "".join(blocks) + f"<w:sectPr>{section}</w:sectPr>"
        files["word/document.xml"] = f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
        files["word/styles.xml"] = files["word/styles.xml"].replace("</w:styles>", f"{styles}</w:styles>")
        files["word/settings.xml"] = files["word/settings.xml"].replace("</w:settings>", f"{settings}</w:settings>")
        for name, content in parts.items():
            kind = name.rstrip("0123456789")
            root = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
            files[f"word/{name}.xml"] = f"<w:{root} {NAMES}>{content}</w:{root}>"
            relation = f'<Relationship Id="{name}" Type="{KINDS}{kind}" Target="{name}.xml"/>'
            links = files["word/_rels/document.xml.rels"]
            files["word/_rels/document.xml.rels"] = links.replace("</Relationships>", f"{relation}</Relationships>")
        for name, text in files.items():
            target.writestr(name, text)
    return changed.getvalue()


@cache
def _read_template() -> dict[str, str]:
    """The parts of an empty file, without the styles of tables: reading those takes most of the time of a test."""
    whole = BytesIO()
    docx.Document().save(whole)
    with zipfile.ZipFile(whole) as source:
        names = [name for name in source.namelist() if name.endswith((".xml", ".rels"))]
        # The other part has the same styles once more.
        files = {name: source.read(name).decode() for name in names if name != "word/stylesWithEffects.xml"}
    styles = files["word/styles.xml"]
    return {**files, "word/styles.xml": re.sub(r'<w:style w:type="table".*?</w:style>', "", styles, flags=re.DOTALL)}
