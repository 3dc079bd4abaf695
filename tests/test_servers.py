"""Models on servers: every way in which one can fail is a sentence, and a key is never said."""

import json
import logging
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest
from openai_stand_in import MODEL, Answer, Reply, closed_clients, models, stand_in, stream, tell

from index import Article, Library, Span
from index.embedders import open_embedder
from index.embedders.hashed import HashedEmbedder
from index.embedders.server import ServerEmbedder
from index.errors import EmbedderMismatch, ModelUnknown, NotSpoken, ServerFailed
from index.servers import client
from index.servers.address import KEY, KEY_FILE, is_address, read_address, read_key
from index.servers.client import AT_ONCE, LONGEST_PAUSE_S, PAUSES_S, Client, is_same
from index.servers.replies import Completion, Logprobs
from rag.assistant import Assistant
from rag.errors import GeneratorError
from rag.generators import Reading, open_generator
from rag.generators.base import Review
from rag.generators.server import ServerGenerator
from rag.generators.server.dialects import without_control
from rag.generators.server.generator import prefers_yes
from rag.types import Evidence, Window
from ui.main import main

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]
__all__ = ["closed_clients"]  # a fixture
TEXT = "The bridge of Alderwick was opened in 1931 by Mayor Ada Vane."
SECRET = "sk-not-to-be-said"  # noqa: S105 - no secret
CHAT = "/v1/chat/completions"
YES_NO = [{"token": "Yes", "logprob": -0.5}, {"token": "No", "logprob": -2.0}]


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch, closed_clients: None) -> None:
    monkeypatch.delenv(KEY, raising=False)
    monkeypatch.delenv(KEY_FILE, raising=False)


def reading() -> Reading:
    window = Window(Article("1", "The bridge", TEXT), 0, len(TEXT), Span(0, len(TEXT)), 1.0)
    return Reading("Who opened the bridge?", Evidence((window,), 90), 24)


def piece(text: str, end: str | None = None, **more: object) -> dict[str, object]:
    return {"choices": [{"delta": {"content": text}, "finish_reason": end, **more}], "model": MODEL}


def chat(body: dict[str, Any]) -> Answer:
    """Answer a chat as a server without log-probabilities."""
    if body.get("stream"):
        return stream(piece("Ada Vane "), piece("opened it."), piece("", "stop"))
    return tell({"choices": [{"message": {"content": "Yes"}, "finish_reason": "length"}], "model": MODEL})


def chat_with_ranks(body: dict[str, Any]) -> Answer:
    ranks = {"content": [{"top_logprobs": YES_NO}]}
    if body.get("stream"):
        return stream(piece("Ada Vane opened it.", logprobs=ranks), piece("", "stop"))
    return tell({"choices": [{"message": {"content": "Yes"}, "logprobs": ranks}], "model": MODEL})


def written_by(replies: dict[str, Reply | list[Reply]]) -> str:
    with stand_in({"/v1/models": models(), **replies}) as site:
        return "".join(ServerGenerator(read_address(site.name)).generate(reading()))


def failing(*answers: Reply) -> dict[str, Reply | list[Reply]]:
    """Return a server that answers the probe, and then so."""
    return {CHAT: [chat, chat, *answers]}


@pytest.mark.parametrize(
    ("name", "base", "model"),
    [
        ("openai://box:8080/qwen", "http://box:8080", "qwen"),
        ("openai+https://box/Qwen/Qwen2.5-7B", "https://box", "Qwen/Qwen2.5-7B"),
        ("openai+https://router.example/api/v1/some/model", "https://router.example/api", "some/model"),
        ("OpenAI://[::1]:8080/m", "http://[::1]:8080", "m"),
    ],
)
def test_an_address_names_a_server_and_a_model(name: str, base: str, model: str) -> None:
    address = read_address(name)
    assert is_address(name)
    assert (address.base, address.model, address.name) == (base, model, name)


@pytest.mark.parametrize(
    "name",
    [
        *("openai://", "openai://box", "openai://box:80/", "openai:///m", "openai://box:port/m", "openai://[box/m"),
        *(f"openai://{SECRET}@box/m", f"openai://box/m?key={SECRET}", f"openai://box/m#{SECRET}"),
    ],
)
def test_what_is_no_address_is_refused_without_a_key_being_said(name: str, tmp_path: Path) -> None:
    for open_it in (open_generator, open_embedder):
        with pytest.raises(ModelUnknown, match="expected openai://HOST:PORT/MODEL") as refused:
            open_it(name, tmp_path)
        assert SECRET not in str(refused.value)


def test_other_names_are_no_addresses() -> None:
    assert not any(map(is_address, ("", "owner/model", "openai/gpt", "https://box/m", "/a/b.gguf", "extractive")))


def test_a_key_comes_from_the_environment_or_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert read_key("box") == ""
    file = tmp_path / "keys"
    file.write_text("box.example one\n\nothers\n", encoding="utf-8")
    monkeypatch.setenv(KEY_FILE, str(file))
    assert (read_key("box.example"), read_key("box")) == ("one", "others")
    monkeypatch.setenv(KEY, f" {SECRET}\n")
    assert read_key("box") == SECRET
    monkeypatch.setenv(KEY, f"{SECRET} ключ")
    with pytest.raises(ServerFailed, match=f"What stands in {KEY} is no key") as refused:
        read_key("box")
    assert SECRET not in str(refused.value)
    monkeypatch.delenv(KEY)
    monkeypatch.setenv(KEY_FILE, str(tmp_path))
    with pytest.raises(ServerFailed, match="cannot be read: make it a text file"):
        read_key("box")


def test_a_key_is_sent_and_never_said(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv(KEY, SECRET)
    caplog.set_level(logging.DEBUG)
    said = []
    for status in (400, 401, 403, 404, 500):
        echo = tell({"error": {"message": f"Incorrect key: {SECRET}"}}, status)
        with stand_in({"/v1/models": echo, CHAT: echo}) as site:
            writer = ServerGenerator(read_address(site.name))
            with pytest.raises(GeneratorError) as failed:
                list(writer.generate(reading()))
            assert site.asked[0][1]["Authorization"] == f"Bearer {SECRET}"
            said += [str(failed.value), repr(failed.value.__cause__), repr(writer.identity), repr(vars(writer))]
            said += [repr(writer._client._http.headers)]
    assert SECRET not in " ".join([*said, caplog.text])


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_missing_is_asked_for(status: int) -> None:
    with pytest.raises(GeneratorError, match=f"wants a key \\({status}\\): set BROADSHEET_API_KEY"):
        written_by({"/v1/models": tell({}, status)})


def test_a_chat_without_log_probabilities_is_the_last_resort() -> None:
    with stand_in({"/v1/models": models(), CHAT: chat}) as site:
        writer = ServerGenerator(read_address(site.name))
        assert "".join(writer.generate(reading())) == "Ada Vane opened it."
        asked = len(site.asked)
        assert writer.review(reading(), "Ada Vane opened it.", None) == Review("Ada Vane opened it.")
        assert len(site.asked) == asked + 1
        assert "without log-probabilities; it tells no probabilities, so the judge" in writer.describe()
        assert writer.identity.build == f"stand-in {MODEL}"


def test_a_chat_with_log_probabilities_tells_the_judge() -> None:
    with stand_in({"/v1/models": models(), CHAT: chat_with_ranks}) as site:
        writer = ServerGenerator(read_address(site.name))
        written = "".join(writer.generate(reading()))
        review = writer.review(reading(), written, reading().evidence.windows[0])
        assert review == Review(written, 1.5, 1.5, 1.5, 1.5, 1.5)
        assert writer.review(reading(), "", None) == Review(answerable=1.5)
        assert [one["role"] for one in site.bodies(CHAT)[-1]["messages"]] == ["system", "user"]
        site.asked.pop()
        roles = [[one["role"] for one in body["messages"]] for body in site.bodies(CHAT)]
        assert roles[-3] == ["system", "user", "assistant", "user"]
        assert writer.describe().endswith("by /v1/chat/completions with log-probabilities")


@pytest.mark.parametrize(("reply", "says"), [(chat, "it tells no probabilities"), (chat_with_ranks, "with log-prob")])
def test_the_doctor_says_what_answers_there_and_how(
    reply: Callable[[dict[str, Any]], Answer], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with stand_in({"/v1/models": models(), CHAT: reply}) as site:
        main(["doctor", "--home", str(tmp_path), "--embedder", "hashed", "--generator", site.name])
        main(["doctor", "--home", str(tmp_path), "--embedder", "hashed", "--generator", f"{site.name}-other"])
    fine, lacking = (line for line in capsys.readouterr().out.splitlines() if "  generator: " in line)
    assert fine.startswith("ok ")
    assert f"stand-in {MODEL}, by {CHAT}" in fine
    assert says in fine
    assert lacking.startswith("NOT OK")
    assert f"it has {MODEL}: name one of these" in lacking


def test_a_cloud_that_knows_other_settings_is_understood() -> None:
    def picky(body: dict[str, Any]) -> Answer:
        unknown = {"max_tokens", "temperature", "logprobs"} & body.keys()
        return tell({"error": {"message": f"Unsupported: {unknown}"}}, 400) if unknown else chat(body)

    assert written_by({CHAT: picky}) == "Ada Vane opened it."


def test_vllm_is_spoken_to_in_tokens() -> None:
    template = "<|im_start|>{role}\n{content}<|im_end|>\n"

    def tokenize(body: dict[str, Any]) -> Answer:
        if "messages" in body:
            text = "".join(template.format(**one) for one in body["messages"]) + "<|im_start|>assistant\n"
        elif "prompt" in body:
            text = body["prompt"]
        else:
            return tell({"detail": "prompt: field required"}, 422)
        return tell({"tokens": list(text.encode()), "count": 1, "max_model_len": 4096})

    def complete(body: dict[str, Any]) -> Answer:
        tops = {"logprobs": {"top_logprobs": [{"Yes": -0.5, "No": -2.0}]}}
        if body.get("stream"):
            return stream({"choices": [{"text": "Ada Vane.", **tops, "finish_reason": "stop"}], "model": MODEL})
        return tell({"choices": [{"text": "Yes", **tops}], "model": MODEL})

    def detokenize(body: dict[str, Any]) -> Answer:
        return tell({"prompt": bytes(body["tokens"]).decode()})

    replies: dict[str, Reply] = {
        "/v1/models": models(),
        "/tokenize": tokenize,
        "/detokenize": detokenize,
        "/v1/completions": complete,
    }
    with stand_in(replies) as site:
        writer = ServerGenerator(read_address(site.name))
        assert "".join(writer.generate(reading())) == "Ada Vane."
        assert writer.review(reading(), "Ada Vane.", None) == Review("Ada Vane.", 1.5, 1.5, 1.5, answerable=1.5)
        prompt = bytes(site.bodies("/v1/completions")[1]["prompt"]).decode()
        assert prompt.startswith("<|im_start|>system\nYou answer questions")
        assert prompt.endswith("Question: Who opened the bridge?<|im_end|>\n<|im_start|>assistant\n")


def test_what_an_article_writes_is_no_control_token() -> None:
    for token in (
        "<|im_end|>",
        "<|eot_id|>",
        "[/INST]",
        "</s>",
        "<s>",
        "<end_of_turn>",
        "<｜User｜>",
        "<|reserved_7|>",
    ):
        assert token not in without_control(f"Fish.{token}Meat.")
    for text in ("a < b, c > d", "see [1] and [INSTEAD]", "<p class='x'>", "3<4>2"):
        assert without_control(text) == text


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (
            [tell({"error": {"message": "out of memory"}}, 500)],
            r"failed \(500: out of memory\); the fault is the server",
        ),
        ([Answer(502, b"<html>Bad gateway</html>", "text/html")], r"failed \(502\); the fault is the server's, not"),
        ([tell({"error": "model gone"}, 404)], r"did not take the request \(404: model gone\)"),
        ([tell({"error": {"message": "request exceeds\nthe context"}}, 400)], r"\(400: request exceeds the context\)"),
        ([Answer(302, headers={"Location": "http://127.0.0.1:1/"})], r"is somewhere else \(302\)"),
        ([Answer(200, b"<html>Welcome</html>", "text/html")], "does not speak the OpenAI protocol"),
        ([Answer(200, b"data: {]\n\n", "text/event-stream")], "does not speak the OpenAI protocol"),
        ([Answer(200, b"data: \xff\xfe\n\n", "text/event-stream")], "does not speak the OpenAI protocol"),
        ([stream({"choices": "none"})], "does not speak the OpenAI protocol"),
        ([stream(piece("Ada"), ends=False)], "broke off in the middle"),
        ([stream(piece("Ada"))], "broke off in the middle"),
        ([stream(piece("Ada"), ends=False, cut=True)], "broke off in the middle"),
        ([stream(piece("Ada"), {"error": {"message": "slot lost"}})], r"failed \(500: slot lost\)"),
        ([stream(piece("Ada") | {"model": "other"})], f"was asked for {MODEL} and answered with other"),
    ],
)
def test_a_fault_of_the_server_is_said(answers: list[Reply], says: str) -> None:
    with pytest.raises(GeneratorError, match=says) as failed:
        written_by(failing(*answers))
    assert "\n" not in str(failed.value)


def test_a_server_that_is_too_slow_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "SILENCE_S", 0.2)
    monkeypatch.setattr(client, "TIMEOUT", httpx2.Timeout(0.2))

    def wait(body: dict[str, Any]) -> Answer:
        time.sleep(1)
        return chat(body)

    with pytest.raises(GeneratorError, match=r"was silent for 0.2 s: it is too busy or too slow .* or a smaller model"):
        written_by({"/v1/models": models(), CHAT: wait})


def test_nobody_at_the_address_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    writer = ServerGenerator(read_address(f"openai://127.0.0.1:{port}/m"))
    with pytest.raises(
        GeneratorError, match=f"No server answers at http://127.0.0.1:{port} .*: start it, or check host"
    ):
        list(writer.generate(reading()))


@pytest.mark.parametrize("answer", [tell({}), Answer(200, b"hello", "text/plain"), Answer(404, b"")])
def test_something_else_at_the_address_is_said(answer: Answer) -> None:
    with pytest.raises(GeneratorError, match=r"does not speak the OpenAI protocol|did not take the request \(404\)"):
        written_by({"/v1/models": answer, CHAT: answer, "/tokenize": answer, "/v1/completions": answer})


def test_another_model_than_asked_is_refused_and_those_it_has_are_named() -> None:
    with pytest.raises(GeneratorError, match=f"holds no model {MODEL}; it has big, small: name one of these"):
        written_by({"/v1/models": models("small", "big"), CHAT: chat})


@pytest.mark.parametrize(
    ("asked", "served", "same"),
    [
        ("llama3", "llama3:latest", True),
        ("gpt-x", "gpt-x-2024-07-18", True),
        ("SmolLM2.Q4_1", "/models/SmolLM2.Q4_1.gguf", True),
        ("Qwen/Qwen2", "Qwen/Qwen2", True),
        ("qwen2", "qwen2-7", False),
        ("gpt-x", "gpt-x-mini", False),
        ("llama3:8b", "llama3:70b", False),
    ],
)
def test_a_model_is_known_by_its_folder_tag_and_date(asked: str, served: str, same: bool) -> None:
    assert is_same(asked, served) is same


def test_no_more_requests_are_sent_at_once_than_a_server_is_given() -> None:
    """All slots are filled, since each request waits until as many are there, and none is over-filled."""
    lock, full = threading.Lock(), threading.Barrier(AT_ONCE)
    now, most = 0, 0

    def counted(body: dict[str, Any]) -> Answer:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        full.wait(60)
        with lock:
            now -= 1
        return chat(body)

    with stand_in({CHAT: counted}) as site:
        shared = Client(read_address(site.name))
        with ThreadPoolExecutor(3 * AT_ONCE) as pool:
            asked = [pool.submit(shared.post, CHAT, {}, Completion) for _ in range(3 * AT_ONCE)]
            assert all(one.result().choices for one in asked)
    assert most == AT_ONCE


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_after_a_while(status: int) -> None:
    pauses: list[float] = []
    busy = tell({}, status)
    replies: list[Reply] = [busy, tell({}, status, Retry_After="7"), tell({}, status, Retry_After="900"), models()]
    with stand_in({"/v1/models": replies}) as site:
        assert Client(read_address(site.name), pauses.append).find_model().id == MODEL
    assert pauses == [PAUSES_S[0], 7.0, LONGEST_PAUSE_S]


def test_a_server_that_stays_busy_is_given_up() -> None:
    pauses: list[float] = []
    with stand_in({"/v1/models": tell({"error": {"message": "Loading model"}}, 503)}) as site:
        with pytest.raises(ServerFailed, match=r"too busy or not ready \(503: Loading model\): ask again in a while"):
            Client(read_address(site.name), pauses.append).find_model()
        assert len(site.asked) == len(PAUSES_S) + 1
    assert pauses == list(PAUSES_S)


def test_yes_and_no_are_compared_as_far_as_they_are_told() -> None:
    assert prefers_yes({"Yes": -1.0, "No": -4.0, "It": -9.0}) == 3
    assert prefers_yes({"No": -1.0, "It": -9.0}) == -8
    assert prefers_yes({"Yes": -0.0, "It": -90.0}) == 16
    assert prefers_yes({"It": -1.0}) is prefers_yes({}) is None
    assert Logprobs(top_logprobs=[None, {"a": -1.0}]).ranked == [{"a": -1.0}]


def test_a_receipt_names_the_server_and_what_it_said_of_itself(articles: Path, tmp_path: Path) -> None:
    with stand_in({"/v1/models": models(), CHAT: chat}) as site:
        with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
            library.sync(articles)
            receipt = Assistant(library, open_generator(site.name, tmp_path)).ask("Who sells fish?").receipt
        assert receipt.generator == site.name
        assert receipt.versions[-1] == f"stand-in {MODEL}"


def embed(dim: int = 3, **more: object) -> Callable[[dict[str, Any]], Answer]:
    def answer(body: dict[str, Any]) -> Answer:
        rows = [[float(len(text)), *[1.0] * (dim - 1)] for text in body["input"]]
        data = [{"index": number, "embedding": row} for number, row in enumerate(rows)]
        return tell({"data": data[::-1], "model": MODEL, **more})

    return answer


def test_a_server_embeds_in_batches_and_its_vectors_have_length_one() -> None:
    with stand_in({"/v1/models": models(), "/v1/embeddings": embed()}) as site:
        embedder = ServerEmbedder(read_address(site.name))
        texts = ["", "\ud800 lone", *("x" * number for number in range(1, 130))]
        rows = embedder.embed_passages(texts)
        assert rows.shape == (131, 3)
        assert (rows**2).sum(axis=1) == pytest.approx(1)
        assert rows[5, 0] / rows[5, 1] == pytest.approx(4)
        assert [len(body["input"]) for body in site.bodies("/v1/embeddings")] == [1, 64, 64, 3]
        assert embedder.embed_passages([]).shape == (0, 3)
        assert embedder.embed_question("xxxx") == pytest.approx(rows[5])
        assert (embedder.identity.name, embedder.identity.dim) == (site.name, 3)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (tell({"data": [], "model": MODEL}), "0 vectors for 1 texts"),
        (tell({"data": [{"index": 0, "embedding": [0.0, 0.0]}]}), "have no length"),
        (tell({"data": [{"index": 0, "embedding": []}]}), "have no length"),
        (Answer(200, b'{"data": [{"index": 0, "embedding": [NaN, 1]}]}'), "protocol|are no numbers"),
        (tell({"data": [{"index": 0, "embedding": [1.0]}], "model": "other"}), "answered with other"),
        (tell({"error": {"message": "no embeddings here"}}, 501), "501: no embeddings here"),
        (tell({"error": {"message": "bad day"}}, 500), "the fault is the server's"),
    ],
)
def test_vectors_that_are_none_are_refused(answer: Answer, says: str) -> None:
    replies = {"/v1/models": models(), "/v1/embeddings": answer}
    with stand_in(replies) as site, pytest.raises(ServerFailed, match=says):
        _ = ServerEmbedder(read_address(site.name)).identity


def test_vectors_of_another_length_later_are_refused() -> None:
    replies: dict[str, Reply | list[Reply]] = {"/v1/models": models(), "/v1/embeddings": [embed(3), embed(4)]}
    with stand_in(replies) as site, pytest.raises(ServerFailed, match="vectors of 4 numbers instead of 3"):
        ServerEmbedder(read_address(site.name)).embed_question("x")


def test_a_library_is_never_mixed_with_vectors_of_another_model_of_the_same_name(
    articles: Path, tmp_path: Path
) -> None:
    def built(size: int) -> Answer:
        return tell({"data": [{"id": MODEL, "owned_by": "llamacpp", "meta": {"n_params": size}}]})

    with stand_in({"/v1/models": [built(1), built(1), built(2)], "/v1/embeddings": embed()}) as site:
        with Library.open(tmp_path / "library", embedder=open_embedder(site.name, tmp_path)) as library:
            library.sync(articles)
            assert library.search("fish", 3)
        with Library.open(tmp_path / "library", models=tmp_path) as library:
            assert library.embedder_name == site.name
            assert library.search("fish", 3)
        changed = pytest.raises(EmbedderMismatch, match="embed it anew with `broadsheet rebuild`")
        with Library.open(tmp_path / "library", models=tmp_path) as library, changed:
            library.search("fish", 3)


def test_a_model_of_the_e5_family_gets_its_prompts() -> None:
    with stand_in({"/v1/models": models("multilingual-e5-small"), "/v1/embeddings": embed(model=None)}) as site:
        embedder = open_embedder(site.name.replace(MODEL, "multilingual-e5-small"), Path())
        embedder.embed_passages(["fish"])
        sent = json.dumps(site.bodies("/v1/embeddings"))
        assert "passage: fish" in sent
        assert "query: " in sent
        assert embedder.identity.revision.endswith("centred")


def test_not_spoken_is_a_fault_of_a_server() -> None:
    assert issubclass(NotSpoken, ServerFailed)
