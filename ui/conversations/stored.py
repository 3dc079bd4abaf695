"""An answer as one line of JSON and back, without loss: `ask --json` with what that leaves out or rounds.

Article text is not stored, only what an answer quotes; hits and windows are kept as places with the
hash of their text, so that who reads them back (`recall`) can tell whether the article still says it.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from functools import cache

from pydantic import TypeAdapter

from index import Hit
from index.database import fingerprint_text
from rag.types import Answer, Citation, Claim, Window
from ui.contract import JsonObject, from_answer, from_citation, from_claim, pick, to_filter
from ui.conversations.types import HitPlace, SavedAnswer, WindowPlace


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
            {
                "group": point.group,
                "citations": [from_whole_citation(citation) for citation in point.citations],
                "best": asdict(point.best) if point.best else None,
            }
            for point in answer.points
        ],
        "disagreements": [from_whole_citation(citation) for citation in answer.disagreements],
        "nearest": [from_whole_citation(citation) for citation in answer.nearest],
        "withheld": [_from_claim(claim) for claim in answer.withheld],
        "windows": [asdict(place) for place in saved.windows],
    }


def to_saved(line: str) -> SavedAnswer:
    """Return what `from_saved` made the line of; raises ValueError where the line is no answer."""
    try:
        read = json.loads(line)
        # Answers that were kept before it was written down were asked of all.
        receipt = read["receipt"] | {"only": to_filter(read["receipt"].get("only") or {})}
        answer = read | {"hits": (), "receipt": receipt}
        return _answers().validate_python({"answer": answer, "hits": read["hits"], "windows": read["windows"]})
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
    cited = [from_whole_citation(citation) for citation in claim.citations]
    return from_claim(claim) | pick(claim, "score", "reason") | {"citations": cited}


def from_whole_citation(citation: Citation) -> JsonObject:
    """Return a citation with all that is known of it."""
    return from_citation(citation) | pick(citation, "source", "url", "published")


def to_citations(read: object) -> tuple[Citation, ...]:
    """Return what `from_whole_citation` was made of; raises ValueError for what is none."""
    return _citations().validate_python(read)


@cache
def _answers() -> TypeAdapter[SavedAnswer]:
    return TypeAdapter(SavedAnswer)


@cache
def _citations() -> TypeAdapter[tuple[Citation, ...]]:
    return TypeAdapter(tuple[Citation, ...])
