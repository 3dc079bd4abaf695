"""Text of a Word document that a reader does not see: marked hidden, tiny, or of its ground's colour."""

from collections.abc import Iterator

from index.loaders.elements import Element
from index.loaders.formats.word.package import W, is_on, value
from index.loaders.formats.word.styles import Styles

_TINY_HALF_POINTS = 4
_NEARLY_WHITE = 0xF2
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


class HiddenRuns:
    """Tells which runs of one document are hidden."""

    def __init__(self, document: Element, styles: Styles) -> None:
        self._styles = styles
        # White letters are seen on a page of another colour and on a picture behind the text.
        pictures = document.iter(f"{_DRAWN}anchor")
        painted = any(picture.get("behindDoc") in {"1", "true"} for picture in pictures)
        self._on_white = document.find(f"{W}background") is None and not painted

    def holds(self, run: Element) -> bool:
        """Tell whether the run is hidden."""
        styles = [*self._styles_of(run)]
        if is_on(_stated(run, styles, "vanish")):
            return True
        size = value(_stated(run, styles, "sz"))
        if size.isdecimal() and int(size) <= _TINY_HALF_POINTS:
            return True
        colour = value(_stated(run, styles, "color"))
        return _is_white(colour) and self._on_white and not _has_ground(run, styles)

    def _styles_of(self, run: Element) -> Iterator[Element]:
        """Yield the run's styles, then its paragraph's."""
        yield from self._styles.chain(value(run.find(f"{W}rPr/{W}rStyle")))
        paragraph = next(run.iterancestors(f"{W}p"), None)
        if paragraph is not None:
            yield from self._styles.of_paragraph(paragraph)


def _stated(run: Element, styles: list[Element], name: str) -> Element | None:
    """Return a property of the run: its own, else that of the nearest style that has it."""
    path = f"{W}rPr/{W}{name}"
    return next((found for owner in (run, *styles) if (found := owner.find(path)) is not None), None)


def _is_white(colour: str) -> bool:
    try:
        parts = bytes.fromhex(colour)
    except ValueError:
        return False
    return len(parts) == 3 and min(parts) >= _NEARLY_WHITE


def _has_ground(run: Element, styles: list[Element]) -> bool:
    """Tell whether something may be painted behind the run: a shade, a highlight, a table's or a shape's style."""
    if any(True for _ in run.iterancestors(f"{W}txbxContent")) or run.find(f"{W}rPr/{W}highlight") is not None:
        return True
    shades = [owner.find(f"{W}{part}/{W}shd") for owner in (run, *styles) for part in ("rPr", "pPr")]
    for above in run.iterancestors(f"{W}p", f"{W}tc", f"{W}tbl"):
        name = str(above.tag).removeprefix(W)
        shades.append(above.find(f"{W}{name}Pr/{W}shd"))
        if name == "tbl" and above.find(f"{W}tblPr/{W}tblStyle") is not None:
            return True
    return any(shade is not None and _is_dark(shade) for shade in shades)


def _is_dark(shade: Element) -> bool:
    """Tell whether a shade is of another colour than white; a pattern has its own beside its ground's."""
    fill = shade.get(f"{W}fill", "auto")
    pattern = value(shade, "clear")
    painted = pattern not in {"clear", "nil"} and not _is_white(shade.get(f"{W}color", "auto"))
    return (
        painted or shade.get(f"{W}themeFill") not in {None, "background1"} or (fill != "auto" and not _is_white(fill))
    )
