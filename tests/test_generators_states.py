"""A passage is read once: kept states give the same answers to the last bit, and what is prepared gives way."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index import Article, Span
from index.home import find_home
from index.models import find_model
from rag.generators import Reading
from rag.generators.llama_cpp import LlamaCppGenerator
from rag.generators.llama_cpp.engine import Prefill
from rag.generators.llama_cpp.model import Model
from rag.generators.llama_cpp.vocabulary import Vocabulary
from rag.generators.states import FolderStates, KeptStates, MemoryStates, States
from rag.prompt import OPENING, SYSTEM, write_check, write_prompt
from rag.types import Evidence, Window

pytestmark = pytest.mark.model
TEXTS = (
    "The bridge of Alderwick was opened in 1931 by Mayor Ada Vane. It is 212 metres long and took four years.",
    "The market opens on Tuesday. Fish is sold by Tom Quill, who has had his stall there since 1988.",
    "The council decided to close the old library in March, and to move its 40,000 books into the town hall.",
)
QUESTION = "Who opened the bridge of Alderwick?"


def window(number: int) -> Window:
    text = TEXTS[number]
    article = Article(str(number), f"Title {number}", text, "The Courier")
    return Window(article, 0, len(text), Span(0, len(text)), 1.0)


def long_window() -> Window:
    text = "The council met again and decided nothing at all about the pier. " * 100
    return Window(Article("long", "Long", text), 0, len(text), Span(0, 10), 1.0)


def reading(*numbers: int, question: str = QUESTION) -> Reading:
    return Reading(question, Evidence(tuple(map(window, numbers)), 90), 24)


def small_model() -> Path:
    return find_model(find_home().models, "smollm2-135m")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[list[LlamaCppGenerator]]:
    made: list[LlamaCppGenerator] = []
    yield made
    for generator in made:
        generator.close()


def generator(opened: list[LlamaCppGenerator], states: States) -> LlamaCppGenerator:
    opened.append(LlamaCppGenerator(small_model(), "small", "sha", states=states))
    return opened[-1]


def on_disk(folder: Path) -> KeptStates:
    return KeptStates(MemoryStates(), FolderStates(folder))


def answer(writer: LlamaCppGenerator, asked: Reading) -> tuple[str, object]:
    written = "".join(writer.generate(asked))
    return written, writer.review(asked, written, asked.evidence.windows[0])


def suffix_of(asked: Reading) -> int:
    return len(Vocabulary(Model(small_model(), only_vocabulary=True)).prompt(write_prompt(asked)).suffix)


def test_an_answer_is_the_same_from_fresh_kept_and_stored_states(
    opened: list[LlamaCppGenerator], tmp_path: Path
) -> None:
    writer = generator(opened, on_disk(tmp_path))
    asked, other = reading(0, 1, 2), reading(2, 0, question="What did the council decide?")
    fresh = answer(writer, asked)
    assert fresh[0]
    assert answer(writer, asked) == fresh
    second = answer(writer, other)
    assert answer(writer, asked) == fresh
    later = generator(opened, on_disk(tmp_path))
    assert answer(later, other) == second
    assert answer(later, asked) == fresh
    alone = generator(opened, MemoryStates(0))  # keeps nothing: every block is read each time
    assert answer(alone, other) == second
    assert answer(alone, asked) == fresh


def test_an_answer_is_the_same_with_one_thread_and_with_two(opened: list[LlamaCppGenerator]) -> None:
    """How many there are changes with what else the machine does."""
    answers = []
    for threads in (1, 2):
        opened.append(LlamaCppGenerator(small_model(), "small", "sha", threads=threads))
        answers.append(answer(opened[-1], reading(0, 1, 2)))
    assert answers[0] == answers[1]


def test_a_passage_is_read_once_wherever_it_stands(opened: list[LlamaCppGenerator], tmp_path: Path) -> None:
    writer = generator(opened, on_disk(tmp_path))
    first, moved = reading(0, 1, 2), reading(2, 1, question="Who sells fish?")
    answer(writer, first)
    tokens = Vocabulary(Model(small_model(), only_vocabulary=True)).prompt(write_prompt(first))
    assert writer.last_prefill == Prefill(0, len(tokens))
    answer(writer, moved)
    assert writer.last_prefill.evaluated == suffix_of(moved)
    later = generator(opened, on_disk(tmp_path))
    answer(later, first)
    assert later.last_prefill.evaluated == suffix_of(first)


def test_damaged_and_lost_states_are_read_again(opened: list[LlamaCppGenerator], tmp_path: Path) -> None:
    asked = reading(0, 1)
    fresh = answer(generator(opened, on_disk(tmp_path)), asked)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 3  # the opening and two passages
    files[0].unlink()
    damaged = bytearray(files[1].read_bytes())
    damaged[1000] ^= 255
    files[1].write_bytes(bytes(damaged))
    assert answer(generator(opened, on_disk(tmp_path)), asked) == fresh
    assert sorted(tmp_path.iterdir()) == files


def test_another_model_never_reads_these_states(opened: list[LlamaCppGenerator], tmp_path: Path) -> None:
    answer(generator(opened, on_disk(tmp_path)), reading(0))
    other = LlamaCppGenerator(small_model(), "small", "another sha", states=on_disk(tmp_path))
    opened.append(other)
    answer(other, reading(0))
    assert other.last_prefill.reused == 0


def test_what_was_prepared_costs_only_the_question(opened: list[LlamaCppGenerator]) -> None:
    writer = generator(opened, MemoryStates())
    assert writer.prepare(window(1))
    assert writer.prepare(window(1))
    asked = reading(1, question="Who sells fish?")
    answer(writer, asked)
    assert writer.last_prefill.evaluated == suffix_of(asked)


def test_preparing_gives_way_to_a_question(opened: list[LlamaCppGenerator]) -> None:
    writer = generator(opened, MemoryStates())
    writer.warm_up()
    long = long_window()
    results: list[bool] = []
    preparing = threading.Thread(target=lambda: results.append(writer.prepare(long)))
    preparing.start()
    while writer._preparing is None:
        preparing.join(0.001)
    fresh = answer(writer, reading(0))
    preparing.join()
    assert results == [False]
    assert fresh == answer(generator(opened, MemoryStates()), reading(0))


def test_a_question_waits_for_what_is_being_prepared_for_it(opened: list[LlamaCppGenerator]) -> None:
    writer = generator(opened, MemoryStates())
    writer.warm_up()
    asked = Reading(QUESTION, Evidence((long_window(), window(0)), 1400), 24)
    results: list[bool] = []
    preparing = threading.Thread(target=lambda: results.append(writer.prepare(long_window())))
    preparing.start()
    while writer._preparing is None:
        preparing.join(0.001)
    fresh = answer(writer, asked)
    preparing.join()
    assert results == [True]
    assert fresh == answer(generator(opened, MemoryStates()), asked)


def test_nothing_is_prepared_while_somebody_asks(opened: list[LlamaCppGenerator]) -> None:
    writer = generator(opened, MemoryStates())
    for _ in writer.generate(reading(0)):
        assert not writer.prepare(window(1))
    assert not writer.prepare(window(1))  # the review of the answer may follow at once
    writer.review(reading(0), "Ada.", None)
    assert writer.prepare(window(1))
    writer.review(reading(0), "", None)
    assert not writer.prepare(window(1))  # what it is asked of before it writes is followed by the answer


def test_the_review_reads_the_window_by_itself_from_its_kept_state(opened: list[LlamaCppGenerator]) -> None:
    writer = generator(opened, MemoryStates())
    asked = reading(0, 1)
    written = "".join(writer.generate(asked))
    without = writer.review(asked, written, None)
    assert (without.alone, without.stated is not None) == (None, True)
    reviews = [writer.review(asked, written, one) for one in asked.evidence.windows]
    assert all(review == replace(without, alone=review.alone) for review in reviews)
    assert len({review.alone for review in reviews}) == 2  # each window is asked by itself
    check = write_check(written, window(1))
    assert (check.blocks, check.system, check.opening) == (write_prompt(asked).blocks[1:], SYSTEM, OPENING)
