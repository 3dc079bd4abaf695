"""Checks a text that somebody wrote: each sentence against the articles, with the span or what comes closest."""

import io
import json
import sys
from pathlib import Path

import pytest
from command_line import HARBOUR, MUSEUM, Broadsheet, said_in_one_sentence

from index import Filter, Library
from index.embedders.hashed import HashedEmbedder
from rag.text_check import check_text
from rag.types import Checked, Support

pytest_plugins = ["command_line_fixtures"]

DRAFT = "The harbour of Saltby was founded by Ada Quay in 1871.\n\nThe museum of Saltby opened in 1903. Hello!"


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Library:
    opened = Library.open(tmp_path / "library", embedder=HashedEmbedder())
    opened.sync(folder)
    return opened


def check(library: Library, text: str, **more: Filter | float) -> list[Checked]:
    return list(check_text(library, text, **more))  # type: ignore[arg-type]


def test_each_sentence_is_judged_and_cited_to_the_letter(library: Library) -> None:
    held, changed, greeting = check(library, DRAFT)
    assert greeting.claim.support is Support.NOT_JUDGED
    assert "too few words" in greeting.claim.reason
    assert DRAFT[held.start : held.end] == held.claim.text
    assert held.claim.support is Support.SUPPORTED
    (citation,) = held.claim.citations
    assert citation.quote == HARBOUR[citation.start : citation.end] == HARBOUR.split(" It has")[0]
    assert held.nearest == ()
    assert changed.claim.support is Support.CONTRADICTED
    assert changed.claim.reason == "the sources give another value"
    assert changed.claim.citations[0].quote == MUSEUM.split(" Entry")[0]
    assert changed.nearest == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "The harbour of Saltby was founded by Tom Quill in 1871.",
        "The harbour of Saltby has four piers and a lighthouse.",
        "Entry to the museum costs eleven pounds on weekdays.",
        "Ada Quay closed every theatre between London and Paris.",
    ],
)
def test_what_the_articles_do_not_say_is_not_supported(library: Library, sentence: str) -> None:
    (judged,) = check(library, sentence)
    assert judged.claim.support in (Support.UNSUPPORTED, Support.CONTRADICTED)
    assert judged.nearest or judged.claim.citations


def test_a_sentence_that_names_nobody_is_looked_for_with_the_one_before_it(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[str] = []
    search = Library.search

    def watch(self: Library, question: str, *more: object) -> object:
        searched.append(question)
        return search(self, question, *more) if "1871" in question else ()  # type: ignore[arg-type]

    monkeypatch.setattr(Library, "search", watch)
    _, second = check(library, "The harbour was founded in 1871. It has three piers and a lighthouse.")
    assert searched[-1] == "The harbour was founded in 1871. It has three piers and a lighthouse."
    assert second.claim.support is Support.SUPPORTED


def test_what_comes_closest_says_the_same_of_something_else(library: Library) -> None:
    (judged,) = check(library, "The harbour of Saltby has a lighthouse and a fish market.")
    assert judged.claim.support is Support.UNSUPPORTED
    assert [citation.quote for citation in judged.nearest] == [HARBOUR]
    (judged,) = check(library, "The museum of Saltby was founded by Ada Quay in 1902.")
    assert judged.claim.support is Support.UNSUPPORTED
    assert [citation.quote for citation in judged.nearest] == [HARBOUR.split(" It has")[0]]


@pytest.mark.parametrize(
    ("sentence", "support"),
    [
        ("The museum of Saltby was founded by Ada Quay in 1902.", Support.UNSUPPORTED),
        ("The library of Saltby was founded by Ada Quay in 1899.", Support.UNSUPPORTED),
        ("The theatre of Saltby opened in 1933.", Support.UNSUPPORTED),
        ("The harbour of Saltby was founded by Ada Quay in 1899.", Support.CONTRADICTED),
        ("The museum of Saltby opened in 1933.", Support.CONTRADICTED),
        ("Entry costs eleven pounds on weekdays.", Support.CONTRADICTED),
    ],
)
def test_a_value_contradicts_none_of_another_thing(library: Library, sentence: str, support: Support) -> None:
    (judged,) = check(library, sentence)
    assert judged.claim.support is support


def test_another_value_of_the_same_thing_contradicts(library: Library) -> None:
    (judged,) = check(library, "The harbour of Saltby has four piers and a lighthouse.")
    assert judged.claim.support is Support.CONTRADICTED
    assert judged.claim.reason == "the sources give another value"
    assert [citation.quote for citation in judged.claim.citations] == [HARBOUR]
    assert judged.nearest == ()


def test_only_the_chosen_articles_are_asked(library: Library) -> None:
    (judged,) = check(library, DRAFT.split("\n")[0], only=Filter(sources=frozenset({"Herald"})))
    assert judged.claim.support is Support.UNSUPPORTED


def test_how_much_is_enough_can_be_set(library: Library) -> None:
    changed = "In Saltby, the harbour that Ada Quay founded has three old piers, and the lighthouse."
    (usual,), (strict,) = check(library, changed), check(library, changed, min_support=0.99)
    assert usual.claim.support is not Support.UNSUPPORTED
    assert usual.claim.score == strict.claim.score
    assert strict.claim.support is Support.UNSUPPORTED


def test_the_command_shows_each_sentence_and_fails_when_one_is_not_supported(
    filled: Broadsheet, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, encoding="utf-8")
    ended = filled("check", str(draft))
    assert ended.code == 1
    assert "✓ The harbour of Saltby was founded by Ada Quay in 1871. (supported)" in ended.out
    assert "≠ The museum of Saltby opened in 1903. (contradicted: the sources give another value)" in ended.out
    assert "contradicted by: “The museum of Saltby opened in 1902.” – The museum (Herald, 2024-06-01)" in ended.out
    assert "· Hello! (not judged: it has too few words that say something)" in ended.out
    counts = "1 supported, 0 partly found, 0 not found, 1 contradicted, 1 not judged"
    assert ended.out.endswith(f"\n{counts}\n")
    draft.write_text("The harbour of Saltby has a lighthouse and a fish market.", encoding="utf-8")
    ended = filled("check", str(draft))
    assert ended.code == 1
    assert f"closest: “{HARBOUR}” – The harbour (Gazette, 2024-05-01)" in ended.out
    draft.write_text(DRAFT.split("\n")[0] + " Hello!", encoding="utf-8")
    ended = filled("check", str(draft))
    assert ended.code == 0
    assert ended.out.endswith("\n1 supported, 0 partly found, 0 not found, 0 contradicted, 1 not judged\n")


def test_the_command_reads_standard_input_and_writes_json(filled: Broadsheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DRAFT.encode())))
    ended = filled("check", "-", "--json")
    assert ended.code == 1
    said = json.loads(ended.out)
    assert {support.value: said[support.value] for support in Support} == {
        "supported": 1,
        "weak": 0,
        "unsupported": 0,
        "contradicted": 1,
        "not_judged": 1,
    }
    first, second, third = said["sentences"]
    assert set(first) == {"text", "support", "citations", "start", "end", "reason", "nearest"}
    assert first["citations"][0]["article"] == "harbour"
    assert (second["support"], second["reason"]) == ("contradicted", "the sources give another value")
    assert [one["quote"] for one in second["citations"]] == ["The museum of Saltby opened in 1902."]
    assert second["nearest"] == []
    assert (third["support"], third["citations"], third["nearest"]) == ("not_judged", [], [])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("draft.xyz", "text", "has the suffix .xyz, which is not supported"),
        ("draft.txt", " \n", "draft.txt"),
        ("draft.jsonl", '{"id":"1","text":"One."}\n{"id":"2","text":"Two."}\n', "holds 2 articles; expected one text"),
    ],
)
def test_what_cannot_be_checked_is_said(filled: Broadsheet, tmp_path: Path, name: str, content: str, said: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert said in said_in_one_sentence(filled("check", str(tmp_path / name)))


def test_without_articles_the_command_says_how_to_begin(broadsheet: Broadsheet, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(DRAFT, encoding="utf-8")
    assert "sync" in said_in_one_sentence(broadsheet("--embedder", "hashed", "check", str(draft)))


def test_a_day_that_is_none_says_how_days_are_typed(broadsheet: Broadsheet) -> None:
    ended = broadsheet("ask", "--from", "2024-99-01", "Who?")
    assert ended.code == 2
    assert "'2024-99-01' is no day of the calendar; type one like 2024-05-31" in ended.err


def test_an_unknown_source_is_named_with_those_that_there_are(filled: Broadsheet) -> None:
    ended = filled("ask", "--source", "Nobody Times", "Who founded the harbour of Saltby?")
    assert (ended.code, ended.out) == (2, "")
    said = " ".join(ended.err.split())
    assert "no article has the source Nobody Times; your sources are Gazette, Herald" in said
