"""Which text of a Word document a reader does not see: marked hidden, tiny, or of its ground's colour."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_TINY_HALF_POINTS = 4
_NEARLY_WHITE = 0xF2
_MAX_BASES = 20  # styles may be based on each other in a circle


class HiddenRuns:
    """Tells which runs of one document are hidden."""

    def __init__(self, document: "Document") -> None:
        styles = document.styles.element.xpath("./w:style")
        self._styles = {style.get(_name("w:styleId"), ""): style for style in styles}
        self._on_white = not document.element.xpath("./w:background")

    def holds(self, run: "BaseOxmlElement") -> bool:
        """Tell whether the run is hidden."""
        vanishes = self._stated(run, "w:vanish")
        if vanishes is not None and vanishes not in ("false", "0", "off"):
            return True
        size = self._stated(run, "w:sz")
        if size is not None and size.isdecimal() and int(size) <= _TINY_HALF_POINTS:
            return True
        colour = self._stated(run, "w:color")
        return colour is not None and _is_white(colour) and self._on_white and not _has_ground(run)

    def _stated(self, run: "BaseOxmlElement", what: str) -> str | None:
        """Return the value of a property: the run's own, its style's, its paragraph style's; None when none says it."""
        own = run.xpath(f"./w:rPr/{what}")
        if own:
            return str(own[0].get(_name("w:val"), "true"))
        for path in ("./w:rPr/w:rStyle/@w:val", "ancestor::w:p[1]/w:pPr/w:pStyle/@w:val"):
            for style in run.xpath(path)[:1]:
                value = self._of_style(str(style), what)
                if value is not None:
                    return value
        return None

    def _of_style(self, name: str, what: str) -> str | None:
        for _ in range(_MAX_BASES):
            style = self._styles.get(name)
            if style is None:
                return None
            stated = style.xpath(f"./w:rPr/{what}")
            if stated:
                return str(stated[0].get(_name("w:val"), "true"))
            bases = style.xpath("./w:basedOn/@w:val")
            name = str(bases[0]) if bases else ""
        return None


def _name(prefixed: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(prefixed))


def _is_white(colour: str) -> bool:
    try:
        parts = bytes.fromhex(colour)
    except ValueError:
        return False
    return len(parts) == 3 and min(parts) >= _NEARLY_WHITE


def _has_ground(run: "BaseOxmlElement") -> bool:
    """Tell whether something may be painted behind the run: a shade, a highlight, a table's or a shape's style."""
    fills = run.xpath(
        "./w:rPr/w:shd/@w:fill | ancestor::w:p[1]/w:pPr/w:shd/@w:fill | ancestor::w:tc/w:tcPr/w:shd/@w:fill"
    )
    if any(not _is_white(str(fill)) and str(fill) != "auto" for fill in fills):
        return True
    return bool(run.xpath("./w:rPr/w:highlight | ancestor::w:tbl/w:tblPr/w:tblStyle | ancestor::w:txbxContent"))
