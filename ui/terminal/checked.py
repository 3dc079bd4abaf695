"""A checked text in the terminal: each sentence with its mark, and where it stands."""

from collections import Counter
from collections.abc import Sequence

from rag.types import Checked, Citation, Support
from ui.terminal.answers import SUPPORT_WORDS, name_source, write_quote
from ui.terminal.screen import Screen, one_line

MARKS = {
    Support.SUPPORTED: ("✓", "green"),
    Support.WEAK: ("~", "yellow"),
    Support.UNSUPPORTED: ("✗", "red"),
    Support.CONTRADICTED: ("≠", "red"),
    Support.NOT_JUDGED: ("·", "dim"),
}


def show_checked(sentence: Checked, screen: Screen) -> None:
    """Write a sentence, whether it is supported, and the spans that support or contradict it or come closest."""
    claim = sentence.claim
    mark, colour = MARKS[claim.support]
    reason = f": {claim.reason}" if claim.reason else ""
    screen.say(f"{mark} {one_line(claim.text)} ({SUPPORT_WORDS[claim.support]}{reason})", colour)
    label = "contradicted by: " if claim.support is Support.CONTRADICTED else ""
    for citation in claim.citations:
        _show_span(label, citation, screen)
    for citation in sentence.nearest:
        _show_span("closest: ", citation, screen)


def show_counts(sentences: Sequence[Checked], screen: Screen) -> None:
    """Write how many sentences are supported, partly or not found, contradicted and not judged."""
    counts = Counter(sentence.claim.support for sentence in sentences)
    screen.say()
    screen.say(", ".join(f"{counts[support]} {SUPPORT_WORDS[support]}" for support in Support), "bold")


def _show_span(label: str, citation: Citation, screen: Screen) -> None:
    source = name_source(citation.title, citation.source, citation.published)
    screen.say(f"{label}{write_quote(citation)} \u2013 {source}", indent=4)
