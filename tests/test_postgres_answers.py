"""Answers from a library on a real PostgreSQL server: a folder's, also where the server is lost in their middle."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from load.programs import ask_together, serve
from postgres_server import Server, serve_postgres

from index import Library
from index.embedders.hashed import HashedEmbedder
from index.errors import LibraryAway
from rag.assistant import Assistant
from rag.types import Answer, Event, Finished, Timings

pytestmark = [pytest.mark.postgres, pytest.mark.enable_socket]
QUESTIONS = (
    "How high did the water stand at the gauge on the Old Quay?", "What caused the fire on the ferry?",
    "How much does the sea wall cost?", "Who keeps the lighthouse?", "What do the newspapers say about the sea wall?",
    "When does the herring festival begin?", "Why is the library moving?", "How many people work at the shipyard?",
    "What did the school decide?", "Who won the Nobel Prize of physics?", "List the harbour dues.", "Hello",
)  # fmt: skip
SEEDS = Path(__file__).parent.parent / "seeds"


def told(answer: Answer) -> tuple[list[tuple[str, int, str]], Answer]:
    """Return the hits of an answer and the rest of it, scores to five digits, without generation, engines and clock."""
    hits = [(hit.article.id, hit.passage.start, f"{hit.score:.5f}") for hit in answer.hits]
    claims, withheld = (
        tuple(replace(claim, score=round(claim.score, 5)) for claim in claims)
        for claims in (answer.claims, answer.withheld)
    )
    receipt = replace(answer.receipt, generation=0, versions=())
    return hits, replace(
        answer, hits=(), claims=claims, withheld=withheld, receipt=receipt, timings=Timings(0, 0, 0)
    )  # fmt: skip


def test_the_same_answers_as_from_a_folder(postgres: Server, tmp_path: Path) -> None:
    answers = []
    for place in (tmp_path / "library", postgres.address()):
        with Library.open(place, embedder=HashedEmbedder()) as library:
            library.sync(SEEDS)
            library.mend()
            answers.append([told(Assistant(library).ask(question)) for question in QUESTIONS])
    assert answers[0] == answers[1]
    assert sum(bool(answer.points) for _, answer in answers[0]) == 6


def rest(events: Iterator[Event]) -> Answer:
    """Return what an answer comes to."""
    (last,) = [event for event in events if isinstance(event, Finished)]
    return last.answer


@pytest.mark.parametrize("is_back", [True, False])
def test_an_answer_whose_server_is_lost_in_its_middle_is_right_or_is_said(is_back: bool) -> None:
    with serve_postgres() as server, Library.open(server.address(), embedder=HashedEmbedder()) as library:
        library.sync(SEEDS / "harbour")
        question, ends = QUESTIONS[1], []
        right = told(Assistant(library).ask(question))
        for taken in range(len(list(Assistant(library).stream(question)))):
            events = Assistant(library).stream(question)
            for _ in range(taken):
                next(events)
            server.stop()
            if is_back:
                server.start()
            with suppress(LibraryAway):
                ends.append(told(rest(events)))
            if not is_back:
                server.start()
            assert told(Assistant(library).ask(question)) == right
        assert all(end == right for end in ends)
        assert (len(ends) > taken) == is_back


def test_many_programs_over_two_pages_of_one_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_LIBRARY", "")  # what `serve` sets is gone at the end
    with serve(tmp_path, 2) as at:
        asked = asyncio.run(ask_together(at, clients=10, questions=60))
    assert (asked.errors, len(asked.took_ms)) == ([], 60)
