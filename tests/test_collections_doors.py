"""Collections through every door: who may not read an article finds it nowhere, whatever they ask for it with."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import httpx
import openai
import pytest
from mcp.client.client import Client
from openai import OpenAI
from served_programs import QUESTION, SECRET, open_resources, serve_programs

from ui.collections.store import FILE, CollectionStore
from ui.server.access.accounts import Accounts
from ui.server.access.tokens import Token, make_token, write_tokens
from ui.server.mcp.server import build_server
from ui.service.identity import Scope
from ui.service.resources import Resources

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]
ACCOUNTS = Accounts(dict.fromkeys(("owner", "anna", "bert"), "$argon2id$"))
SALARY = "What is the salary of the harbour master?"
HIDDEN = "900 crowns"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("collections")


@pytest.fixture(scope="module")
def resources(home: Path) -> Iterator[Resources]:
    folder = home / "articles"
    folder.mkdir()
    for name, source, text in (
        ("bridge", "The Post", "The bridge of Alderwick was opened in 1931. It is 212 metres long."),
        ("market", "The Post", "The market opens on Tuesday. Fish is sold by Ada Vane."),
        ("salary", "The Times", "The salary of the harbour master is 900 crowns."),
    ):
        (folder / f"{name}.md").write_text(f"---\ntitle: {name}\nsource: {source}\ndate: 2025-01-05\n---\n\n{text}\n")
    with open_resources(home, folder) as opened:
        yield replace(opened, collections=CollectionStore(home / FILE))


@pytest.fixture(scope="module")
def address(resources: Resources, home: Path) -> Iterator[str]:
    with serve_programs(resources, home, ACCOUNTS) as served:
        yield served


@pytest.fixture(scope="module")
def clients(address: str, home: Path) -> Iterator[dict[str, httpx.Client]]:
    kept: tuple[Token, ...] = ()
    secrets = {"own": SECRET}
    for name, user, scope, collections in (
        ("anna", "anna", Scope.WRITE, ()), ("bert", "bert", Scope.WRITE, ()), ("bound", "owner", Scope.READ, ("post",)),
        ("lost", "bert", Scope.READ, ("board",)),
    ):  # fmt: skip
        secrets[name], kept = make_token(kept, name, user, scope, collections)
    write_tokens(home, kept)
    opened = {
        name: httpx.Client(base_url=address, timeout=30, headers={"Authorization": f"Bearer {secret}"})
        for name, secret in secrets.items()
    }
    made = opened["own"].post("/api/collections", json={"name": "Post", "rule": {"sources": ["The Post"]}})
    assert made.status_code == 201, made.text
    board = {"name": "Board", "rule": {"sources": ["The Times"]}, "readers": ["Anna"]}
    assert opened["own"].post("/api/collections", json=board).json()["readers"] == ["anna"]
    yield opened
    for client in opened.values():
        client.close()


@pytest.fixture(scope="module")
def salary(resources: Resources) -> str:
    return next(row.id for row in resources.library.articles() if row.title == "salary")


def refused(reply: httpx.Response, status: int, says: str) -> None:
    assert reply.status_code == status, reply.text
    error = reply.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert says in error["message"]


def test_collections_are_made_changed_and_deleted(clients: dict[str, httpx.Client], resources: Resources) -> None:
    bert = clients["bert"]
    bridge = next(row.id for row in resources.library.articles() if row.title == "bridge")
    made = bert.post("/api/collections", json={"name": "Old bridges", "picked": [bridge]})
    assert made.status_code == 201
    assert made.json() == {
        "name": "Old bridges", "slug": "old-bridges", "owner": "bert", "readers": [], "picked": [bridge],
        "rule": {"sources": [], "folders": [], "from": None, "to": None}, "articles": 1, "newest": "2025-01-05",
        "gone": 0,
    }  # fmt: skip
    refused(bert.post("/api/collections", json={"name": "OLD BRIDGES"}), 409, "already")
    refused(bert.post("/api/collections", json={"name": "?"}), 400, "cannot be the name")
    refused(bert.post("/api/collections", json={"name": "N", "colour": "red"}), 400, "colour")
    refused(bert.post("/api/collections", json={"name": "N", "rule": {"folders": ["/"]}}), 403, "owner")
    refused(bert.patch("/api/collections/old-bridges", json={"readers": ["bert"]}), 403, "owner")
    refused(clients["anna"].patch("/api/collections/old-bridges", json={"name": "Hers"}), 403, "somebody else's")
    changed = bert.patch("/api/collections/old-bridges", json={"name": "Bridges", "remove": [bridge]}).json()
    assert (changed["slug"], changed["articles"]) == ("bridges", 0)
    refused(bert.post("/api/ask", json={"question": QUESTION, "collection": "bridges"}), 400, "There is no article in")
    assert bert.delete("/api/collections/Bridges").json() == {"deleted": ["bridges"]}
    refused(bert.get("/api/collections/bridges"), 404, "no collection")


def test_questions_searches_checks_lists_and_counts_are_narrowed(clients: dict[str, httpx.Client]) -> None:
    own = clients["own"]
    answer = own.post("/api/ask", json={"question": QUESTION, "collection": "Post"}).json()
    assert (answer["outcome"], answer["receipt"]["only"]["collections"]) == ("answered", ["Post"])
    assert own.post("/api/ask", json={"question": QUESTION, "collection": "board"}).json()["outcome"] == "no_evidence"
    both = own.post("/api/search", json={"question": "salary bridge", "collection": ["post", "board"]}).json()
    assert {hit["source"] for hit in both} == {"The Post", "The Times"}
    only = {"question": "salary", "collection": ["board"], "only": {"sources": ["The Post"]}}
    assert own.post("/api/search", json=only).json() == []
    draft = {"text": "The salary of the harbour master is 900 crowns.", "collection": "post"}
    assert own.post("/api/check", json=draft).json()["sentences"][0]["support"] == "unsupported"
    assert own.get("/api/articles?collection=post").json()["total"] == 2
    assert own.get("/api/count?collection=post&collection=board").json()["total"] == 3
    missing = (
        own.post("/api/ask", json={"question": QUESTION, "collection": "nothing"}),
        own.get("/api/count?collection=nothing"),
    )
    for reply in missing:
        refused(reply, 404, "There is no collection 'nothing'")


def test_nobody_gets_round_the_readers(clients: dict[str, httpx.Client], salary: str) -> None:
    asked = {"question": SALARY}
    assert HIDDEN in clients["anna"].post("/api/ask", json=asked | {"collection": "board"}).text
    for name in ("bert", "bound"):
        client = clients[name]
        told = [
            client.post("/api/ask", json=asked),
            client.post("/api/ask", json=asked | {"stream": True}),
            client.post("/api/search", json=asked),
            client.post("/api/search", json={"question": "salary", "collection": "post"}),
            client.post("/api/check", json={"text": "The salary of the harbour master is 90 crowns."}),
            client.get("/api/articles"),
            client.get("/api/count"),
            client.get("/api/collections"),
            client.get("/v1/models"),
        ]
        for reply in told:
            assert reply.status_code == 200, reply.text
            # The question itself comes back; nothing that only the article says does.
            for leaked in (HIDDEN, "The Times", salary, "board"):
                assert leaked not in reply.text.replace("90 crowns", ""), reply.text
        refused(client.get(f"/api/articles/{salary}"), 404, "no article")
        refused(client.get(f"/api/articles/{salary}?start=0&end=5"), 404, "no article")
        refused(client.post("/api/search", json=asked | {"only": {"articles": [salary]}}), 404, "no article")
        refused(client.post("/api/ask", json=asked | {"only": {"articles": [salary]}}), 404, "no article")
        for body in ({"collection": "board"}, {"only": {"collections": ["Board"]}}):
            refused(client.post("/api/ask", json=asked | body), 404, "no collection")
        refused(client.get("/api/collections/board"), 404, "no collection")
    refused(clients["bert"].delete(f"/api/articles/{salary}"), 404, "no article")
    refused(clients["bert"].post("/api/collections", json={"name": "Mine", "picked": [salary]}), 404, "no article")
    refused(clients["lost"].post("/api/ask", json=asked), 403, "make another with `broadsheet tokens make")


def test_a_bound_token_has_no_conversations_and_writes_nothing(clients: dict[str, httpx.Client]) -> None:
    kept = clients["own"].post("/api/ask", json={"question": SALARY, "keep": True}).json()["conversation"]
    bound = clients["bound"]
    refused(bound.get("/api/conversations"), 403, "whole library")
    refused(bound.get(f"/api/conversations/{kept}"), 403, "whole library")
    refused(bound.get("/api/work"), 403, "whole library")
    refused(bound.post("/api/ask", json={"question": "And?", "conversation": kept}), 403, "write")
    refused(bound.post("/api/collections", json={"name": "New"}), 403, "write")
    refused(clients["bert"].get(f"/api/conversations/{kept}"), 404, "conversation")
    refused(clients["bert"].post("/api/ask", json={"question": "And?", "conversation": kept}), 404, "conversation")


def test_what_was_answered_before_is_left_out_once_it_is_reserved(clients: dict[str, httpx.Client]) -> None:
    own, bert = clients["own"], clients["bert"]
    assert own.patch("/api/collections/board", json={"readers": []}).json()["readers"] == []
    kept = bert.post("/api/ask", json={"question": SALARY, "keep": True}).json()["conversation"]
    assert HIDDEN in bert.get(f"/api/conversations/{kept}").text
    own.patch("/api/collections/board", json={"readers": ["anna"]})
    assert bert.get(f"/api/conversations/{kept}").json()["exchanges"] == []
    assert HIDDEN in own.post("/api/ask", json={"question": SALARY}).text


def test_each_collection_is_a_model(clients: dict[str, httpx.Client], address: str) -> None:
    def opened(name: str) -> OpenAI:
        key = clients[name].headers["Authorization"].removeprefix("Bearer ")
        return OpenAI(base_url=f"{address}/v1", api_key=key, max_retries=0)

    messages: Any = [{"role": "user", "content": QUESTION}]
    with opened("own") as own, opened("bert") as bert:
        assert [model.id for model in own.models.list()] == ["broadsheet", "broadsheet/board", "broadsheet/post"]
        assert [model.id for model in bert.models.list()] == ["broadsheet", "broadsheet/post"]
        assert own.models.retrieve("broadsheet/board").id == "broadsheet/board"
        told = own.chat.completions.create(model="broadsheet/post", messages=messages)
        assert (told.model, told.choices[0].message.content) == (
            "broadsheet/post", "The bridge of Alderwick was opened in 1931. [1]"
        )  # fmt: skip
        elsewhere = own.chat.completions.create(model="broadsheet/board", messages=messages)
        assert "1931" not in str(elsewhere.choices[0].message.content)
        chunks = list(own.chat.completions.create(model="broadsheet/post", messages=messages, stream=True))
        assert {chunk.model for chunk in chunks} == {"broadsheet/post"}
        for model in ("broadsheet/board", "broadsheet/nothing", "broadsheet/", "gpt"):
            with pytest.raises(openai.NotFoundError, match="There is no model"):
                bert.chat.completions.create(model=model, messages=messages)
            with pytest.raises(openai.NotFoundError, match="There is no model"):
                bert.models.retrieve(model)
        other = {"broadsheet": {"collections": ["board"]}}
        with pytest.raises(openai.BadRequestError, match="expected one of the two"):
            own.chat.completions.create(model="broadsheet/post", messages=messages, extra_body=other)
        with pytest.raises(openai.NotFoundError, match="no collection"):
            bert.chat.completions.create(model="broadsheet", messages=messages, extra_body=other)


def test_the_tools_of_mcp_take_a_collection(
    clients: dict[str, httpx.Client], resources: Resources, salary: str
) -> None:
    async def run() -> None:
        async with Client(build_server(resources)) as client:
            found = await client.call_tool("search", {"query": "salary bridge", "collection": "Post"})
            assert {one["source"] for one in found.structured_content["results"]} == {"The Post"}
            told = await client.call_tool("ask", {"question": QUESTION, "collection": "post"})
            assert told.structured_content["outcome"] == "answered"
            counted = await client.call_tool("count", {"collection": "board"})
            assert counted.structured_content["total"] == 1
            listed = await client.call_tool("list_articles", {"collection": "board"})
            assert [one["title"] for one in listed.structured_content["articles"]] == ["salary"]
            checked = await client.call_tool("check", {"text": "It is 900 crowns.", "collection": "nothing"})
            assert checked.is_error
            assert "There is no collection 'nothing'" in str(checked.content)

    assert clients
    anyio.run(run)
    for call in (
        {"name": "fetch", "arguments": {"id": f"{salary}#0-5"}},
        {"name": "fetch", "arguments": {"id": salary}},
        {"name": "search", "arguments": {"query": "salary", "collection": "board"}},
        {"name": "ask", "arguments": {"question": SALARY}},
    ):
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
        reply = clients["bert"].post("/mcp", json=body, headers={"Accept": "application/json, text/event-stream"})
        assert reply.status_code == 200
        assert HIDDEN not in reply.text
        assert reply.json()["result"].get("isError", False) is (call["name"] != "ask")
    uri = {"uri": f"article://{salary.replace('/', '%2F')}"}
    body = {"jsonrpc": "2.0", "id": 1, "method": "resources/read", "params": uri}
    reply = clients["bert"].post("/mcp", json=body, headers={"Accept": "application/json, text/event-stream"})
    assert "error" in reply.json()
    assert HIDDEN not in reply.text
