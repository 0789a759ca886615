"""Reads the parts of a Word file: text, styles, headers, notes. Its relations tell which part is which."""

import zipfile
from io import BytesIO
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element, ParseError, fromstring, tostring

#: Properties of runs that are struck out or hidden.
TOGGLES = ("strike", "dstrike", "vanish")
#: What is read of a style, here and by mammoth. The rest, such as each border of a table, takes it long to read.
OF_STYLES = ("name", "basedOn", "pPr", "rPr")


def local(tag: str) -> str:
    """The name of an element or attribute without its namespace, which has two versions."""
    return tag.rpartition("}")[2]


def find(element: Element | None, *path: str) -> Element | None:
    for name in path:
        element = next((child for child in element if local(child.tag) == name), None) if element is not None else None
    return element


def read_attribute(element: Element | None, name: str) -> str | None:
    if element is None:
        return None
    return next((value for key, value in element.attrib.items() if local(key) == name), None)


def is_on(element: Element) -> bool:
    return read_attribute(element, "val") not in ("0", "false", "off")


class Package:
    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            main = self._find_main(archive)
            kept = [name for name in names if name.endswith((".xml", ".rels")) or name == main]
            self.parts = {name: archive.read(name) for name in kept if not name.startswith("mammoth/")}
        self.main = main
        #: Id of a relation -> (its kind, its target part).
        self.relations = self._read_relations(main)
        self.trees: dict[str, Element] = {}

    def _find_main(self, archive: zipfile.ZipFile) -> str:
        for relation in fromstring(archive.read("_rels/.rels")):
            if relation.get("Type", "").endswith("/officeDocument"):
                return normpath(relation.get("Target", "").lstrip("/"))
        return "word/document.xml"

    def _read_relations(self, part: str) -> dict[str, tuple[str, str]]:
        folder = dirname(part)
        said = self.parts.get(join(folder, "_rels", part.rpartition("/")[2] + ".rels"))
        relations = {}
        for relation in fromstring(said) if said else ():
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            relations[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], path)
        return relations

    def list_parts(self, kind: str) -> list[str]:
        found = [path for said, path in self.relations.values() if said == kind and path in self.parts]
        usual = join(dirname(self.main), f"{kind}.xml")
        return list(dict.fromkeys(found)) or ([usual] if usual in self.parts else [])

    def read(self, part: str) -> Element:
        if part not in self.trees:
            self.trees[part] = fromstring(self.parts[part])
        return self.trees[part]

    def read_first(self, kind: str) -> Element | None:
        """None if there is no such part, or if it is broken. Word opens the file without it too."""
        try:
            return next((self.read(part) for part in self.list_parts(kind)), None)
        except ParseError:
            return None

    def drop(self, part: str) -> None:
        self.parts.pop(part, None)

    def pack(self) -> bytes:
        """The file with the changed trees."""
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, tostring(self.trees[name], "utf-8") if name in self.trees else content)
        return packed.getvalue()


class Styles:
    """Which styles strike out or hide their text."""

    def __init__(self, root: Element | None) -> None:
        self.styles: dict[str, Element] = {}
        self.usual = ""
        if (latent := find(root, "latentStyles")) is not None and root is not None:
            root.remove(latent)  # hundreds of elements about Word's list of styles
        for style in root if root is not None else ():
            if local(style.tag) == "style" and (name := read_attribute(style, "styleId")):
                self.styles[name] = style
                style[:] = [part for part in style if local(part.tag) in OF_STYLES]
                if read_attribute(style, "type") == "paragraph" and read_attribute(style, "default") in ("1", "true"):
                    self.usual = name
        self.defaults = _read_toggles(find(root, "docDefaults", "rPrDefault", "rPr"))

    def read(self, name: str | None) -> dict[str, bool]:
        """The toggles of a style, including those of the styles it is based on."""
        toggles: dict[str, bool] = {}
        seen: set[str] = set()
        while name and name in self.styles and name not in seen:
            seen.add(name)
            style = self.styles[name]
            toggles = _read_toggles(find(style, "rPr")) | toggles
            name = read_attribute(find(style, "basedOn"), "val")
        return toggles

    def judge(self, paragraph: str | None, run: Element | None) -> dict[str, bool]:
        """The toggles of a run: from its own properties, else its style, its paragraph's style, or the defaults."""
        named = self.read(read_attribute(find(run, "rStyle"), "val"))
        return self.defaults | self.read(paragraph or self.usual) | named | _read_toggles(run)


def _read_toggles(properties: Element | None) -> dict[str, bool]:
    children = properties if properties is not None else ()
    return {local(child.tag): is_on(child) for child in children if local(child.tag) in TOGGLES}


def sort_margins(package: Package, body: Element) -> tuple[list[str], list[str], list[str]]:
    """(parts of shown headers, parts of shown footers, parts of hidden ones)."""
    shown: dict[str, list[str]] = {"headerReference": [], "footerReference": []}
    settings = package.read_first("settings")
    even = find(settings, "evenAndOddHeaders")
    for section in (element for element in body.iter() if local(element.tag) == "sectPr"):
        first = find(section, "titlePg")
        on = {"default": True, "first": first is not None and is_on(first), "even": even is not None and is_on(even)}
        for child in section:
            kind = local(child.tag)
            path = package.relations.get(read_attribute(child, "id") or "", ("", ""))[1]
            if kind in shown and path in package.parts and on.get(read_attribute(child, "type") or "default"):
                shown[kind].append(path)
    headers, footers = (list(dict.fromkeys(paths)) for paths in shown.values())
    every = package.list_parts("header") + package.list_parts("footer")
    return headers, footers, [path for path in every if path not in headers + footers]
