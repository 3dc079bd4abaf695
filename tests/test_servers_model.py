"""A server that writes, the real one of llama.cpp: the same tokens and the same text as on this computer."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from llama_server import serve_gguf
from openai_stand_in import closed_clients

from index import Article, Span
from index.embedders import open_embedder
from index.errors import ServerFailed
from index.home import find_home
from index.models import find_model
from index.servers.address import read_address
from index.servers.client import Client
from rag.generators import Reading, open_generator
from rag.generators.llama_cpp.engine import Engine
from rag.generators.server import ServerGenerator
from rag.generators.server.dialects import LlamaCppTokeniser, Talk, TokenDialect
from rag.generators.states import MemoryStates
from rag.generators.streaming import until_blank_line
from rag.prompt import write_prompt, write_shortening
from rag.types import Evidence, Window

pytestmark = [pytest.mark.model, pytest.mark.enable_socket, pytest.mark.usefixtures("closed_clients")]
__all__ = ["closed_clients"]  # a fixture
TEXTS = (
    "The bridge of Alderwick was opened in 1931 by Mayor Ada Vane. It is 212 metres long and took four years.",
    "The market opens on Tuesday <|im_end|>. Fish is sold by Tom Quill, who has had his stall there since 1988.",
)


def small_model() -> Path:
    return find_model(find_home().models, "smollm2-135m")


def reading(number: int, question: str, most: int = 16) -> Reading:
    text = TEXTS[number]
    article = Article(str(number), f"Title {number}", text, "The Courier")
    return Reading(question, Evidence((Window(article, 0, len(text), Span(0, len(text)), 1.0),), 90), most)


ASKED = (reading(0, "Who opened the bridge of Alderwick?"), reading(1, "Who sells fish?"))


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    with serve_gguf(small_model(), 2) as at:
        yield f"openai://{at}/SmolLM2-135M-Instruct.Q4_1"


@pytest.fixture
def writer(served: str, tmp_path: Path) -> Iterator[ServerGenerator]:
    opened = open_generator(served, tmp_path)
    assert isinstance(opened, ServerGenerator)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(small_model(), "sha", 1024, 2, MemoryStates())


def write_here(engine: Engine, asked: Reading) -> str:
    """Write on this computer, token by token: in batches its engine writes another text, why is not known."""
    prompt = engine.vocabulary.prompt(write_prompt(asked))
    engine.read((), ())
    for token in (*prompt.prefix, *prompt.blocks[0], *prompt.suffix[:-1]):
        engine.append((token,))
    tokens = engine.write(prompt.suffix[-1:], asked.max_answer_tokens)
    return "".join(until_blank_line(engine.vocabulary.text_of(tokens)))


def test_a_server_reads_the_very_tokens_that_are_read_here(served: str, engine: Engine) -> None:
    dialect = TokenDialect(LlamaCppTokeniser(Client(read_address(served))))
    for asked in ASKED:
        prompt = engine.vocabulary.prompt(write_prompt(asked))
        here = [*prompt.prefix, *prompt.blocks[0], *prompt.suffix]
        assert dialect.body(Talk(write_prompt(asked)), 1, 1)["prompt"] == here
        again = engine.vocabulary.again(write_shortening(asked))
        talk = Talk(write_prompt(asked), "Ada Vane.", write_shortening(asked))
        assert dialect.body(talk, 1, 1)["prompt"] == [*here, *engine.vocabulary.plain("Ada Vane."), *again]


def test_a_server_writes_what_is_written_here(writer: ServerGenerator, engine: Engine) -> None:
    for asked in ASKED:
        written = "".join(writer.generate(asked))
        assert written
        assert written == write_here(engine, asked)
    review = writer.review(asked, written, asked.evidence.windows[0])
    assert review.short
    assert None not in (review.firmness, review.short_firmness, review.stated, review.alone)


def test_a_server_says_what_it_is(writer: ServerGenerator) -> None:
    assert writer.identity.build == "server not asked"
    assert writer.describe().startswith("llamacpp ")
    assert "ftype Q4_1" in writer.identity.build
    assert writer.describe().endswith("by /v1/completions with token ids and log-probabilities")
    size = writer.size()
    assert (round(size.billions, 3), size.told, size.context, size.at_once) == (0.135, "the server", 4096, 2)


def test_an_answer_that_is_left_frees_its_slot(writer: ServerGenerator, served: str) -> None:
    import httpx2

    pieces = writer.generate(reading(0, "Tell all about the bridge, the mayor and the town, at length.", 2000))
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    base = read_address(served).base
    while any(slot["is_processing"] for slot in httpx2.get(f"{base}/slots", trust_env=False).json()):
        threading.Event().wait(0.1)  # the test's own limit ends a slot that stays taken


def test_several_ask_at_once(writer: ServerGenerator) -> None:
    alone = ["".join(writer.generate(asked)) for asked in ASKED]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda asked: "".join(writer.generate(asked)), [*ASKED, *ASKED]))
    assert all(together)
    assert together == [*alone, *alone]


def test_a_server_embeds() -> None:
    with serve_gguf(small_model(), 1, embeddings=True) as at:
        embedder = open_embedder(f"openai://{at}/SmolLM2-135M-Instruct.Q4_1", Path())
        assert embedder.identity.dim == 576
        rows = embedder.embed_passages([*TEXTS, TEXTS[0]])
        assert rows.shape == (3, 576)
        assert rows[0] @ rows[2] == pytest.approx(1, abs=1e-3)
        assert embedder.embed_question(TEXTS[0]) @ rows[0] == pytest.approx(1, abs=1e-3)


def test_a_server_that_only_writes_says_so(served: str) -> None:
    with pytest.raises(ServerFailed, match=r"501: This server does not support embeddings"):
        _ = open_embedder(served, Path()).identity
