"""Text beside the cells of an Excel sheet: text boxes, the titles of charts, and the notes on cells."""

from collections.abc import Iterator

from index.loaders.elements import Element, local
from index.loaders.formats.drawings import RELATION, Drawing
from index.loaders.packages import Package

# What new programs write into a note of the old kind, for programs that know no conversations.
_STANDS_FOR_A_TALK = "[Threaded comment]"


def sheet_parts(package: Package) -> dict[str, str]:
    """Return the parts of the sheets by their names."""
    main = next((name for kind, name in package.targets("").values() if kind == "officeDocument"), "")
    if not main.lower().endswith(".xml"):
        return {}  # a binary workbook, whose table of sheets is no XML
    targets = package.targets(main)
    sheets = package.xml(main).iterfind("{*}sheets/{*}sheet")
    return {one.get("name", ""): targets.get(one.get(f"{RELATION}id", ""), ("", ""))[1] for one in sheets}


def beside_cells(package: Package, part: str) -> Iterator[str]:
    """Yield what is drawn on a sheet, then the notes on its cells: "B2, Ada Vane: Storm year"."""
    related = [*package.targets(part).values()]
    for kind, name in related:
        if kind == "drawing":
            drawing = Drawing(package, name, values_stand_beside=True)
            for anchor in package.xml(name):
                yield from drawing.blocks(anchor)
    names = _people(package)
    for kind, name in related:
        if kind == "comments":
            yield "\n".join(_notes(package.xml(name)))
        elif kind == "threadedComment":
            yield "\n".join(_talk(package.xml(name), names))


def _notes(root: Element) -> Iterator[str]:
    authors = [author.text or "" for author in root.iterfind("{*}authors/{*}author")]
    for note in root.iter("{*}comment"):
        text = "".join(run.text or "" for run in note.iterfind("{*}text//{*}t") if local(run.getparent()) != "rPh")
        number = note.get("authorId", "")
        author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
        # Excel writes the name of who makes a note into it, as its first line.
        said = text.strip().removeprefix(f"{author}:").strip()
        if said and not said.startswith(_STANDS_FOR_A_TALK) and not author.startswith("tc={"):
            yield _remark(note, author, said)


def _people(package: Package) -> dict[str, str]:
    persons = (name for name in package.names if name.lower().startswith("xl/persons/"))
    return {
        one.get("id", ""): one.get("displayName", "")
        for name in sorted(persons)
        if name.endswith(".xml")
        for one in package.xml(name).iter("{*}person")
    }


def _talk(root: Element, names: dict[str, str]) -> Iterator[str]:
    for remark in root.iter("{*}threadedComment"):
        said = remark.findtext("{*}text", "").strip()
        if said:
            yield _remark(remark, names.get(remark.get("personId", ""), ""), said)


def _remark(remark: Element, author: str, said: str) -> str:
    where = ", ".join(filter(None, (remark.get("ref", ""), author.strip())))
    return f"{where}: {' '.join(said.split())}" if where else " ".join(said.split())
