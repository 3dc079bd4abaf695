"""The JSON shapes, value for value: what others read."""

import json
from dataclasses import replace
from datetime import date

import pytest

from index import Article, Hit, Passage
from index.types import Failure, ListedArticle, Place, SyncReport
from rag.types import Answer, Checked, Citation, Claim, Misspelling, Outcome, Point, Receipt, Support, Timings
from ui.contract import from_answer, from_articles, from_checked, from_hits, from_report, write_json

TEXT = "The harbour opened. Ada Quay founded it in 1871."
PLACES = (Place(0, "page 1"), Place(20, "page 2"))
ARTICLE = Article(
    "a1", "The Harbour", TEXT, source="Gazette", url="https://example.org/a1", published=date(2024, 5, 1), places=PLACES
)
HIT = Hit(ARTICLE, Passage(TEXT[20:48], 20, 48, speaker="Mayor"), 0.71234567, 0.5, 1.0)
CITATION = Citation(
    "a1", "The Harbour", 20, 48, TEXT[20:48], "Gazette", "https://example.org/a1", date(2024, 5, 1), "page 2"
)
ANSWER = Answer(
    question="Who founded it?",
    resolved="Who founded the harbour?",
    outcome=Outcome.PARTLY_SUPPORTED,
    short="Ada Quay",
    text="Ada Quay founded it in 1871. It was sunny.",
    claims=(
        Claim("Ada Quay founded it in 1871.", Support.SUPPORTED, 0.97, (CITATION,)),
        Claim("It was sunny.", Support.WEAK, 0.4, (), "no sentence says so"),
    ),
    hits=(HIT,),
    nearest=(),
    withheld=(Claim("It cost 9 pounds.", Support.UNSUPPORTED, 0.0),),
    timings=Timings(12.345, 0.0, 20.0),
    receipt=Receipt(3, "hashed", "extractive", "", "ab" * 32, ("a1:20-48",), ("broadsheet 0.1.0",)),
    misspellings=(Misspelling("harbuor", "harbour"),),
)


def test_answer_has_exactly_the_documented_shape() -> None:
    assert from_answer(ANSWER) == {
        "question": "Who founded it?",
        "resolved": "Who founded the harbour?",
        "outcome": "partly_supported",
        "short": "Ada Quay",
        "text": "Ada Quay founded it in 1871. It was sunny.",
        "claims": [
            {
                "text": "Ada Quay founded it in 1871.",
                "support": "supported",
                "citations": [
                    {
                        "article": "a1",
                        "title": "The Harbour",
                        "start": 20,
                        "end": 48,
                        "quote": "Ada Quay founded it in 1871.",
                        "place": "page 2",
                    }
                ],
            },
            {"text": "It was sunny.", "support": "weak", "citations": []},
        ],
        "kind": "fact",
        "points": [],
        "note": "",
        "misspellings": [{"asked": "harbuor", "read": "harbour"}],
        "disagreements": [],
        "hits": [{"article": "a1", "start": 20, "end": 48, "score": 0.712346}],
        "timings": {"search_ms": 12.3, "first_token_ms": 0.0, "total_ms": 20.0},
        "receipt": {
            "generation": 3,
            "embedder": "hashed",
            "generator": "extractive",
            "model_sha256": "",
            "prompt_sha256": "ab" * 32,
            "passages": ("a1:20-48",),
            "versions": ("broadsheet 0.1.0",),
            "only": {"articles": [], "sources": [], "from": None, "to": None},
        },
    }


def test_answer_keeps_the_documented_order_of_keys() -> None:
    assert list(from_answer(ANSWER)) == [
        "question", "resolved", "outcome", "short", "text", "claims", "kind", "points", "note", "misspellings",
        "disagreements", "hits", "timings", "receipt",
    ]  # fmt: skip


def test_a_point_is_its_heading_its_span_and_where_the_same_is_told() -> None:
    other = replace(CITATION, article="a2", title="The Pier", start=0, end=28, place="")
    answer = replace(ANSWER, kind="overview", points=(Point("Harbours", (CITATION, other)),), note="All 2 articles.")
    written = json.loads(write_json(from_answer(answer)))
    assert (written["kind"], written["note"]) == ("overview", "All 2 articles.")
    assert written["points"] == [
        {
            "group": "Harbours",
            "citations": [
                {
                    "article": "a1",
                    "title": "The Harbour",
                    "start": 20,
                    "end": 48,
                    "quote": "Ada Quay founded it in 1871.",
                    "place": "page 2",
                },
                {
                    "article": "a2",
                    "title": "The Pier",
                    "start": 0,
                    "end": 28,
                    "quote": "Ada Quay founded it in 1871.",
                    "place": "",
                },
            ],
        }
    ]


def test_hits_begin_as_the_hits_of_an_answer_do() -> None:
    assert from_hits([HIT]) == [
        {
            "article": "a1",
            "start": 20,
            "end": 48,
            "score": 0.712346,
            "title": "The Harbour",
            "source": "Gazette",
            "url": "https://example.org/a1",
            "published": "2024-05-01",
            "speaker": "Mayor",
            "cosine": 0.5,
            "full_text": 1.0,
            "text": "Ada Quay founded it in 1871.",
            "place": "page 2",
        }
    ]


def test_articles_say_null_for_an_unknown_date() -> None:
    listed = ListedArticle(
        "a1", "The Harbour", "Gazette", "A. Writer", "", None, 4, "2026-01-02T03:04:05Z", "/x/a1.txt"
    )
    assert from_articles([listed]) == [
        {
            "id": "a1",
            "title": "The Harbour",
            "source": "Gazette",
            "published": None,
            "passages": 4,
            "author": "A. Writer",
            "url": "",
            "added": "2026-01-02T03:04:05Z",
            "path": "/x/a1.txt",
            "tags": (),
            "edited": (),
        }
    ]


def test_report_holds_every_field_of_the_sync() -> None:
    report = SyncReport(("a",), ("b",), ("c",), ("d",), 5, (Failure("/x/e.pdf", "it is no PDF"),))
    assert json.loads(write_json(from_report(report))) == {
        "added": ["a"],
        "changed": ["b"],
        "removed": ["c"],
        "left_out": ["d"],
        "unchanged": 5,
        "failures": [{"path": "/x/e.pdf", "reason": "it is no PDF"}],
        "notices": [],
    }


@pytest.mark.parametrize(
    "text",
    ["Käpt’n", "one\ntwo", "\x1b[31mred", "\x9b31m", "a\u2028b", "\u202egnirts", "\ud83d alone", "\x7f", '"quoted"'],
)
def test_json_is_one_printable_line_that_reads_back(text: str) -> None:
    line = write_json({"text": text})
    assert json.loads(line) == {"text": text}
    assert line.splitlines() == [line]
    assert not any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in line)
    line.encode("utf-8")


def test_json_keeps_letters_readable() -> None:
    assert write_json(["Käpt’n"]) == '["Käpt’n"]'


def test_json_refuses_what_is_not_json() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        write_json([float("nan")])


def test_a_checked_text_has_exactly_the_documented_shape() -> None:
    claim = Claim("It was sunny.", Support.UNSUPPORTED, 0.1, (), "a name in it is not in the closest sentence")
    cited = {"article": "a1", "title": "The Harbour", "start": 20, "end": 48, "quote": TEXT[20:48], "place": "page 2"}
    assert from_checked([Checked(0, 13, claim, (CITATION,))]) == {
        "sentences": [
            {
                "text": "It was sunny.",
                "support": "unsupported",
                "citations": [],
                "start": 0,
                "end": 13,
                "reason": "a name in it is not in the closest sentence",
                "nearest": [cited],
            }
        ],
        "supported": 0,
        "weak": 0,
        "unsupported": 1,
        "contradicted": 0,
        "not_judged": 0,
    }


def test_what_is_contradicted_or_not_judged_is_counted_by_itself() -> None:
    against = Claim("It was founded in 1872.", Support.CONTRADICTED, 0.0, (CITATION,), "the sources give another value")
    heading = Claim("Notes", Support.NOT_JUDGED, 0.0, (), "it has too few words that say something")
    said = from_checked([Checked(0, 5, heading), Checked(7, 30, against)])
    counts = {support.value: said[support.value] for support in Support}
    assert counts == {"supported": 0, "weak": 0, "unsupported": 0, "contradicted": 1, "not_judged": 1}
    first, second = json.loads(write_json(said))["sentences"]
    assert (first["support"], first["citations"], first["nearest"]) == ("not_judged", [], [])
    assert (second["support"], second["reason"]) == ("contradicted", "the sources give another value")
    assert [one["quote"] for one in second["citations"]] == ["Ada Quay founded it in 1871."]
