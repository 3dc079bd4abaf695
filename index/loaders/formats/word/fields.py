"""Fields: what Word computes (a date, a page number, a table of contents) stands between marks of a story."""

from dataclasses import dataclass, field

from index.loaders.elements import Element
from index.loaders.formats.word.package import W

_PAGES = {"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"}


@dataclass(slots=True)
class _Field:
    """A field whose end has not come yet: its instruction, and the elements that bear text in its two halves."""

    instruction: str = ""
    has_result: bool = False
    told: list[Element] = field(default_factory=list)
    result: list[Element] = field(default_factory=list)


class Fields:
    """The elements of one story that a field's instruction, a table of contents or, in a margin, a page number is."""

    def __init__(self, story: Element, *, in_margin: bool) -> None:
        # They repeat what the document says elsewhere.
        self._repeated = {"TOC", "STYLEREF"} if in_margin else {"TOC"}
        self._counted = _PAGES if in_margin else set()
        self._unshown: set[Element] = set()
        self._pages: set[Element] = set()
        # A field without an end is none, so that a damaged one does not swallow what follows.
        stack: list[_Field] = []
        for element in story.iter(f"{W}fldChar", f"{W}instrText", f"{W}t", f"{W}tab", f"{W}sym", f"{W}fldSimple"):
            if element.tag == f"{W}fldSimple":
                self._close(_Field(element.get(f"{W}instr", ""), True, [], [*element.iter(f"{W}t", f"{W}tab")]))
            elif element.tag != f"{W}fldChar":
                _take(stack, element)
            elif element.get(f"{W}fldCharType") == "begin":
                stack.append(_Field())
            elif stack and element.get(f"{W}fldCharType") == "separate":
                stack[-1].has_result = True
            elif stack and element.get(f"{W}fldCharType") == "end":
                ended = stack.pop()
                self._close(ended)
                if stack:
                    (stack[-1].result if stack[-1].has_result else stack[-1].told).extend(ended.told + ended.result)

    def _close(self, ended: _Field) -> None:
        name = next(iter(ended.instruction.split()), "").upper()
        self._unshown.update(ended.told)
        if name in self._repeated:
            self._unshown.update(ended.result)
        elif name in self._counted:
            self._pages.update(ended.result)

    def hides(self, element: Element) -> bool:
        """Tell whether an element of a run is not shown, or repeats what is shown elsewhere."""
        return element in self._unshown

    def is_page_number(self, element: Element) -> bool:
        """Tell whether an element of a run in a margin is a page's number or the number of pages."""
        return element in self._pages


def _take(stack: list[_Field], element: Element) -> None:
    if not stack:
        return
    innermost = stack[-1]
    if element.tag == f"{W}instrText":
        innermost.instruction += element.text or ""
    (innermost.result if innermost.has_result else innermost.told).append(element)


def form_value(mark: Element) -> str:
    """Return the value of a form field that has no result of its own: a box that is ticked or not, a choice."""
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        ticked = box.find(f"{W}checked")
        ticked = box.find(f"{W}default") if ticked is None else ticked
        return "☐" if ticked is None or ticked.get(f"{W}val", "1") in {"0", "false", "off"} else "☒"
    choices = mark.find(f"{W}ffData/{W}ddList")
    if choices is None:
        return ""
    entries = [entry.get(f"{W}val", "") for entry in choices.findall(f"{W}listEntry")]
    chosen = choices.find(f"{W}result")
    chosen = choices.find(f"{W}default") if chosen is None else chosen
    row = "0" if chosen is None else chosen.get(f"{W}val", "0")
    return entries[int(row)] if row.isdecimal() and int(row) < len(entries) else ""
