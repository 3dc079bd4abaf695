"""Lists: items behind their marks, deeper ones indented, and terms with their definitions."""

from collections.abc import Iterable, Iterator
from itertools import groupby, repeat

from index.loaders.elements import Element
from index.loaders.markup.flow import MAX_DEPTH, Block, Flow
from index.loaders.markup.marks import ordinals
from index.loaders.markup.tags import BLOCK_TAGS, LISTS


def write_list(element: Element, flow: Flow) -> None:
    """Write a list, an item a line where items are short; an entry under its own heading has no mark."""
    flow.end()
    marks = ordinals(element) if element.tag == "ol" else repeat("- ")
    flow.blocks += _lines_joined(_items(element, marks, flow))


def _items(element: Element, marks: Iterator[str], flow: Flow) -> Iterator[Block]:
    for child in element:
        if child.tag == "li":
            yield from _item(child, next(marks), flow)
        elif child.tag in LISTS and flow.depth < MAX_DEPTH:
            inner = Flow(flow.write_inside, flow.depth + 1)
            write_list(child, inner)
            yield from map(_indented, inner.blocks)
        elif child.tag in BLOCK_TAGS:
            yield from flow.blocks_of(child)


def _item(element: Element, mark: str, flow: Flow) -> Iterator[Block]:
    first, *others = flow.blocks_of(element) or [Block("")]
    if first.kind != "text":
        # An entry under a heading of its own, or a list that only holds a list.
        yield first
        yield from others
    elif first.text:
        yield Block(mark + first.text, "list")
        if all(block.kind == "list" for block in others):
            yield from map(_indented, others)
        else:
            yield from others


def _indented(block: Block) -> Block:
    if block.kind != "list":
        return block
    return Block("\n".join(f"  {line}" for line in block.text.split("\n")), "list")


def _lines_joined(blocks: Iterable[Block]) -> Iterator[Block]:
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        if kind == "list":
            yield Block("\n".join(block.text for block in run), "list")
        else:
            yield from run


def write_definitions(element: Element, flow: Flow) -> None:
    """Write terms and definitions, "Term: definition" a line."""
    flow.end()
    flow.blocks += _lines_joined(_defined(element, flow))


def _defined(element: Element, flow: Flow) -> Iterator[Block]:
    """Yield "Term: definition" for each definition of a term, and what is longer below its term."""
    terms: list[str] = []
    was_term = False
    grouped = (list(child) if child.tag == "div" else [child] for child in element)
    for child in (part for group in grouped for part in group):
        if child.tag == "dt":
            terms = [*terms, flow.one_line(child)] if was_term else [flow.one_line(child)]
        elif child.tag in BLOCK_TAGS:
            blocks = flow.blocks_of(child)
            head = ", ".join(filter(None, terms))
            if len(blocks) == 1 and blocks[0].kind == "text" and head:
                yield Block(f"{head}{'' if head[-1] in ':?!.' else ':'} {blocks[0].text}", "list")
            else:
                yield from [Block(head)] if head and was_term else []
                yield from blocks
        was_term = child.tag == "dt"
    if was_term:
        yield Block(", ".join(terms))
