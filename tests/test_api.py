"""The native API over a real connection: its shapes, its refusals, and who is let in."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from served_programs import ANSWER, QUESTION, SECRET, open_resources, serve_programs

from index import Filter
from ui.contract import from_answer, from_hits
from ui.server.access.accounts import Accounts
from ui.server.access.tokens import Token, make_token, write_tokens
from ui.service.identity import Scope
from ui.service.resources import Resources

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]
ACCOUNTS = Accounts({"owner": "$argon2id$", "anna": "$argon2id$"})


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("api")


@pytest.fixture(scope="module")
def resources(home: Path) -> Iterator[Resources]:
    folder = home / "articles"
    folder.mkdir()
    (folder / "bridge.md").write_text(
        "---\ntitle: The bridge\nsource: The Post\ndate: 2024-03-01\n---\n"
        "The bridge of Alderwick was opened in 1931. It is 212 metres long.\n"
    )
    (folder / "market.txt").write_text("The market\n\nThe market opens on Tuesday. Fish is sold by Ada Vane.\n")
    with open_resources(home, folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def api(resources: Resources, home: Path) -> Iterator[httpx.Client]:
    with serve_programs(resources, home) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def tokens(home: Path) -> dict[str, str]:
    made: dict[str, str] = {}
    kept: tuple[Token, ...] = ()
    for name, user, scope in (
        ("ask", "owner", Scope.ASK), ("read", "owner", Scope.READ), ("write", "owner", Scope.WRITE),
        ("anna", "anna", Scope.WRITE), ("gone", "gone", Scope.WRITE),
    ):  # fmt: skip
        made[name], kept = make_token(kept, name, user, scope)
    write_tokens(home, kept)
    return made


@pytest.fixture(scope="module")
def closed(resources: Resources, home: Path, tokens: dict[str, str]) -> Iterator[httpx.Client]:
    with serve_programs(resources, home, ACCOUNTS) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


def events(text: str) -> list[tuple[str, dict[str, object]]]:
    blocks = [block.split("\n") for block in text.split("\n\n") if block.startswith("event")]
    return [(block[0].removeprefix("event: "), json.loads(block[1].removeprefix("data: "))) for block in blocks]


def problem(reply: httpx.Response) -> tuple[int, str]:
    error = reply.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    return reply.status_code, error["message"]


def test_an_answer_is_what_the_command_prints(api: httpx.Client, resources: Resources) -> None:
    reply = api.post("/api/ask", json={"question": QUESTION})
    assert reply.status_code == 200
    expected = json.loads(json.dumps(from_answer(resources.assistant.ask(QUESTION))))
    assert reply.json() | {"timings": 0} == expected | {"timings": 0}
    found = api.post("/api/search", json={"question": "bridge", "count": 1, "only": {"sources": ["The Post"]}}).json()
    only = Filter(sources=frozenset({"The Post"}))
    assert found == json.loads(json.dumps(from_hits(resources.library.search("bridge", 1, only))))


def test_an_answer_comes_as_events_one_a_judged_sentence(api: httpx.Client) -> None:
    reply = api.post("/api/ask", json={"question": QUESTION}, headers={"Accept": "text/event-stream"})
    assert reply.headers["content-type"].startswith("text/event-stream")
    told = events(reply.text)
    assert [name for name, _ in told] == ["retrieved", "points", "sentence", "finished"]
    assert told[2][1]["text"] == ANSWER
    assert told[3][1]["outcome"] == "answered"


def test_a_question_is_kept_when_that_is_wished(api: httpx.Client) -> None:
    kept = api.post("/api/ask", json={"question": QUESTION, "keep": True}).json()
    assert "conversation" in kept, kept
    told = api.get(f"/api/conversations/{kept['conversation']}").json()
    assert len(told["exchanges"]) == 1
    assert kept["conversation"] in {one["id"] for one in api.get("/api/conversations").json()}
    assert api.delete(f"/api/conversations/{kept['conversation']}").json() == {"deleted": [kept["conversation"]]}
    assert problem(api.get(f"/api/conversations/{kept['conversation']}"))[0] == 404


def test_a_text_is_checked(api: httpx.Client) -> None:
    told = api.post("/api/check", json={"text": ANSWER}).json()
    assert [one["support"] for one in told["sentences"]] == ["supported"]


def test_articles_are_read_to_the_character(api: httpx.Client, resources: Resources) -> None:
    listed = api.get("/api/articles", params={"words": "bridge"}).json()
    (bridge,) = listed["articles"]
    assert "path" not in bridge
    text = resources.library.article(bridge["id"]).text
    part = api.get(f"/api/articles/{bridge['id']}", params={"start": 4, "end": 20}).json()
    assert (part["text"], part["start"], part["end"], part["length"]) == (text[4:20], 4, 20, len(text))
    assert problem(api.get(f"/api/articles/{bridge['id']}", params={"start": 4, "end": 10**9}))[0] == 404
    guide = api.get(f"/api/guides/{bridge['id']}").json()
    said = guide["about"][0]
    assert text[said["start"] : said["end"]] == said["quote"]
    assert set(guide) == {"about", "names", "dates", "questions"}
    assert problem(api.get("/api/guides/nothing"))[0] == 404
    assert api.get("/api/count", params={"by": "year"}).json()["counts"] == {"": 1, "2024": 1}


def test_a_document_comes_in_is_synced_and_goes(api: httpx.Client) -> None:
    sent = api.put("/api/documents", params={"name": "quay.txt"}, content=b"The quay\n\nThe quay is 40 metres long.\n")
    assert sent.json() == {"name": "quay.txt", "replaced": False}
    assert problem(api.put("/api/documents", params={"name": "a.exe"}, content=b"x"))[0] == 400
    begun = api.post("/api/sync")
    assert begun.status_code == 202
    until = time.monotonic() + 30
    while not (work := api.get("/api/work").json())["over"]:
        assert time.monotonic() < until
        time.sleep(0.05)
    (added,) = work["report"]["added"]
    assert api.delete(f"/api/articles/{added}").json() == {"removed": [added]}
    assert problem(api.delete(f"/api/articles/{added}"))[0] == 404


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("/api/ask", b"{", 400, "JSON"),
        ("/api/ask", b"\xff\xfe", 400, ""),
        ("/api/ask", b'{"a":' * 50_000, 400, ""),
        ("/api/ask", b"[]", 400, ""),
        ("/api/ask", b"{}", 400, "question"),
        ("/api/ask", b'{"question": ""}', 400, "empty"),
        ("/api/ask", b'{"question": "a", "temperature": 1}', 400, "temperature"),
        ("/api/ask", b'{"question": "a", "only": {"articles": ["nothing"]}}', 404, "nothing"),
        ("/api/ask", b'{"question": "a", "only": {"from": "yesterday"}}', 400, "from"),
        ("/api/ask", b'{"question": "a", "conversation": "nothing"}', 404, "nothing"),
        ("/api/check", b'{"text": " "}', 400, "no text"),
        ("/api/search", b'{"question": " "}', 400, "empty"),
        ("/api/search", b'{"question": "a", "count": 1000}', 400, "count"),
        ("/api/ask", b'{"question": "' + b"a" * 2_000_000 + b'"}', 413, "1 MB"),
        ("/api/nothing", b"{}", 404, ""),
    ],
)
def test_what_cannot_be_had_is_a_sentence_in_one_shape(
    api: httpx.Client, path: str, body: bytes, status: int, said: str
) -> None:
    reply = api.post(path, content=body, headers={"Content-Type": "application/json"})
    got, message = problem(reply)
    assert got == status, message
    assert said in message


@pytest.mark.parametrize(
    ("method", "path", "limit"), [("POST", "/api/ask", "1 MB"), ("PUT", "/api/documents?name=a.txt", "64 MB")]
)
def test_a_body_of_unknown_length_ends_at_its_limit(api: httpx.Client, method: str, path: str, limit: str) -> None:
    parts = (b" " * 65536 for _ in range(1100))
    status, said = problem(api.request(method, path, content=parts))
    assert (status, said) == (413, f"Too large: at most {limit} at once.")


def test_every_route_is_described(api: httpx.Client) -> None:
    paths = api.get("/api/openapi.json").json()["paths"]
    assert {
        "/api/ask",
        "/api/check",
        "/api/search",
        "/api/articles",
        "/api/documents",
        "/api/sync",
        "/api/work",
    } <= set(paths)
    assert not any("own" in path for path in paths)


@pytest.mark.parametrize(("method", "path"), [("POST", "/api/ask"), ("GET", "/v1/models"), ("POST", "/mcp")])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Host": "evil.example"}, 400),
    ],
)
def test_other_sites_and_names_are_refused(
    api: httpx.Client, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    reply = api.request(method, path, headers=headers, json={} if method == "POST" else None)
    assert reply.status_code == status
    assert "message" in reply.json()["error"]


def test_with_users_a_token_is_needed_and_allows_what_it_says(closed: httpx.Client, tokens: dict[str, str]) -> None:
    def ask(method: str, path: str, token: str = "", **more: object) -> int:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return closed.request(method, path, headers=headers, **more).status_code  # type: ignore[arg-type]

    for method, path in (("POST", "/api/ask"), ("GET", "/api/articles"), ("GET", "/v1/models"), ("POST", "/mcp")):
        for token in ("", "bs_wrong", tokens["gone"]):
            assert ask(method, path, token) == 401
    question = {"question": QUESTION}
    assert ask("POST", "/api/ask", tokens["ask"], json=question) == 200
    assert ask("POST", "/api/ask", tokens["ask"], json=question | {"keep": True}) == 403
    assert ask("GET", "/api/articles", tokens["ask"]) == 403
    assert ask("GET", "/api/articles", tokens["read"]) == 200
    assert ask("POST", "/api/sync", tokens["read"]) == 403
    assert ask("POST", "/api/own/search", tokens["read"], json=question) == 403
    assert ask("GET", "/api/articles", SECRET) == 200


def test_conversations_of_one_user_are_not_anothers(closed: httpx.Client, tokens: dict[str, str]) -> None:
    def as_user(name: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {tokens[name]}"}

    asked = {"question": QUESTION, "keep": True}
    kept = closed.post("/api/ask", json=asked, headers=as_user("write")).json()["conversation"]
    assert kept not in closed.get("/api/conversations", headers=as_user("anna")).text
    for method in ("GET", "DELETE"):
        assert closed.request(method, f"/api/conversations/{kept}", headers=as_user("anna")).status_code == 404
    stolen = {"question": QUESTION, "conversation": kept}
    assert closed.post("/api/ask", json=stolen, headers=as_user("anna")).status_code == 404
