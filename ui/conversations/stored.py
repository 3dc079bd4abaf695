"""An answer as one line of JSON and back, without loss: `ask --json` with what that leaves out or rounds.

Article text is not stored, only what an answer quotes; hits and windows are kept as places with the
hash of their text, so that who reads them back (`recall`) can tell whether the article still says it.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from index import Hit, Span
from index.database import fingerprint_text
from rag.types import Answer, Citation, Claim, Misspelling, Outcome, Point, Receipt, Support, Timings, Window
from ui.contract import JsonObject, from_answer, from_citation, from_claim, to_filter
from ui.conversations.types import HitPlace, SavedAnswer, WindowPlace

Read = dict[str, Any]  # an object as `json.loads` gives it; goes no further than this module


def save(answer: Answer, windows: Iterable[Window] = ()) -> SavedAnswer:
    """Return what is kept of an answer and of the windows that it was written from."""
    return SavedAnswer(
        answer=replace(answer, hits=()),
        hits=tuple(_place_hit(hit) for hit in answer.hits),
        windows=tuple(_place_window(window) for window in windows),
    )


def from_saved(saved: SavedAnswer) -> JsonObject:
    """Return the keys of `ask --json`, exact numbers in them, and the rest of the answer beside them."""
    answer = saved.answer
    return from_answer(answer) | {
        "claims": [_from_claim(claim) for claim in answer.claims],
        "hits": [asdict(place) for place in saved.hits],
        "timings": asdict(answer.timings),
        "points": [
            {"group": point.group, "citations": [from_whole_citation(citation) for citation in point.citations]}
            for point in answer.points
        ],
        "disagreements": [from_whole_citation(citation) for citation in answer.disagreements],
        "nearest": [from_whole_citation(citation) for citation in answer.nearest],
        "withheld": [_from_claim(claim) for claim in answer.withheld],
        "windows": [asdict(place) for place in saved.windows],
    }


def to_saved(line: str) -> SavedAnswer:
    """Return what `from_saved` made the line of.

    Raises:
        ValueError: the line is no answer.
    """
    try:
        read = json.loads(line)
        return SavedAnswer(
            answer=_to_answer(read),
            hits=tuple(HitPlace(**place) for place in read["hits"]),
            windows=tuple(_to_window(place) for place in read["windows"]),
        )
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError(f"no answer: {error!r}") from error


def _place_hit(hit: Hit) -> HitPlace:
    passage = hit.passage
    return HitPlace(
        article=hit.article.id,
        start=passage.start,
        end=passage.end,
        score=hit.score,
        cosine=hit.cosine,
        full_text=hit.full_text,
        speaker=passage.speaker,
        text_sha256=fingerprint_text(passage.text),
    )


def _place_window(window: Window) -> WindowPlace:
    return WindowPlace(
        article=window.article.id,
        start=window.start,
        end=window.end,
        best=window.best,
        score=window.score,
        speaker=window.speaker,
        text_sha256=fingerprint_text(window.text),
    )


def _from_claim(claim: Claim) -> JsonObject:
    return from_claim(claim) | {
        "score": claim.score,
        "reason": claim.reason,
        "citations": [from_whole_citation(citation) for citation in claim.citations],
    }


def from_whole_citation(citation: Citation) -> JsonObject:
    """Return a citation with all that is known of it."""
    return from_citation(citation) | {
        "source": citation.source,
        "url": citation.url,
        "published": citation.published.isoformat() if citation.published else None,
    }


def _to_answer(read: Read) -> Answer:
    return Answer(
        question=read["question"],
        resolved=read["resolved"],
        outcome=Outcome(read["outcome"]),
        short=read["short"],
        text=read["text"],
        claims=_to_claims(read["claims"]),
        hits=(),
        nearest=to_citations(read["nearest"]),
        withheld=_to_claims(read["withheld"]),
        timings=Timings(**read["timings"]),
        receipt=_to_receipt(read["receipt"]),
        kind=read.get("kind", "fact"),  # answers that were kept before there were kinds were asked for one fact
        points=tuple(Point(point["group"], to_citations(point["citations"])) for point in read.get("points", ())),
        note=read.get("note", ""),
        disagreements=to_citations(read.get("disagreements", [])),
        misspellings=tuple(Misspelling(**one) for one in read.get("misspellings", ())),
    )


def _to_receipt(read: Read) -> Receipt:
    only = read.get("only") or {}  # answers that were kept before it was written down were asked of all
    parts = {"passages": tuple(read["passages"]), "versions": tuple(read["versions"]), "only": to_filter(only)}
    return Receipt(**read | parts)


def _to_claims(read: list[Read]) -> tuple[Claim, ...]:
    return tuple(
        Claim(
            text=claim["text"],
            support=Support(claim["support"]),
            score=claim["score"],
            citations=to_citations(claim["citations"]),
            reason=claim["reason"],
        )
        for claim in read
    )


def to_citations(read: list[Read]) -> tuple[Citation, ...]:
    """Return what `from_whole_citation` was made of; raises TypeError, KeyError or ValueError for what is none."""
    return tuple(
        Citation(**citation | {"published": date.fromisoformat(day) if (day := citation["published"]) else None})
        for citation in read
    )


def _to_window(read: Read) -> WindowPlace:
    return WindowPlace(**read | {"best": Span(**read["best"])})
