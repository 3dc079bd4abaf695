"""Speakers: which paragraphs of an interview or a transcript begin with the name of who says them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Span

BOLD_LABEL = re.compile(r"(?P<fence>\*\*|__)(?P<name>[^*_:\n]{1,60}?)\s?(?::\s?(?P=fence)|(?P=fence)\s?:)\s*(?=\S)")
PLAIN_LABEL = re.compile(r"(?P<name>[QA](?=[.:]\s)|[^\W\d_][\w.,'’()&/ -]{0,60}?(?=\s?:))\s?[:.]\s+(?=\S)")
PARTICLES = frozenset(
    ("de", "del", "der", "di", "da", "du", "la", "le", "van", "von", "bin", "ibn", "al", "el", "of", "the", "and")
)
MAX_NAME_WORDS = 5
TITLED = re.compile(r"(?:Dr|Mr|Mrs|Ms|Prof|Sen|Rep|Gov|Gen|Professor|Senator|President|Minister)\b")
MISSING_SPACE = re.compile(r"(?<=[a-z]\.)(?=[A-Z][a-z])")
# Headings that stand where a name could: an underscore is a space.
NOT_SPEAKERS_WORDS = """
    note notes update updates updated correction corrections clarification editor's_note editor’s_note
    warning tip tips example examples summary source sources photo photos image video caption credit credits
    details detail location hours price prices cost when where what why how who related more read_more
    see_also contact contributing follow background method methods result results conclusion conclusions
    objective objectives purpose introduction ingredients directions phone email website address date time
    director cast genre rating our_rating team teams position claim the_claim fact facts facts_first pros
    cons best worst verdict winner score population capital total takeaway takeaways key_takeaways important
    disclaimer copyright advertisement published by author category tags share news sports money life tech
    opinion travel entertainment hint bottom_line years achievements outcome numbers
    security comment grade pro con education family disclosure study
"""
NOT_SPEAKERS = frozenset(word.replace("_", " ") for word in NOT_SPEAKERS_WORDS.split())
CONVERSATION = re.compile(r"\b(?:I|I['’]\w+|[Yy]ou|[Ww]e|my|our)\b|\?[\"'”’*_]*\s*\Z")
FINISHED = tuple(".!?…\"”'’)*")
MIN_TALKING_RATIO = 0.3
MIN_FINISHED_RATIO = 0.6
MIN_LABELLED_RATIO = 0.8
SAMPLE_CHARS = 400


@dataclass(frozen=True, slots=True)
class Label:
    """A possible speaker's label at the head of a paragraph; `row` is the paragraph's number."""

    row: int
    name: str
    bold: bool


def find_speakers(text: str, paragraphs: Sequence[Span]) -> dict[int, str]:
    """Return who speaks in the paragraphs that begin with a speaker's label, by the paragraph's number.

    `Name:` counts only where labels recur and the lines talk, so that "Note: this" is nobody; bold labels
    need less. A space missing after a title is put in: `**Dr.Hughes:**` is "Dr. Hughes".
    """
    labels = [label for row, span in enumerate(paragraphs) if (label := _label(text, row, span))]
    bold = [label for label in labels if label.bold]
    plain = [label for label in labels if not label.bold]
    kept = [*_bold_turns(text, paragraphs, bold), *_plain_turns(text, paragraphs, plain)]
    return {label.row: label.name for label in sorted(kept, key=lambda label: label.row)}


def _label(text: str, row: int, span: Span) -> Label | None:
    """Return the label that a paragraph begins with, where it could be a person's name."""
    bold = text[span.start] in "*_"
    match = (BOLD_LABEL if bold else PLAIN_LABEL).match(text, span.start, span.end)
    if match is None or " | " in span.of(text):  # a table's row, "Port: Orrin | Ships: 4"
        return None
    name = " ".join(MISSING_SPACE.sub(" ", match["name"]).split())
    if name.isupper():
        name = name.split(",", 1)[0]
    words = re.sub(r"\([^)]*\)", "", name).split()
    if not 1 <= len(words) <= MAX_NAME_WORDS or name.lower() in NOT_SPEAKERS or "," in name:
        return None
    capitals = all(word[0].isupper() or not word[0].isalpha() or word in PARTICLES for word in words)
    return Label(row, name, bold) if capitals and words[0] not in PARTICLES else None


def _bold_turns(text: str, paragraphs: Sequence[Span], labels: Sequence[Label]) -> Sequence[Label]:
    recurs = len({label.name for label in labels}) < len(labels)
    if recurs or all(TITLED.match(label.name) for label in labels):
        return labels
    return labels if len(labels) > 1 and _talk_ratio(text, paragraphs, labels) >= MIN_TALKING_RATIO else []


def _plain_turns(text: str, paragraphs: Sequence[Span], labels: Sequence[Label]) -> Sequence[Label]:
    counts = Counter(label.name for label in labels)
    recurring = [label for label in labels if counts[label.name] > 1]
    if not recurring or len(counts) < 2:
        return []
    finished = sum(text.startswith(FINISHED, paragraphs[label.row].end - 1) for label in labels)
    mostly = len(labels) >= MIN_LABELLED_RATIO * len(paragraphs)
    talks = mostly or _talk_ratio(text, paragraphs, labels) >= MIN_TALKING_RATIO
    if not talks or finished < MIN_FINISHED_RATIO * len(labels):
        return []
    return labels if 2 * len(recurring) >= len(labels) else recurring


def _talk_ratio(text: str, paragraphs: Sequence[Span], labels: Sequence[Label]) -> float:
    """Return the share of the labelled paragraphs that ask, or say "I", "you" or "we"."""
    spans = [paragraphs[label.row] for label in labels]
    talking = (CONVERSATION.search(text, span.start, min(span.end, span.start + SAMPLE_CHARS)) for span in spans)
    return sum(match is not None for match in talking) / len(spans)
