"""What an answer is guessed to go on with, and that a guess never changes what is written."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from test_generators import CAFE, HARBOUR, reading, small_model_path

from rag.generators.llama_cpp.drafts import Drafts
from rag.generators.llama_cpp.engine import Engine
from rag.generators.llama_cpp.loading import count_cores
from rag.generators.llama_cpp.vocabulary import Tokens
from rag.generators.states import MemoryStates

MANY = 4  # guesses at once


def after(sources: Sequence[Sequence[int]], answer: Sequence[int], most: int = 3) -> tuple[int, ...]:
    drafts = Drafts(sources)
    for token in answer:
        drafts.add(token)
    return drafts.guess(most)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ((), ()),
        ((1,), ()),
        ((9, 1, 2), (3, 4, 5)),
        ((1, 2, 3, 4), (5, 6)),
        ((5, 6), ()),
        ((2, 1), ()),
    ],
    ids=["nothing", "one token", "two", "up to the end", "at the end", "other order"],
)
def test_an_answer_goes_on_as_what_was_read(answer: tuple[int, ...], expected: tuple[int, ...]) -> None:
    assert after([(1, 2, 3, 4, 5, 6)], answer) == expected


def test_the_longer_match_is_taken_and_else_the_first_text() -> None:
    texts = [(1, 2, 7), (5, 1, 2, 8), (1, 2, 9)]
    assert after(texts, (1, 2), 1) == (7,)
    assert after(texts, (5, 1, 2), 1) == (8,)


def test_two_texts_are_not_read_as_one() -> None:
    assert after([(1, 2), (3, 4)], (2, 3)) == ()


def test_an_answer_that_repeats_itself_is_guessed_too() -> None:
    assert after([], (1, 2, 3, 1, 2), 2) == (3, 1)


def test_no_guess_is_longer_than_asked() -> None:
    assert after([(1, 2, 3, 4, 5)], (1, 2), 1) == (3,)
    assert after([(1, 2, 3, 4, 5)], (1, 2), 0) == ()


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    opened = Engine(small_model_path(), "", 1024, count_cores(), MemoryStates())
    yield opened
    opened.stop()


def written(engine: Engine, sources: Sequence[Tokens], most: int = 24) -> tuple[list[int], list[float]]:
    from rag.prompt import write_prompt

    prompt = engine.vocabulary.prompt(write_prompt(reading(HARBOUR, CAFE)))
    engine.read(prompt.prefix, prompt.blocks)
    tokens, leads = [], []
    for token in engine.write(prompt.suffix, most, sources, MANY):
        tokens.append(token)
        leads.append(engine.lead(token))
    return tokens, leads


@pytest.mark.model
def test_guesses_do_not_change_what_is_written(engine: Engine) -> None:
    plain, leads = written(engine, ())
    assert len(plain) > MANY
    wrong = tuple(token for pair in pairwise(plain) for token in (*pair, 5, 6, 7))
    half = (*plain[:6], 5, 6, 7, 8)
    for sources in ([tuple(plain)], [wrong], [half], [tuple(plain[3:])]):
        tokens, sure = written(engine, sources)
        assert tokens == plain
        assert sure == pytest.approx(leads, abs=1.0)
    assert written(engine, ()) == (plain, leads)


@pytest.mark.model
@pytest.mark.parametrize("most", [1, 2, 3, 7])
def test_guesses_do_not_write_more_than_asked(engine: Engine, most: int) -> None:
    plain, _ = written(engine, ())
    assert written(engine, [tuple(plain)], most)[0] == plain[:most]


@pytest.mark.model
def test_a_quoting_answer_takes_fewer_evaluations(engine: Engine) -> None:
    plain, _ = written(engine, ())
    before = engine.evaluations
    written(engine, ())
    alone = engine.evaluations - before
    written(engine, [tuple(plain)])
    assert engine.evaluations - before - alone <= alone / 2


@pytest.mark.model
def test_stopped_within_a_guess_nothing_of_it_stays(engine: Engine) -> None:
    from rag.prompt import write_prompt

    plain, leads = written(engine, ())
    prompt = engine.vocabulary.prompt(write_prompt(reading(HARBOUR, CAFE)))
    for end in range(1, 8):
        engine.read(prompt.prefix, prompt.blocks)
        tokens = engine.write(prompt.suffix, 24, [tuple(plain)], MANY)
        assert [next(tokens) for _ in range(end)] == plain[:end]
        tokens.close()
        rest = written(engine, ())
        assert rest == (plain, leads)


@pytest.mark.model
def test_without_guesses_sources_change_nothing(engine: Engine) -> None:
    from rag.prompt import write_prompt

    plain, _ = written(engine, ())
    prompt = engine.vocabulary.prompt(write_prompt(reading(HARBOUR, CAFE)))
    counts = []
    for sources in ((), [tuple(plain)]):
        engine.read(prompt.prefix, prompt.blocks)
        before = engine.evaluations
        assert list(engine.write(prompt.suffix, 24, sources, 0)) == plain
        counts.append(engine.evaluations - before)
    assert counts[0] == counts[1]
