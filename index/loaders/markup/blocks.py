"""The blocks of a page: paragraphs, headings, lists, code and tables, each as text that keeps what its markup means."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from index.loaders.elements import Element
from index.loaders.markup.flow import MAX_DEPTH, Block, Flow
from index.loaders.markup.grids import cells_of, is_layout, table_grid
from index.loaders.markup.inline import INLINE_WRITERS
from index.loaders.markup.lists import write_definitions, write_list
from index.loaders.markup.tags import BLOCK_TAGS, HEADINGS, LISTS, UNREAD, VERBATIM
from index.loaders.tables import guess_head, join_heads, table_lines


def text_of(element: Element) -> str:
    """Return the element's text, its blocks apart by blank lines."""
    flow = Flow(_write_inside)
    flow.inside(element)
    flow.end()
    return "\n\n".join(block.text for block in flow.blocks)


def _write_inside(element: Element, flow: Flow) -> None:
    if flow.depth > MAX_DEPTH:
        flow.write(" ".join(element.itertext()))
        return
    flow.depth += 1
    flow.write(element.text)
    for child in element:
        label = _label(child, flow)
        if label:
            flow.write(label)
            flow.write((child.tail or "").removeprefix(":"))
        else:
            _write_element(child, flow)
            flow.write(child.tail)
    flow.depth -= 1


def _write_element(element: Element, flow: Flow) -> None:
    writer = _WRITERS.get(element.tag)
    if writer is not None:
        writer(element, flow)
    elif element.tag in BLOCK_TAGS:
        flow.end()
        flow.inside(element)
        flow.end()
    elif element.tag not in UNREAD:
        if "frac" in element.get("class", "") and flow.before()[-1:].isdigit():
            flow.write(" ")
        flow.inside(element)


def _label(element: Element, flow: Flow) -> str:
    """Return a bold name and colon at the start of a block as `**Name:**`, or nothing."""
    if element.tag not in ("b", "strong") or not flow.with_labels or flow.verbatim or not flow.is_empty():
        return ""
    name = flow.one_line(element)
    has_colon = name.endswith(":") or (element.tail or "").startswith(":")
    return f"**{name.rstrip(':')}:**" if has_colon and name.rstrip(":") else ""


def _write_heading(element: Element, flow: Flow) -> None:
    flow.end()
    text = flow.one_line(element)
    if text:
        flow.blocks.append(Block(f"## {text}", "heading"))


def _write_verbatim(element: Element, flow: Flow) -> None:
    flow.end()
    flow.verbatim += 1
    flow.inside(element)
    flow.verbatim -= 1
    flow.end()


def _write_table(element: Element, flow: Flow) -> None:
    flow.end()
    for caption in element.iterchildren("caption"):
        flow.blocks += flow.blocks_of(caption, with_labels=True)
    if is_layout(element) or flow.depth + 1 > MAX_DEPTH:
        for cell in cells_of(element):
            flow.blocks += flow.blocks_of(cell, with_labels=True)
        return
    grid = table_grid(element, lambda cell: _cell(cell, flow))
    flow.blocks += [Block(" ".join(filter(None, row))) for row in grid.rows[: grid.titles]]
    rows = grid.rows[grid.titles :]
    # Two columns without head cells are as often names and values, a pair a row.
    has_head = bool(grid.heads) or (max(map(len, rows), default=0) > 2 and guess_head(rows, otherwise=False))
    lines = table_lines(join_heads(rows, grid.heads) if grid.heads else rows, has_head)
    if lines:
        flow.blocks.append(Block("\n".join(lines), "rows"))


def _cell(element: Element, flow: Flow) -> str:
    blocks = flow.blocks_of(element)
    texts = (re.sub(r"\n\s*- ", "; ", block.text).removeprefix("- ") for block in blocks)
    return "; ".join(texts) if any(block.kind == "list" for block in blocks) else " ".join(texts)


_WRITERS: Mapping[str, Callable[[Element, Flow], None]] = MappingProxyType(
    {
        **INLINE_WRITERS,
        **dict.fromkeys(HEADINGS, _write_heading),
        **dict.fromkeys(VERBATIM, _write_verbatim),
        **dict.fromkeys(LISTS, write_list),
        "dl": write_definitions,
        "table": _write_table,
    }
)
