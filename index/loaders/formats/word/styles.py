"""Styles: what a paragraph or a run has by its style or one that the style is based on."""

from collections.abc import Iterator

from index.loaders.elements import Element
from index.loaders.formats.word.package import W, is_on, value

_MAX_BASES = 20  # styles may be based on each other in a circle
_BODY_LEVEL = 9


class Styles:
    """The styles of one document."""

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else root.findall(f"{W}style")
        self._by_id = {style.get(f"{W}styleId", ""): style for style in styles}
        usual = (s for s in styles if s.get(f"{W}type") == "paragraph" and s.get(f"{W}default") in {"1", "true", "on"})
        self._usual = next((style.get(f"{W}styleId", "") for style in usual), "")

    def chain(self, name: str) -> Iterator[Element]:
        """Yield a style and those that it is based on, nearest first."""
        for _ in range(_MAX_BASES):
            style = self._by_id.get(name)
            if style is None:
                return
            yield style
            name = value(style.find(f"{W}basedOn"))

    def of_paragraph(self, paragraph: Element) -> Iterator[Element]:
        """Yield the paragraph's style, or the usual one, and those that it is based on."""
        yield from self.chain(value(paragraph.find(f"{W}pPr/{W}pStyle"), self._usual))

    def stated(self, styles: Iterator[Element], path: str) -> Element | None:
        """Return the nearest of the styles' properties at `path`."""
        return next((found for style in styles if (found := style.find(path)) is not None), None)

    def is_heading(self, paragraph: Element) -> bool:
        """Tell whether the paragraph is a title or a heading, by its style's name or its level in the outline."""
        for style in self.of_paragraph(paragraph):
            # Word keeps the English names of its own styles in every language.
            name = value(style.find(f"{W}name")).lower()
            if name == "title" or (name.startswith("heading") and name[7:].strip().isdigit()):
                return True
        level = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if level is None:
            level = self.stated(self.of_paragraph(paragraph), f"{W}pPr/{W}outlineLvl")
        return value(level, str(_BODY_LEVEL)) in set("012345678")

    def is_list(self, paragraph: Element) -> bool:
        """Tell whether the paragraph's style is one of Word's for lists."""
        return any(value(s.find(f"{W}name")).lower().startswith("list ") for s in self.of_paragraph(paragraph))

    def marks_first_row(self, table: Element) -> bool:
        """Tell whether the table's style sets its first row off from the others."""
        look = table.find(f"{W}tblPr/{W}tblLook")
        if look is None:
            return False
        # Older documents state it as the bit 0x20 of a hexadecimal number.
        bits = value(look)
        stated = look.get(f"{W}firstRow", str(int(bits[-2:-1] in set("2367abefABEF"))))
        if stated not in {"1", "true", "on"}:
            return False
        parts = (
            part
            for style in self.chain(value(table.find(f"{W}tblPr/{W}tblStyle")))
            for part in style.findall(f"{W}tblStylePr")
            if part.get(f"{W}type") == "firstRow"
        )
        return any(is_on(part.find(f"{W}rPr/{W}b")) or part.find(f"{W}tcPr/{W}shd") is not None for part in parts)
