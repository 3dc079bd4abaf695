"""A checked text as a file: each of its sentences with the verdict, what it rests on, and where that stands."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rag.evidence.markup import show
from rag.types import Checked, Citation
from ui.browser.templating import fill
from ui.browser.views.claims import SUPPORT
from ui.browser.wording import gettext
from ui.browser.wording import number as write_number
from ui.contract import from_checked, write_json
from ui.conversations.markdown import in_line, in_paragraph, write_marks, write_verdict
from ui.conversations.types import Format
from ui.service.checks import number_checked

FORMS = (Format.HTML, Format.MARKDOWN, Format.JSON)


def write_checked(sentences: Sequence[Checked], form: Format) -> str:
    """Return the whole text of the file; raises ValueError for a form that is not one of `FORMS`."""
    match form:
        case Format.HTML:
            return _write_page(sentences)
        case Format.MARKDOWN:
            return "\n\n".join(_write_markdown(sentences)) + "\n"
        case Format.JSON:
            return write_json(from_checked(sentences)) + "\n"
    raise ValueError(f"A checked text cannot be saved as {form.value!r}: expected html, md or json.")


def _count(sentences: Sequence[Checked]) -> str:
    counts = Counter(SUPPORT[one.claim.support][1] for one in sentences)
    return ", ".join(f"{write_number(count)} {gettext(words)}" for words, count in counts.items())


def _write_page(sentences: Sequence[Checked]) -> str:
    return fill(
        "checked_report",
        counts=_count(sentences),
        sentences=sentences,
        numbers=number_checked(sentences),
    )


def _write_markdown(sentences: Sequence[Checked]) -> Iterator[str]:
    numbers = number_checked(sentences)
    yield f"# {gettext('A checked text')}"
    yield f"{_count(sentences)}."
    for one in sentences:
        cited, nearest = (write_marks(some, numbers) for some in (one.claim.citations, one.nearest))
        closest = f" {gettext('Closest:')} {nearest}" if nearest else ""
        yield f"- {in_paragraph(one.claim.text, '  ')} ({write_verdict(one.claim)}){cited}{closest}"
    for citation, number in numbers.items():
        yield f"[^{number}]: “{in_paragraph(show(citation.quote), '    ')}” — {_origin(citation)}"


def _origin(citation: Citation) -> str:
    day = citation.published.isoformat() if citation.published else ""
    known = (f"*{in_line(citation.title)}*", in_line(citation.place), in_line(citation.source), day)
    return ", ".join(fact for fact in known if fact)
