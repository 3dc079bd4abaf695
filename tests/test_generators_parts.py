"""The parts of the generators that need no model: streams, chat frames, the name lookup, damaged files."""

from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from index import Article, Span
from index.cores import count_cores
from index.errors import ModelMissing
from rag.errors import GeneratorError
from rag.generators import ExtractiveGenerator, GeneratorIdentity, Reading, open_generator
from rag.generators.certainty import lead, preference
from rag.generators.chat import ChatFrame, cut_frame, template_renderer
from rag.generators.llama_cpp import LlamaCppGenerator
from rag.generators.llama_cpp.cores import lacks_avx2
from rag.generators.llama_cpp.pace import FIRST_PAUSE_S, LONGEST_PAUSE_S, WINDOW_S, Pace
from rag.generators.streaming import until_blank_line
from rag.types import Evidence, Window

CHATML = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)
NO_SYSTEM_ROLE = (
    "{{ bos_token }}{% for message in messages %}"
    "{% if message['role'] == 'system' %}{{ raise_exception('no system role') }}{% endif %}"
    "<turn>{{ message['content'] | trim }}</turn>{% endfor %}{% if add_generation_prompt %}<model>{% endif %}"
)


def window(text: str, best: str, score: float) -> Window:
    article = Article(best, "Title", text)
    start = text.index(best)
    return Window(article, 0, len(text), Span(start, start + len(best)), score)


def extract(*windows: Window, max_answer_tokens: int = 96) -> list[str]:
    return list(ExtractiveGenerator().generate(Reading("Who?", Evidence(windows, 50), max_answer_tokens)))


HARBOUR = window("Rain fell. Ada Brine founded it in 1874. It grew.", "Ada Brine founded it in 1874.", 1.0)
HEADLINE = window("Harbour founded by Ada Brine\n\nRain fell.", "Harbour founded by Ada Brine", 1.0)


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        (["Ada", " Brine", ".", "\n", "\nQuestion: more"], ["Ada", " Brine", "."]),
        (["\n\n", "  Ada", " Brine \n"], ["Ada", " Brine"]),
        (["One.\nTwo.", "\n \t\nThree"], ["One.\nTwo."]),
        (["Ada \n\n Brine"], ["Ada"]),
        (["Ada", " ", " ", "Brine"], ["Ada", "  Brine"]),
        ([" ", "\n"], []),
        ([], []),
    ],
)
def test_a_stream_ends_at_the_blank_line_and_shows_no_loose_white_space(pieces: list[str], shown: list[str]) -> None:
    assert list(until_blank_line(pieces)) == shown


def test_a_chat_template_is_cut_at_the_texts() -> None:
    frame = cut_frame(template_renderer(CHATML, "<s>", "</s>"))
    assert frame == ChatFrame(
        "<|im_start|>system\n",
        "<|im_end|>\n<|im_start|>user\n",
        "<|im_end|>\n<|im_start|>assistant\n",
        "<|im_end|>\n<|im_start|>user\n",
    )


def test_a_template_without_a_system_role_gets_the_system_text_in_the_users_turn() -> None:
    frame = cut_frame(template_renderer(NO_SYSTEM_ROLE, "<s>", "</s>"))
    assert frame == ChatFrame("<s><turn>", "\n\n", "</turn><model>", "</turn><turn>")


def test_a_template_that_is_none_is_refused() -> None:
    with pytest.raises(GeneratorError, match="chat template cannot be read"):
        template_renderer("{% for %}", "", "")
    with pytest.raises(GeneratorError, match=r"does not hold the texts .* instruct model"):
        cut_frame(template_renderer("Hello!", "", ""))


def test_a_template_cannot_reach_out_of_its_sandbox() -> None:
    with pytest.raises(GeneratorError, match="chat template cannot be used"):
        cut_frame(template_renderer("{{ messages.__class__.__mro__ }}", "", ""))


def test_the_extractive_generator_quotes_the_first_window() -> None:
    low = window("Fish is sold here.", "Fish is sold here.", 0.94)
    assert extract(HARBOUR, low) == ["Ada Brine founded it in 1874."]


def test_it_quotes_the_second_window_when_it_fits_as_well() -> None:
    near = window("Fish is sold here.", "Fish is sold here.", 0.96)
    assert extract(HARBOUR, near) == ["Ada Brine founded it in 1874.", "\nFish is sold here."]
    assert extract(HEADLINE, near) == ["Harbour founded by Ada Brine", "\nFish is sold here."]
    assert extract(HARBOUR, HARBOUR) == ["Ada Brine founded it in 1874."]
    assert extract(HARBOUR, near, max_answer_tokens=13) == extract(HARBOUR, near)
    assert extract(HARBOUR, near, max_answer_tokens=12) == ["Ada Brine founded it in 1874."]


def test_without_a_model_a_word_counts_as_1_3_tokens() -> None:
    count = ExtractiveGenerator().count_tokens
    assert [count(text) for text in ("", "one", "one two three", "w " * 10)] == [0, 2, 4, 13]


def test_a_name_opens_its_generator(tmp_path: Path) -> None:
    assert isinstance(open_generator("extractive", tmp_path), ExtractiveGenerator)
    path = tmp_path / "small.gguf"
    path.write_bytes(b"GGUF")
    opened = open_generator(str(path), tmp_path)
    assert isinstance(opened, LlamaCppGenerator)
    assert opened.identity == GeneratorIdentity(
        "small.gguf",
        "b83633aa785344791618f2fddf131b010ea04912a60430760b070bad293f65bd",
        f"ik-llama-cpp-python {version('ik-llama-cpp-python')}",
    )


def test_a_model_of_the_list_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="smollm2-135m"):
        open_generator("SmolLM2-135M", tmp_path)


@pytest.mark.parametrize("name", ["extractiv", "all-MiniLM-L6-v2", "missing.gguf", ""])
def test_an_unknown_name_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(GeneratorError, match="expected"):
        open_generator(name, tmp_path)


@pytest.mark.parametrize("content", [b"", b"GGUF", b"GGUF\x03\0\0\0" + b"\0" * 64, b"not a model at all" * 9])
def test_a_damaged_model_file_is_named(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "damaged.gguf"
    path.write_bytes(content)
    generator = LlamaCppGenerator(path, "damaged", "")
    for use in (generator.warm_up, lambda: generator.count_tokens("Who?")):
        with pytest.raises(GeneratorError, match=r"damaged\.gguf cannot be loaded; .* Get it again"):
            use()


def test_a_folder_without_safetensors_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickle")
    generator = open_generator(str(tmp_path), tmp_path)
    with pytest.raises(GeneratorError, match=r"holds no \.safetensors file"):
        generator.count_tokens("Who?")


def test_the_cores_are_counted() -> None:
    assert count_cores() >= 1


@pytest.mark.parametrize(
    ("flags", "lacks"), [("fpu sse2 avx avx2", False), ("fpu sse2 avx", True), ("half thumb neon", False)]
)
def test_a_processor_without_avx2_is_known(flags: str, lacks: bool, tmp_path: Path) -> None:
    description = tmp_path / "cpuinfo"
    description.write_text(f"model name\t: One\nflags\t\t: {flags}\n", encoding="ascii")
    assert lacks_avx2(description) is lacks
    assert lacks_avx2(tmp_path / "none") is False


def test_without_avx2_the_engine_is_refused_before_it_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("rag.generators.llama_cpp.model.lacks_avx2", lambda: True)
    path = tmp_path / "small.gguf"
    path.write_bytes(b"GGUF")
    with pytest.raises(GeneratorError, match="no AVX2"):
        LlamaCppGenerator(path, "small", "").warm_up()


def test_certainty_is_the_distance_of_logits_in_steps() -> None:
    logits = np.array([0.5, 7.0, -3.0, 5.8], dtype=np.float32)
    assert lead(logits) == 1.5  # 1.2, rounded up to a step
    assert lead(np.array([30.0, 1.0], dtype=np.float32)) == 20.0
    assert lead(np.array([1.0, 1.0], dtype=np.float32)) == 0.25
    assert preference(logits, 0, 2) == 3.5
    assert preference(logits * 10, 2, 1) == -16.0


class Clock:
    """Tells the time that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def note(pace: Pace, threads: int, share: float) -> None:
    """Let the pace see evaluations long enough to conclude from."""
    for _ in range(4):
        pace.note(threads, share * WINDOW_S / 4, WINDOW_S / 4)


def test_a_thread_is_left_out_when_its_core_is_taken_and_tried_again_at_a_passage_or_less() -> None:
    clock = Clock()
    pace = Pace(2, clock)
    note(pace, 2, 0.95)
    assert pace.threads(300) == 2
    note(pace, 2, 0.4)
    assert pace.threads(1) == pace.threads(300) == 1
    clock.now += FIRST_PAUSE_S
    assert pace.threads(300) == 1  # too much for a trial
    assert pace.threads(1) == 2
    note(pace, 2, 0.96)
    assert pace.threads(300) == 2


def test_the_pause_before_a_thread_is_tried_again_doubles_while_that_fails() -> None:
    clock = Clock()
    pace = Pace(2, clock)
    note(pace, 2, 0.3)
    pauses = []
    for _ in range(8):
        waited = 0.0
        while pace.threads(1) == 1:
            clock.now += 0.5
            waited += 0.5
            note(pace, 1, 1.0)
        pauses.append(waited)
        note(pace, 2, 0.3)
    assert pauses == [2, 4, 8, 16, 32, LONGEST_PAUSE_S, LONGEST_PAUSE_S, LONGEST_PAUSE_S]


def test_one_interrupted_token_changes_nothing() -> None:
    pace = Pace(2, Clock())
    for share in (1.0, 0.4, 1.0, 1.0) * 20:
        pace.note(2, share * 0.025, 0.025)
        assert pace.threads(1) == 2


def test_one_thread_stays_one_however_busy_the_machine_is() -> None:
    pace = Pace(1, Clock())
    for _ in range(3):
        note(pace, 1, 0.1)
        assert pace.threads(1) == 1
