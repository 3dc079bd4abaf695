"""Minutes: who has to do what by when, and what was decided, all of it, of the meeting that a question names."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from index import Article, Span
from index.splitting import split_blocks
from index.splitting.sentences import sentences_within
from rag.answer.citations import cite
from rag.answer.records.entries import ARTICLES, HEAD_CHARS, MOST_CHARS, is_of_article
from rag.answer.request import Gathered, Request, best_articles
from rag.answer.tables.reading import TableOfText, read_tables
from rag.answer.tables.rows import SHOWN
from rag.evidence.event_dates import find_told
from rag.question.kind import Kind
from rag.question.subject import topic_stems
from rag.support.names import find_names
from rag.types import Point
from rag.words import content_stems

_ASKS_ACTIONS = re.compile(
    r"\b(?:actions?(?: (?:items?|points?))?|tasks?|to-?dos?|assignments?)\b|\bwho\b.{0,20}\b(?:do(?:es)?|did) what\b"
    r"|\bwer (?:muss|macht|soll) was\b",
    re.IGNORECASE,
)
_ASKS_DECISIONS = re.compile(
    r"\b(?:decisions?|resolutions?|motions?)\b|\bwhat\b.*\b(?:decided?|agreed?|resolved?|approved?|passed|voted on)\b",
    re.IGNORECASE,
)
_TASK = re.compile(r"(?:actions?|tasks?|to[- ]?dos?|what|measures?|items?|aufgabe|maßnahme)\b.*", re.IGNORECASE)
_PERSON = re.compile(
    r"(?:who|by whom|owner|responsib\w+|person|lead|assign\w+(?: to)?|wer|verantwortlich)\b.*", re.IGNORECASE
)
_DUE = re.compile(r"(?:by|when|by when|due\b.*|deadline|until|date|bis(?: wann)?|termin|frist)", re.IGNORECASE)
_MINUTES = re.compile(
    r"\bminutes\b|\bmeeting of (?:the |\d)|\bmeeting held\b|^(?:\W*)(?:present|apologies|agenda)\b\s*:|protokoll"
    r"|procès-verbal",
    re.IGNORECASE | re.MULTILINE,
)
# "Every ten minutes" is of no meeting.
_OF_A_MEETING = re.compile(
    r"\bminutes of\b|\bmeeting held\b|^\W*(?:present|apologies|in attendance)\b\s*:|protokoll|procès-verbal",
    re.IGNORECASE | re.MULTILINE,
)
_INLINE = re.compile(r"\W*actions?(?: (?:items?|points?))?\s*[:–—-]\s*\S", re.IGNORECASE)
_DECIDES = re.compile(
    r"\b(?:carried|approved|adopted|deferred|postponed|rejected|refused|resolved|decided|granted|elected|appointed"
    r"|(?:was|were|is) agreed|agreed (?:to|that)|voted (?:to|for|against|down|by)|passed (?:by|with|unanimously)"
    r"|fell by|was lost|noted|beschlossen|abgelehnt|vertagt)\b|^\W*agreed\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:could|can|would|not been|to be|whether|before|until|unless|once)\b.{0,40}\b(?:decided|approved)\b",
    re.IGNORECASE,
)
# "Carried by three votes to two" and "It was lost" lean on what was moved.
_LEANS = re.compile(
    r"\W*(?:carried|approved|adopted|deferred|postponed|rejected|refused|resolved|decided|granted|agreed|lost|noted|passed"
    r"|it\b(?! (?:was|is|were) (?:\w+ )?(?:agreed|decided|resolved))|this\b"
    r"|the (?:motion|amendment|matter|proposal|request)\b)",
    re.IGNORECASE,
)
_MOVED = re.compile(r"\b(?:moved|proposed|seconded|requested|asked (?:that|for))\b", re.IGNORECASE)
_LIGHT = content_stems(
    "action actions item items point points task tasks todo todos assignment do does come came out arise arose agreed"
    " agree decision decisions resolution resolutions motion motions take taken took make made reach reached pass"
    " passed decide decided resolve resolved approve approved vote voted list all everything meeting minutes give show"
    " responsible due deadline people person follow following result resulting"
)


def gather_minutes(request: Request, kind: Kind) -> Gathered | None:
    """Return all tasks or all decisions of the one meeting that a question names; None where none is found."""
    question = request.question
    asks = kind in (Kind.LISTING, Kind.FACT, Kind.EXPLANATION, Kind.OVERVIEW, Kind.STATEMENTS)
    is_of_actions, is_of_decisions = _ASKS_ACTIONS.search(question), _ASKS_DECISIONS.search(question)
    if not asks or not (is_of_actions or is_of_decisions):
        return None
    for article in best_articles(request.hits or request.search(), ARTICLES):
        found = _tasks(article, question) if is_of_actions else decisions_of(article, question)
        if found:
            what = "tasks" if is_of_actions else "decisions"
            points = tuple(Point(group, (cite(article, span),)) for group, span in found[:SHOWN])
            return Gathered(Kind.LISTING, points, f"{len(found):,} {what} of “{article.title}”.", 1.0)
    return None


def _tasks(article: Article, question: str) -> list[tuple[str, Span]]:
    """Return the rows of an article's tables of tasks, else its sentences "Action: …"; of one person if named."""
    tables = [table for table in read_tables(article.text) if _is_of_tasks(table)]
    if tables:
        rows = [(row.span, " ".join(row.values)) for table in tables for row in table.rows]
    else:
        rows = [
            (span, span.of(article.text))
            for _, span in _sentences(article.text[:MOST_CHARS])
            if _INLINE.match(span.of(article.text))
        ]
    wanted = topic_stems(question) - _LIGHT
    names = content_stems(" ".join(question[name.start : name.end] for name in find_names(question)))
    own = {stem for stem in names & wanted if any(stem in content_stems(said) for _, said in rows)}
    kept = [(article.title, span) for span, said in rows if own <= content_stems(said)]
    return kept if kept and is_of_article(wanted - own, question, article, *(one.heading for one in tables)) else []


def _is_of_tasks(table: TableOfText) -> bool:
    """Tell whether a table says what is to be done, and by whom or by when."""
    columns = table.columns
    others = columns[1:]
    is_led = bool(_TASK.fullmatch(columns[0])) or any(_TASK.fullmatch(name) for name in others)
    return (
        is_led
        and any(_PERSON.fullmatch(name) for name in columns)
        and (len(columns) > 2 or any(_DUE.fullmatch(name) for name in others) or bool(_TASK.fullmatch(columns[0])))
    )


def decisions_of(article: Article, question: str) -> list[tuple[str, Span]]:
    """Return the sentences of minutes that tell a decision, each with what it leans on, under its heading."""
    text = article.text[:MOST_CHARS]
    wanted = topic_stems(question) - _LIGHT
    if not _MINUTES.search(f"{article.title}\n{text[:HEAD_CHARS]}") or not is_of_article(wanted, question, article):
        return []
    found: list[tuple[str, Span]] = []
    told: list[tuple[str, Span]] = []  # the sentences of the heading so far
    for heading, span in _sentences(text):
        told = [*(one for one in told if one[0] == heading), (heading, span)]
        said = span.of(text)
        if not _DECIDES.search(said) or _NOT_YET.search(said) or said.rstrip().endswith("?"):
            continue
        start = _begin(text, told) if _LEANS.match(said) else span.start
        if found and found[-1][0] == heading and start <= found[-1][1].end + 2:
            start = found.pop()[1].start
        found.append((heading, Span(start, span.end)))
    return [(heading or article.title, span) for heading, span in found]


def meeting_day(article: Article) -> date | None:
    """Return the day of the meeting whose minutes an article is, the first one it names; None of anything else."""
    head = f"{article.title}\n{article.text[:HEAD_CHARS]}"
    if not _OF_A_MEETING.search(head):
        return None
    told = find_told(head, None)
    return date(*told.order) if told is not None and all(told.order) else article.published


def _begin(text: str, told: Sequence[tuple[str, Span]]) -> int:
    """Return where the last of some sentences begins with what it decides: the one before, and all that is moved."""
    row = max(0, len(told) - 2)
    while row and (_MOVED.search(told[row - 1][1].of(text)) or _LEANS.match(told[row][1].of(text))):
        row -= 1
    return told[row][1].start


def _sentences(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the sentences of a text, each with the heading it stands under."""
    heading = ""
    for block in split_blocks(text):
        if block.kind == "heading":
            heading = block.span.of(text).strip("#*_ \t")
            continue
        for span in sentences_within(text, block.span):
            yield heading, span
