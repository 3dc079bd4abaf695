"""Reach: a larger model reads more and writes several sentences; what is known of a model's size, and who says so."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openai_stand_in import MODEL, Answer, Reply, StandIn, closed_clients, models, stand_in, stream, tell

from index import Article, Library, Span
from index.servers.address import KEY, KEY_FILE, read_address
from rag.answer.written.paragraph import widen
from rag.answer.written.writing import DOUBTED
from rag.assistant import AnswerSettings, Assistant
from rag.generators import ExtractiveGenerator, open_generator
from rag.generators.server import ServerGenerator
from rag.prompt import INSTRUCTION
from rag.reach import SMALL, STEPS, ModelSize, Reach, Step, billions_in, find_reach
from rag.types import Answer as Told
from rag.types import Evidence, Outcome, Support, Window
from ui.main import main

__all__ = ["closed_clients"]  # a fixture
SERVED = [pytest.mark.enable_socket, pytest.mark.slow, pytest.mark.usefixtures("closed_clients", "no_key")]
LARGE = "scribe-32b"
CHAT = "/v1/chat/completions"
ASKED = "How long is the bridge of Alderwick?"


HEADING = "\n\n["
TOLD = "The bridge of Alderwick is 212 metres long. It was opened in 1931 by Ada Vane. Its toll was lifted in 1958."
NAMES = "Ada Ben Cora Dan Eva Finn Gus Hana Ivo Jana Karl Lena Max Nora Otto Pia Quin Rosa Sven Tess Udo Vera Wim"


@pytest.fixture
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY, raising=False)
    monkeypatch.delenv(KEY_FILE, raising=False)


@dataclass
class OfSize:
    """A generator that tells a size, and no more."""

    told: ModelSize

    def size(self) -> ModelSize:
        return self.told


@pytest.mark.parametrize(
    ("name", "billions"),
    [
        ("Qwen/Qwen2.5-32B-Instruct", 32),
        ("llama3:70b", 70),
        ("qwen2.5-coder-1.5b", 1.5),
        ("SmolLM2-135M-Instruct.Q4_1", 0.135),
        ("mixtral-8x7b-instruct", 56),
        ("Qwen3-30B-A3B", 30),
        ("Qwen2.5-7B-Instruct-1M", 7),
        ("3.2B", 3.2),
        ("model-7b-4bit.gguf", 7),
        ("gpt-4o", 0),
        ("claude-3b2", 0),
        ("llama3.2:latest", 0),
        ("", 0),
    ],
)
def test_a_name_tells_how_large_a_model_is_or_nothing(name: str, billions: float) -> None:
    assert billions_in(name) == billions


@pytest.mark.parametrize(
    ("size", "step"),
    [
        (ModelSize(1.5, 4096, "its file", is_on_processor=True), Step.SMALL),
        (ModelSize(5.9, told="its name", at_once=8, is_on_server=True), Step.SMALL),
        (ModelSize(7, told="its name", at_once=8, is_on_server=True), Step.MIDDLE),
        (ModelSize(32, told="its name", at_once=8, is_on_server=True), Step.LARGE),
        (ModelSize(at_once=8, is_on_server=True), Step.LARGE),
        (ModelSize(is_on_processor=True), Step.SMALL),
    ],
)
def test_the_step_follows_the_size(size: ModelSize, step: Step) -> None:
    reach = find_reach(OfSize(size))
    assert reach.step is step
    assert reach.why in reach.says
    assert (size.told in reach.why) if size.billions else ("size" in reach.why)


def test_a_small_model_keeps_what_was_measured_with_it() -> None:
    small = find_reach(OfSize(ModelSize(1.5, 4096, "its file", is_on_processor=True)))
    unsized = find_reach(ExtractiveGenerator())
    for reach in (small, unsized):
        told = (reach.evidence_tokens, reach.worth, reach.point_tokens, reach.answer_tokens, reach.paragraph_tokens)
        assert told == (400, 0.7, 260, 96, 160)
        assert (reach.sentences, reach.requests, reach.is_wide) == (1, 1, False)


def test_every_step_reaches_further_than_the_one_before() -> None:
    def limits(reach: Reach) -> tuple[float, ...]:
        read = (reach.evidence_tokens, 1 - reach.worth, reach.point_tokens)
        return (*read, reach.answer_tokens, reach.paragraph_tokens, reach.sentences, reach.requests)

    small, middle, large = (limits(STEPS[step]) for step in Step)
    assert all(one < other for one, other in zip(small, middle, strict=True))
    assert all(one < other for one, other in zip(middle, large, strict=True))


@pytest.mark.parametrize(
    ("context", "evidence"),
    [(0, 2000), (131_072, 2000), (2048, 1024), (512, SMALL.evidence_tokens)],
)
def test_evidence_fits_into_the_context(context: int, evidence: int) -> None:
    reach = find_reach(OfSize(ModelSize(70, context, "the server", at_once=8, is_on_server=True)))
    assert reach.evidence_tokens == evidence
    assert reach.point_tokens <= evidence


def test_on_a_processor_more_is_written_but_not_more_is_read() -> None:
    reach = find_reach(OfSize(ModelSize(14, 4096, "its file", is_on_processor=True)))
    assert (reach.evidence_tokens, reach.worth, reach.point_tokens) == (400, 0.7, 260)
    assert (reach.sentences, reach.requests) == (2, 1)


def test_requests_are_no_more_than_the_server_has_slots() -> None:
    assert find_reach(OfSize(ModelSize(70, told="the server", at_once=2, is_on_server=True))).requests == 2


def test_what_is_asked_for_wins() -> None:
    size = ModelSize(70, told="its name", at_once=8, is_on_server=True)
    reach = find_reach(OfSize(size), Step.SMALL)
    assert (reach.step, reach.sentences, reach.evidence_tokens, reach.why) == (Step.SMALL, 1, 400, "as --reach says")
    assert find_reach(ExtractiveGenerator(), Step.LARGE).evidence_tokens == SMALL.evidence_tokens
    settings = AnswerSettings(max_evidence_tokens=900, max_answer_tokens=40)
    reach = settings.reach_of(ExtractiveGenerator())
    assert (reach.evidence_tokens, reach.answer_tokens) == (900, 40)


def test_points_stand_in_their_passages_and_no_character_is_read_twice() -> None:
    article = Article("1", "One", "".join(f"Sentence {number:02}. " for number in range(20)))
    other = Article("2", "Two", "Another text.")

    def at(start: int, end: int, of: Article = article) -> Window:
        return Window(of, start, end, Span(start, end), 1.0)

    passages = [at(0, 60), at(60, 120), at(0, 13, other)]
    lines = Evidence((at(84, 96), at(12, 24), at(96, 108)), 9)
    wide = widen(lines, passages, lambda text: len(text.split()), 100)
    assert [(one.article.id, one.start, one.end) for one in wide.windows] == [
        ("1", 60, 120),
        ("1", 0, 60),
        ("2", 0, 13),
    ]
    assert wide.windows[0].best == Span(84, 96)
    assert wide.tokens == sum(len(one.text.split()) for one in wide.windows)
    assert [one.start for one in widen(lines, passages, lambda text: len(text.split()), 1).windows] == [60]


def piece(text: str, end: str | None = None, **more: object) -> dict[str, object]:
    return {"choices": [{"delta": {"content": text}, "finish_reason": end, **more}]}


def ranks(yes: float, no: float) -> dict[str, object]:
    return {"content": [{"top_logprobs": [{"token": "Yes", "logprob": yes}, {"token": "No", "logprob": no}]}]}


def writer(text: str, doubted: str = "", met: threading.Barrier | None = None) -> Callable[[dict[str, Any]], Answer]:
    """Return a server that writes `text`, and says No where it is asked of `doubted`.

    With a barrier, no sentence is checked before as many others are being asked of.
    """

    def answer(body: dict[str, Any]) -> Answer:
        asked = body["messages"][-1]["content"]
        if body.get("stream"):
            short = "212 metres" if "as few words" in asked else text
            return stream(piece(short, logprobs=ranks(-0.1, -3.0)), piece("", "stop"))
        if met is not None and "Statement: " in asked and "212" not in asked.partition("Statement: ")[2]:
            met.wait(20)
        is_no = bool(doubted) and f"Statement: {doubted}" in asked
        said = ranks(-3.0, -0.1) if is_no else ranks(-0.1, -3.0)
        return tell({"choices": [{"message": {"content": "Yes"}, "logprobs": said, "finish_reason": "length"}]})

    return answer


@pytest.fixture
def bridges(library: Library, tmp_path: Path) -> Library:
    """Give a library whose twelve passages fit a question about as well: some 100 tokens each, no two near-copies."""
    texts = [TOLD, *(f"How long it is, the bridge of Alderwick, number {number}, was told." for number in range(11))]
    lines = []
    for number, text in enumerate(texts):
        others = ", ".join(f"{name}{number}" for name in NAMES.split())
        told = f"{text} {others} and a dog went by."
        lines.append({"id": str(number), "title": "How long is the bridge of Alderwick?", "text": told})
    file = tmp_path / "bridges.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    library.sync(file)
    return library


def ask(library: Library, name: str, reply: Reply, settings: AnswerSettings | None = None) -> tuple[Told, StandIn]:
    with stand_in({"/v1/models": models(name), CHAT: reply}) as site:
        generator = open_generator(site.name.replace(MODEL, name), Path())
        return Assistant(library, generator, settings).ask(ASKED), site


def read_by(site: StandIn) -> str:
    """Return what the server was given to write from."""
    return str(next(body for body in site.bodies(CHAT) if body.get("stream"))["messages"][1]["content"])


class TestOnAServer:
    pytestmark = SERVED

    def test_a_large_model_is_given_more_evidence_and_asked_for_several_sentences(self, bridges: Library) -> None:
        text = "The bridge of Alderwick is 212 metres long."
        _, site = ask(bridges, MODEL, writer(text))
        small, bodies = read_by(site), site.bodies(CHAT)
        assert INSTRUCTION in small
        assert next(body for body in bodies if body.get("stream"))["max_tokens"] == 96
        for name, step in ((LARGE, Step.LARGE), ("scribe-8b", Step.MIDDLE), ("scribe-tuned", Step.LARGE)):
            _, site = ask(bridges, name, writer(text))
            given = read_by(site)
            assert given.count(HEADING) > small.count(HEADING) > 1
            assert f"Answer in one to {STEPS[step].sentences} short, complete sentences." in given
            assert next(body for body in site.bodies(CHAT) if body.get("stream"))["max_tokens"] == (
                STEPS[step].answer_tokens
            )
        _, site = ask(bridges, LARGE, writer(text), AnswerSettings(reach=Step.SMALL))
        assert read_by(site) == small

    def test_several_sentences_come_back_judged_and_cited_one_by_one(self, bridges: Library) -> None:
        true = ("The bridge of Alderwick is 212 metres long.", "It was opened in 1931 by Ada Vane.")
        answer, _ = ask(bridges, LARGE, writer(" ".join((*true, "It was painted green by the navy in 1977."))))
        assert answer.outcome is Outcome.PARTLY_SUPPORTED
        assert tuple(claim.text for claim in answer.claims) == true
        for claim in answer.claims:
            assert claim.support is Support.SUPPORTED
            assert [cited.quote for cited in claim.citations] == [claim.text]
        assert [claim.text for claim in answer.withheld] == ["It was painted green by the navy in 1977."]
        assert answer.short == "212 metres"

    def test_a_sentence_that_its_own_writer_does_not_read_is_withheld(self, bridges: Library) -> None:
        first, second = "The bridge of Alderwick is 212 metres long.", "It was opened in 1931 by Ada Vane."
        answer, site = ask(bridges, LARGE, writer(f"{first} {second}", doubted=second))
        assert [claim.text for claim in answer.claims] == [first]
        assert [(claim.text, claim.reason) for claim in answer.withheld] == [(second, DOUBTED)]
        asked = [body["messages"][1]["content"] for body in site.bodies(CHAT)]
        (alone,) = (text for text in asked if f"Statement: {second}" in text)
        assert alone.count("The bridge of Alderwick is 212") == 1
        assert alone.count(HEADING) == 1

    def test_passages_are_asked_side_by_side(self, bridges: Library) -> None:
        """Each check waits for the other: one after the other they would wait in vain."""
        answer, _ = ask(bridges, LARGE, writer(TOLD, met=threading.Barrier(2)))
        assert len(answer.claims) == 3

    def test_a_small_model_is_asked_one_by_one(self, bridges: Library) -> None:
        busy, most = 0, 0
        lock = threading.Lock()
        reply = writer("The bridge of Alderwick is 212 metres long.")

        def counted(body: dict[str, Any]) -> Answer:
            nonlocal busy, most
            with lock:
                busy += 1
                most = max(most, busy)
            try:
                threading.Event().wait(0.02)
                return reply(body)
            finally:
                with lock:
                    busy -= 1

        _, site = ask(bridges, MODEL, counted)
        assert len(site.bodies(CHAT)) > 4
        assert most == 1

    def test_an_explanation_is_written_from_whole_passages(self, library: Library, tmp_path: Path) -> None:
        text = (
            "The tide gate of Merrow was closed because its hinges had rusted through. Ina Moor found the rust in "
            "March.\n\nThe fair opens in May. Rain fell on its first day last year, and nobody came."
        )
        line = {"id": "gate", "title": "Why the tide gate is shut", "text": text}
        (tmp_path / "gate.jsonl").write_text(json.dumps(line), encoding="utf-8")
        library.sync(tmp_path / "gate.jsonl")
        given = []
        for name in (MODEL, LARGE):
            with stand_in({"/v1/models": models(name), CHAT: writer("The hinges had rusted through.")}) as site:
                generator = open_generator(site.name.replace(MODEL, name), tmp_path)
                answer = Assistant(library, generator).ask("Why was the tide gate of Merrow closed?")
                assert [claim.support for claim in answer.claims] == [Support.SUPPORTED]
                given.append(read_by(site))
                written = next(body for body in site.bodies(CHAT) if body.get("stream"))
                assert written["max_tokens"] == (STEPS[Step.LARGE] if name == LARGE else SMALL).paragraph_tokens
        assert "Rain fell on its first day" not in given[0]
        assert given[1].count("Rain fell on its first day") == given[1].count("rusted through") == 1

    @pytest.mark.parametrize(
        ("served", "more", "size"),
        [
            (
                {"id": "m", "owned_by": "llamacpp", "meta": {"n_params": 31_500_000_000, "n_ctx_train": 32768}},
                {"/props": tell({"default_generation_settings": {"n_ctx": 4096}, "total_slots": 4})},
                ModelSize(31.5, 4096, "the server", 4, is_on_server=True),
            ),
            (
                {"id": "m", "owned_by": "vllm", "root": "Qwen/Qwen2.5-7B-Instruct", "max_model_len": 8192},
                {},
                ModelSize(7, 8192, "its name on the server", 8, is_on_server=True),
            ),
            (
                {"id": "m:latest", "owned_by": "library"},
                {"/api/show": tell({"details": {"parameter_size": "3.2B"}})},
                ModelSize(3.2, 0, "the server", 8, is_on_server=True),
            ),
            (
                {"id": "m", "context_length": 128_000.0},
                {},
                ModelSize(0, 128_000, "its name", 8, is_on_server=True),
            ),
            (
                {"id": "m", "max_model_len": "long", "meta": {"n_params": None}},
                {"/props": tell({"default_generation_settings": {"n_ctx": "?"}})},
                ModelSize(0, 0, "its name", 8, is_on_server=True),
            ),
            ({"id": "m"}, {"/api/show": tell({"error": "busy"}, 500)}, ModelSize(0, 0, "its name", 8, True)),
        ],
    )
    def test_each_server_tells_its_size_in_its_own_way(
        self, served: dict[str, object], more: dict[str, Reply], size: ModelSize
    ) -> None:
        with stand_in({"/v1/models": tell({"data": [served]}), CHAT: writer("Yes"), **more}) as site:
            assert ServerGenerator(read_address(site.name.replace(MODEL, "m"))).size() == size

    def test_a_server_that_is_away_leaves_the_name_and_is_asked_again_later(
        self, bridges: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with stand_in({"/v1/models": [tell({}, 500), models(LARGE)], CHAT: writer("Yes")}) as site:
            generator = ServerGenerator(read_address(site.name.replace(MODEL, LARGE)))
            assert Assistant(bridges, generator).find(ASKED).reach.step is Step.LARGE
            assert generator.size().context == 0
            assert len(site.asked) == 1
            monkeypatch.setattr("rag.generators.server.generator.SILENT_S", 0.0)
            generator._silent_until = 0.0
            assert generator.size() == ModelSize(32, 0, "its name", 8, is_on_server=True)
            assert len(site.asked) > 1

    @pytest.mark.parametrize(
        ("name", "options", "says"),
        [
            (MODEL, [], "reach small: 400 tokens of evidence, one sentence a fact (1 billion weights, by its name)"),
            (LARGE, [], "reach large: 2,000 tokens of evidence, up to 3 sentences a fact, 8 requests at once (32 bill"),
            ("scribe", [], "(neither the server nor the name tells a size, as of a cloud's; else set --reach)"),
            (LARGE, ["--reach", "middle"], "reach middle: 1,000 tokens of evidence, up to 2 sentences a fact, 4 req"),
        ],
    )
    def test_the_doctor_says_what_was_chosen_and_why(
        self, name: str, options: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with stand_in({"/v1/models": models(name), CHAT: writer("Yes")}) as site:
            given = ["--generator", site.name.replace(MODEL, name), *options]
            main(["doctor", "--home", str(tmp_path), "--embedder", "hashed", *given])
        (line,) = (line for line in capsys.readouterr().out.splitlines() if "  generator: " in line)
        assert says in line


def test_a_reach_that_there_is_not_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--home", str(tmp_path), "--reach", "huge"]) == 2
    said = capsys.readouterr().err
    assert all(step.value in said for step in Step)
