"""An answer in the terminal: sources first, the answer as it is written, then the judged one."""

from collections.abc import Iterable, Iterator
from datetime import date

from index import Article, Hit
from rag.evidence.markup import QUOTATION_MARKS, show
from rag.types import Answer, Citation, Claim, Event, Evidence, Finished, Outcome, Retrieved, Support, Token
from rag.words import content_stems
from ui.interrupts import until_pressed
from ui.service.wording import NO_EVIDENCE, PARTLY_SUPPORTED
from ui.terminal.screen import Screen, one_line

SUPPORT_WORDS = {
    Support.SUPPORTED: "supported",
    Support.WEAK: "partly found",
    Support.UNSUPPORTED: "not found",
    Support.CONTRADICTED: "contradicted",
    Support.NOT_JUDGED: "not judged",
}


TOLD_ABOVE = 0.8  # of a sentence's words, in a quotation that is shown


class SourceNumbers:
    """The numbers of the sources of one answer, from 1, in the order in which they were found."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self._numbers: dict[str, int] = {}
        for hit in hits:
            self.of(hit.article.id)

    def of(self, article: str) -> int:
        """Return the number of an article; one that was not found yet gets the next."""
        return self._numbers.setdefault(article, len(self._numbers) + 1)


def follow_answer(events: Iterator[Event], screen: Screen) -> Answer:
    """Return the answer of a stream; on a terminal, show it coming.

    Raises:
        RuntimeError: the stream ended without an answer.
        KeyboardInterrupt: Ctrl-C was pressed.
    """
    try:
        for event in until_pressed(events):
            if isinstance(event, Finished):
                return event.answer
            if screen.is_terminal:
                _show_event(event, screen)
    finally:
        screen.end_line()
    raise RuntimeError("the stream of events ended without Finished; expected it as the last event")


def show_answer(answer: Answer, screen: Screen) -> None:
    """Write the judged answer: short form, sentences, citations; or that there is no evidence."""
    numbers = SourceNumbers(answer.hits)
    if answer.outcome is Outcome.NO_EVIDENCE:
        screen.say(NO_EVIDENCE, "bold")
        if answer.note:
            screen.say(answer.note)
        _show_citations("Closest passages:", answer.nearest, numbers, screen)
        _show_withheld(answer, screen)
        return
    if answer.short and answer.short != answer.text:
        screen.say(answer.short, "bold")
        screen.say()
    if answer.note:
        screen.say(answer.note)
    for claim in answer.claims:
        screen.say(_write_claim(claim, numbers))
    if answer.outcome is Outcome.PARTLY_SUPPORTED:
        screen.say(PARTLY_SUPPORTED, "yellow")
    _show_citations("The articles disagree; another value in:", answer.disagreements, numbers, screen)
    if answer.points:
        _show_points(answer, numbers, screen)
    cited = tuple(dict.fromkeys(citation for claim in answer.claims for citation in claim.citations))
    _show_citations("Cited:", cited, numbers, screen)
    _show_sources_of_points(answer, frozenset(citation.article for citation in cited), numbers, screen)
    _show_withheld(answer, screen)


def show_making(answer: Answer, screen: Screen) -> None:
    """Write how long the answer took and who wrote it."""
    seconds = answer.timings.total_ms / 1000
    screen.say()
    screen.say(f"{seconds:.1f} s, written by {answer.receipt.generator}", "dim")


def name_source(title: str, source: str, published: date | None) -> str:
    """Return a source on one line: title, source and date, as far as they are known."""
    facts = ", ".join(fact for fact in (source, published.isoformat() if published else "") if fact)
    return one_line(f"{title} ({facts})" if facts else title)


def write_quote(citation: Citation) -> str:
    """Return the cited words on one line, and the page, slide, sheet or chapter where they stand."""
    place = f" ({one_line(citation.place)})" if citation.place else ""
    return f"{_quoted(citation.quote)}{place}"


def _quoted(text: str) -> str:
    shown = one_line(show(text))
    return shown if shown.startswith(QUOTATION_MARKS) else f"\u201c{shown}\u201d"


def _show_event(event: Event, screen: Screen) -> None:
    match event:
        case Retrieved(_, hits):
            _show_sources(hits, screen)
        case Evidence(windows, _) if windows:
            best = windows[0]
            screen.say(f"Closest sentence: \u201c{one_line(best.best.of(best.article.text))}\u201d", "dim")
            screen.say()
        case Token(text):
            screen.write(text, "dim")
        case _:
            return


def _show_sources(hits: Iterable[Hit], screen: Screen) -> None:
    articles: dict[str, Article] = {hit.article.id: hit.article for hit in hits}
    screen.say("Sources", "bold")
    for number, article in enumerate(articles.values(), start=1):
        screen.say(f"[{number}] {name_source(article.title, article.source, article.published)}")
    if not articles:
        screen.say("none")
    screen.say()


def _show_points(answer: Answer, numbers: SourceNumbers, screen: Screen) -> None:
    """Write the articles' own sentences, each under its heading."""
    if answer.claims or answer.note:
        screen.say()
    screen.say("In the articles' own words:", "bold")
    group = ""
    for point in answer.points:
        first, *others = point.citations
        if point.group and point.group != group:
            screen.say(one_line(point.group), "bold")
        group = point.group
        also = "".join(f"[{numbers.of(other.article)}]" for other in others)
        also = f" also in {also}" if also else ""
        place = f" ({one_line(first.place)})" if first.place else ""
        told = ", ".join(filter(None, (one_line(first.source), first.published.isoformat() if first.published else "")))
        told = f" ({told})" if told and told != point.group else ""
        screen.say(f"- {_quoted(first.quote)}{place}{told} [{numbers.of(first.article)}]{also}")


def _show_withheld(answer: Answer, screen: Screen) -> None:
    """Write what was written beside the answer and is no part of it, each sentence with the reason.

    Where nothing written held, only that there was something: what may be made up stands under no refusal, and below
    quotations nothing is said of it.
    """
    if not answer.withheld or (not answer.claims and answer.outcome is not Outcome.NO_EVIDENCE):
        return
    if not answer.claims:
        reason = answer.withheld[0].reason
        screen.say()
        screen.say(f"Left out: what the model wrote{f' ({reason})' if reason else ''}.", "dim")
        return
    told = [one.citations for one in answer.claims] + [one.citations for one in answer.points]
    shown = [content_stems(cited.quote) for citations in told for cited in citations]
    untold = [one for one in answer.withheld if not any(_is_among(one, words) for words in shown)]
    if not untold:
        return
    screen.say()
    screen.say("The model also wrote this, unconfirmed; do not rely on it:", "dim")
    for claim in untold:
        reason = claim.reason or SUPPORT_WORDS[claim.support]
        if claim.support is Support.CONTRADICTED:
            reason = f"{SUPPORT_WORDS[claim.support]}: {reason}"
        screen.say(f"- {one_line(claim.text)} ({reason})", "dim")


def _is_among(claim: Claim, shown: frozenset[str]) -> bool:
    """Tell whether hardly a word of a sentence is missing from what is quoted: to name it left out would deny that."""
    said = content_stems(claim.text)
    return claim.support is Support.UNSUPPORTED and len(said & shown) >= TOLD_ABOVE * len(said)


def _show_sources_of_points(answer: Answer, named: frozenset[str], numbers: SourceNumbers, screen: Screen) -> None:
    """Name the articles that points stand in; their words are there already, and `named` ones stand above."""
    cited = (citation for point in answer.points for citation in point.citations)
    others = {citation.article: citation for citation in cited if citation.article not in named}
    if not others:
        return
    screen.say()
    screen.say("Sources:", "bold")
    for article, citation in sorted(others.items(), key=lambda one: numbers.of(one[0])):
        screen.say(f"[{numbers.of(article)}] {name_source(citation.title, citation.source, citation.published)}")


def _write_claim(claim: Claim, numbers: SourceNumbers) -> str:
    cited = dict.fromkeys(numbers.of(citation.article) for citation in claim.citations)
    marks = "".join(f"[{number}]" for number in cited)
    reason = f": {claim.reason}" if claim.reason else ""
    return " ".join(part for part in (claim.text, marks, f"({SUPPORT_WORDS[claim.support]}{reason})") if part)


def _show_citations(heading: str, citations: tuple[Citation, ...], numbers: SourceNumbers, screen: Screen) -> None:
    if not citations:
        return
    screen.say()
    screen.say(heading, "bold")
    named = 0
    for citation in sorted(citations, key=lambda one: (numbers.of(one.article), one.start)):
        if named != (named := numbers.of(citation.article)):
            source = name_source(citation.title, citation.source, citation.published)
            screen.say(f"[{named}] {source}")
        screen.say(write_quote(citation), indent=4)
