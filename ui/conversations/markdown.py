"""A conversation as Markdown in the language of who saves it, its citations as footnotes.

Article text can add no markup to it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from rag.evidence.markup import show
from rag.types import Answer, Citation, Claim, Outcome, Point
from ui.browser.told import tell
from ui.browser.views.claims import SUPPORT
from ui.browser.wording import count, gettext
from ui.conversations.types import Conversation, Feedback, SavedExchange, Verdict
from ui.conversations.urls import link_target
from ui.service.wording import NO_EVIDENCE, PARTLY_SUPPORTED

Numbers = Mapping[Citation, int]

_PUNCTUATION = re.compile(r"([\\`*_{}\[\]<>#|~$&^]|:(?=//))")
_LEADING = re.compile(r"^(\d*)([-+=.)])")  # would begin a list or underline a heading
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def write_markdown(conversation: Conversation, exchanges: Sequence[SavedExchange], numbers: Numbers) -> str:
    """Return the file: exchanges as headings with claims as a list, then the footnotes."""
    parts = [
        f"# {in_line(conversation.name)}",
        f"{count(len(exchanges), 'question')}, {_write_times(conversation)}.",
        *(part for exchange in exchanges for part in _write_exchange(exchange, numbers)),
        *(write_footnote(number, citation) for citation, number in numbers.items()),
    ]
    return "\n\n".join(parts) + "\n"


def in_line(text: str) -> str:
    """Return `text` on one line of Markdown that shows just its words."""
    return _plain(" ".join(text.split()))


def in_paragraph(text: str, indent: str = "") -> str:
    """Return `text` with its line ends kept as breaks; `indent` goes before each line but the first."""
    lines = (_plain(" ".join(line.split())) for line in text.splitlines())
    return f"\\\n{indent}".join(line or "&nbsp;" for line in lines)


def _plain(text: str) -> str:
    marked = _PUNCTUATION.sub(r"\\\1", _INVISIBLE.sub("\ufffd", text))
    return _LEADING.sub(r"\1\\\2", marked)


def _write_exchange(exchange: SavedExchange, numbers: Numbers) -> Iterable[str]:
    answer = exchange.answer
    yield f"## {in_line(answer.question)}"
    yield f"*{gettext('Asked %(moment)s', moment=_time(exchange.asked))}*"
    if answer.resolved.strip() not in ("", answer.question.strip()):
        yield f"{gettext('Understood as:')} {in_line(answer.resolved)}"
    yield from _write_answer(answer, numbers)
    if exchange.feedback is not None:
        yield _write_feedback(exchange.feedback)


def _write_answer(answer: Answer, numbers: Numbers) -> Iterable[str]:
    if answer.outcome is Outcome.NO_EVIDENCE:
        yield f"**{gettext(NO_EVIDENCE)}**"
        if answer.note:
            yield in_line(tell(answer.note))
        if answer.nearest:
            yield f"{gettext('Closest passages:')} {write_marks(answer.nearest, numbers)}"
        return
    if answer.note:
        yield in_line(tell(answer.note))
    if answer.short and answer.short.strip(" .") != answer.text.strip(" ."):
        yield f"**{in_line(answer.short)}**"
    if answer.claims:
        yield "\n".join(_write_claim(claim, numbers) for claim in answer.claims)
    yield from _write_sources(answer, numbers)


def _write_sources(answer: Answer, numbers: Numbers) -> Iterable[str]:
    """Yield what other articles say otherwise, and the articles' own sentences."""
    if answer.disagreements:
        disagreeing = gettext("The articles disagree; another value in:")
        yield f"*{disagreeing}* {write_marks(answer.disagreements, numbers)}"
    for group, points in groupby(answer.points, key=lambda point: point.group):
        if group:
            yield f"**{in_line(group)}**"
        yield "\n".join(_write_point(point, numbers) for point in points)
    if answer.outcome is Outcome.PARTLY_SUPPORTED:
        yield f"*{gettext(PARTLY_SUPPORTED)}*"


def _write_claim(claim: Claim, numbers: Numbers) -> str:
    return f"- {in_paragraph(claim.text, '  ')}{write_marks(claim.citations, numbers)} ({write_verdict(claim)})"


def write_verdict(claim: Claim) -> str:
    """Return how well a sentence is supported, and why not better."""
    reason = f": {in_line(tell(claim.reason))}" if claim.reason else ""
    return f"{gettext(SUPPORT[claim.support][1])}{reason}"


def _write_point(point: Point, numbers: Numbers) -> str:
    return f"- “{in_paragraph(show(point.citations[0].quote), '  ')}”{write_marks(point.citations, numbers)}"


def write_marks(citations: Iterable[Citation], numbers: Numbers) -> str:
    """Return the marks of the footnotes of citations, each once."""
    return "".join(f"[^{numbers[citation]}]" for citation in dict.fromkeys(citations))


def write_footnote(number: int, citation: Citation) -> str:
    """Return the footnote of a citation: its quote and where that stands."""
    known = [
        f"*{in_line(citation.title)}*",
        in_line(citation.place),
        in_line(citation.source),
        citation.published.isoformat() if citation.published else "",
        gettext(
            "characters %(start)s–%(end)s of article %(article)s",
            start=citation.start,
            end=citation.end,
            article=in_line(citation.article),
        ),
        _write_url(citation.url),
    ]
    return f"[^{number}]: “{in_paragraph(citation.quote, '    ')}” — {', '.join(fact for fact in known if fact)}"


def _write_url(url: str) -> str:
    target = link_target(url)
    return f"<{target}>" if target else in_line(url)


def _write_feedback(feedback: Feedback) -> str:
    reason = f": {in_line(tell(feedback.reason))}" if feedback.reason else ""
    return f"*{gettext('Judged good') if feedback.verdict is Verdict.GOOD else gettext('Judged bad')}*{reason}"


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _write_times(conversation: Conversation) -> str:
    """Return from when to when a conversation went; the one time of one that began and ended in the same minute."""
    first, last = _time(conversation.started), _time(conversation.changed)
    return first if first == last else f"{first} {gettext('to %(moment)s', moment=last)}"
