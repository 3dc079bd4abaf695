"""The JSON shapes of `--json`, the machine-readable contract: change one only with a changelog entry.

Every function is pure and takes one value of `index` or `rag`; `write_json` makes it one line.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from index import Article, Filter, Hit
from index.types import ListedArticle, SyncReport
from rag.types import Answer, Citation, Claim, Point, Receipt, Support
from ui.collections.types import Held

if TYPE_CHECKING:
    from rag.types import Checked

JsonValue = None | bool | int | float | str | Sequence["JsonValue"] | Mapping[str, "JsonValue"]
JsonObject = dict[str, JsonValue]

# DEL and C1 controls, line and paragraph separators, directional overrides and lone surrogates: a
# terminal may obey them or an encoding refuse them. They stand only inside strings, so \uXXXX is valid.
_ESCAPED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def write_json(value: JsonValue) -> str:
    """Return `value` as one line of JSON that is safe to print; raises ValueError for NaN."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def pick(value: object, *names: str) -> JsonObject:
    """Return these fields of a dataclass, with dates and times in ISO form."""
    fields = ((name, getattr(value, name)) for name in names)
    return {name: told.isoformat() if isinstance(told, date) else told for name, told in fields}


def from_answer(answer: Answer) -> JsonObject:
    """Return what `ask --json` prints."""
    return pick(answer, "question", "resolved", "outcome", "short", "text") | {
        "claims": [from_claim(claim) for claim in answer.claims],
        "kind": answer.kind,
        "points": [from_point(point) for point in answer.points],
        "note": answer.note,
        "misspellings": [asdict(one) for one in answer.misspellings],
        "disagreements": [from_citation(citation) for citation in answer.disagreements],
        "hits": [place_hit(hit) for hit in answer.hits],
        "timings": {name: round(took_ms, 1) for name, took_ms in asdict(answer.timings).items()},
        "receipt": _from_receipt(answer.receipt),
    }


def from_point(point: Point) -> JsonObject:
    """Return a point: the heading it stands under, its citation, and where the same is told."""
    return {"group": point.group, "citations": [from_citation(citation) for citation in point.citations]}


def from_claim(claim: Claim) -> JsonObject:
    """Return one judged sentence of an answer."""
    return pick(claim, "text", "support") | {"citations": [from_citation(citation) for citation in claim.citations]}


def from_checked(sentences: "Sequence[Checked]") -> JsonObject:
    """Return what `check --json` prints: `start` and `end` of a sentence count characters of the checked text."""
    counts = Counter(sentence.claim.support for sentence in sentences)
    return {
        "sentences": [
            from_claim(sentence.claim)
            | {
                "start": sentence.start,
                "end": sentence.end,
                "reason": sentence.claim.reason,
                "nearest": [from_citation(citation) for citation in sentence.nearest],
            }
            for sentence in sentences
        ]
    } | {support.value: counts[support] for support in Support}


def from_citation(citation: Citation) -> JsonObject:
    """Return the span that supports a claim: `start` and `end` count characters of the article."""
    return pick(citation, "article", "title", "start", "end", "quote", "place")


def from_hits(hits: Iterable[Hit]) -> list[JsonObject]:
    """Return what `search --json` prints: best first; the first four keys are those of `ask --json`."""
    return [
        place_hit(hit)
        | pick(hit.article, "title", "source", "url", "published")
        | {
            "speaker": hit.passage.speaker,
            "cosine": round(hit.cosine, 6),
            "full_text": round(hit.full_text, 6),
            "text": hit.passage.text,
            "place": hit.article.place_at(hit.passage.start),
        }
        for hit in hits
    ]


def from_articles(articles: Iterable[ListedArticle]) -> list[JsonObject]:
    """Return what `list --json` prints, one object an article; `edited` names what is by hand, not the file's."""
    names = ("id", "title", "source", "published", "passages", "author", "url", "added", "path", "tags", "edited")
    return [pick(article, *names) for article in articles]


def from_excerpt(article: Article, start: int, end: int) -> JsonObject:
    """Return an article, or a part of it: `text` are its characters from `start` to `end`."""
    return pick(article, "id", "title", "source", "author", "url", "published") | {
        "start": start,
        "end": end,
        "length": len(article.text),
        "text": article.text[start:end],
        "place": article.place_at(start),
    }


def from_report(report: SyncReport) -> JsonObject:
    """Return what `sync --json` prints."""
    return pick(report, "added", "changed", "removed", "left_out", "unchanged") | {
        "failures": [pick(one, "path", "reason") | ({"ours": True} if one.ours else {}) for one in report.failures],
        "notices": [pick(notice, "path", "reason") for notice in report.notices],
    }


def place_hit(hit: Hit) -> JsonObject:
    """Return where a passage stands that was found, and its score."""
    return {
        "article": hit.article.id,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "score": round(hit.score, 6),
    }


def _from_receipt(receipt: Receipt) -> JsonObject:
    names = ("generation", "embedder", "generator", "model_sha256", "prompt_sha256", "passages", "versions")
    return pick(receipt, *names) | {"only": from_filter(receipt.only)}


def from_held(held: Held) -> JsonObject:
    """Return what `collections --json` prints of one: `gone` counts picked articles that are not in the library."""
    one = held.collection
    kept: JsonObject = {"readers": sorted(one.readers), "rule": from_rule(one.rule)}
    return pick(one, "name", "slug", "owner") | kept | pick(held, "picked", "articles", "newest", "gone")


def from_rule(rule: Filter) -> JsonObject:
    """Return which articles are in a collection by themselves."""
    return {"sources": sorted(rule.sources), "folders": sorted(rule.folders)} | _from_facts(rule)


def from_filter(only: Filter) -> JsonObject:
    """Return which articles are meant, as a receipt names them and the API takes them."""
    told: JsonObject = {"articles": sorted(only.articles), "sources": sorted(only.sources)}
    return told | _from_facts(only) | ({"collections": sorted(only.collections)} if only.collections else {})


def _from_facts(only: Filter) -> JsonObject:
    """Return the dates of a filter, and its tags and `undated` where it has them, which is seldom."""
    told: JsonObject = {
        "from": only.published_from.isoformat() if only.published_from else None,
        "to": only.published_to.isoformat() if only.published_to else None,
    }
    return told | ({"tags": sorted(only.tags)} if only.tags else {}) | ({"undated": True} if only.undated else {})


def to_filter(told: Any) -> Filter:  # noqa: ANN401 - an object of JSON
    """Return what `from_rule` or `from_filter` was made of; what it does not name does not restrict."""
    first, last = (date.fromisoformat(day) if (day := told.get(name)) else None for name in ("from", "to"))
    return Filter.of(
        told.get("articles"), told.get("sources"), first, last, told.get("collections"), told.get("tags"),
        folders=told.get("folders"), undated=bool(told.get("undated")),
    )  # fmt: skip
