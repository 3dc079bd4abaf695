"""PowerPoint (`.pptx` and its kin): titles, text, tables, charts and notes, a slide a place."""

from collections.abc import Iterator
from pathlib import Path

from index.errors import LoadError
from index.loaders.base import Part, make_article, read_bytes
from index.loaders.elements import Element, local
from index.loaders.formats.drawings import RELATION, Drawing, paragraphs, placeholder
from index.loaders.packages import Package, core_facts
from index.types import Article, Failure


def load_pptx(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the presentation as one article whose places are its slides; hidden slides are left out."""
    package = Package(read_bytes(path), "a PowerPoint presentation")
    slides = [*_slides(package)]
    facts = core_facts(package)
    first = next((block for slide in slides for block in slide.text.split("\n\n") if block.startswith("## ")), "")
    title = facts.title or first.removeprefix("## ")
    yield make_article(article_id, parts=slides, title=title, author=facts.author, published=facts.day)


def _slides(package: Package) -> Iterator[Part]:
    main = next((name for kind, name in package.targets("").values() if kind == "officeDocument"), "")
    targets = package.targets(main)
    show = package.xml(main)
    if local(show) != "presentation":
        raise LoadError("is not a PowerPoint presentation, or a damaged one")
    for number, one in enumerate(show.iterfind("{*}sldIdLst/{*}sldId"), start=1):
        name = targets.get(one.get(f"{RELATION}id", ""), ("", ""))[1]
        slide = package.xml(name)
        if slide.get("show") not in {"0", "false"}:
            yield Part(f"slide {number}", "\n\n".join(filter(None, _blocks(package, name, slide))))


def _blocks(package: Package, name: str, slide: Element) -> Iterator[str]:
    """Yield the title first, then the rest as it is drawn, then the notes."""
    drawing = Drawing(package, name)
    blocks = [block for tree in slide.iterfind("{*}cSld/{*}spTree") for block in drawing.blocks(tree)]
    yield from sorted(blocks, key=lambda block: not block.startswith("## "))
    for kind, notes in package.targets(name).values():
        if kind == "notesSlide":
            for shape in package.xml(notes).iter("{*}sp"):
                if placeholder(shape) == "body":
                    said = "\n\n".join(paragraphs(shape))
                    yield f"Notes: {said}" if said else ""
