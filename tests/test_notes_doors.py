"""Notes through every door: HTTP with the tokens of two users, and the terminal."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from served_programs import ANSWER, QUESTION, open_resources, serve_programs

from ui.main import main
from ui.notes.store import NoteStore
from ui.server.access.accounts import Accounts
from ui.server.access.tokens import Token, make_token, write_tokens
from ui.service.identity import Scope

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]
ACCOUNTS = Accounts(dict.fromkeys(("owner", "anna", "bert"), "$argon2id$"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def clients(home: Path, articles: Path) -> Iterator[dict[str, httpx.Client]]:
    with open_resources(home, articles) as opened:
        resources = replace(opened, notes=NoteStore.of(home))
        secrets: dict[str, str] = {}
        kept: tuple[Token, ...] = ()
        for name, user, scope, bound in (
            ("anna", "anna", Scope.WRITE, ()), ("bert", "bert", Scope.WRITE, ()), ("reads", "anna", Scope.READ, ()),
            ("asks", "anna", Scope.ASK, ()), ("bound", "anna", Scope.READ, ("post",)),
        ):  # fmt: skip
            secrets[name], kept = make_token(kept, name, user, scope, bound)
        write_tokens(home, kept)
        with serve_programs(resources, home, ACCOUNTS) as address:
            opened_clients = {
                name: httpx.Client(
                    base_url=f"{address}/api/", headers={"Authorization": f"Bearer {secret}"}, timeout=60
                )
                for name, secret in secrets.items()
            }
            yield opened_clients
            for client in opened_clients.values():
                client.close()


def test_a_note_over_http_from_its_beginning_to_its_end(clients: dict[str, httpx.Client]) -> None:
    anna = clients["anna"]
    made = anna.post("notes", json={"name": "Bridge"})
    assert made.status_code == 201
    note = made.json()["id"]
    bridge = next(one["id"] for one in anna.get("articles").json()["articles"] if one["title"] == "The bridge")
    pinned = anna.post(f"notes/{note}/pins", json={"article": bridge, "start": 0, "end": len(ANSWER)}).json()
    (pin,) = pinned["pins"]
    assert (pin["number"], pin["citation"]["quote"], pin["standing"]) == (1, ANSWER, "there")
    asked = anna.post("ask", json={"question": QUESTION, "keep": True}).json()
    pinned = anna.post(
        f"notes/{note}/pins", json={"conversation": asked["conversation"], "number": asked["number"], "claim": 1}
    ).json()
    assert pinned["pins"][0]["citation"]["article"] == bridge
    written = anna.patch(f"notes/{note}", json={"text": f"{ANSWER} It is 99 metres long [1]."}).json()
    assert written["name"] == "Bridge"
    checked = anna.post(f"notes/{note}/check").json()
    assert next(one["support"] for one in checked["sentences"]) == "supported"
    assert checked["supported"] == 1
    assert anna.get("notes").json()[0]["pins"] == len(pinned["pins"])
    assert anna.delete(f"notes/{note}/pins/1").json()["pins"] == pinned["pins"][1:]
    assert anna.delete(f"notes/{note}").json() == {"deleted": [note]}
    assert anna.get(f"notes/{note}").status_code == 404


def test_nobody_reads_or_changes_the_notes_of_another(clients: dict[str, httpx.Client]) -> None:
    note = clients["anna"].post("notes", json={"name": "Mine", "text": "The market opens on Tuesday."}).json()["id"]
    bert = clients["bert"]
    assert bert.get("notes").json() == []
    for reply in (
        bert.get(f"notes/{note}"), bert.patch(f"notes/{note}", json={"text": "x"}), bert.delete(f"notes/{note}"),
        bert.post(f"notes/{note}/check"), bert.delete(f"notes/{note}/pins/1"),
        bert.post(f"notes/{note}/pins", json={"article": "bridge.md", "start": 0, "end": 3}),
    ):  # fmt: skip
        assert reply.status_code == 404, reply.text
    reads = clients["reads"]
    assert reads.get(f"notes/{note}").json()["name"] == "Mine"
    assert reads.post(f"notes/{note}/check").json()["supported"] == 1
    assert reads.patch(f"notes/{note}", json={"text": "x"}).status_code == 403
    assert reads.post("notes", json={"name": "Other"}).status_code == 403
    assert clients["asks"].get("notes").status_code == 403
    assert clients["bound"].get("notes").status_code == 403


@pytest.mark.parametrize(("way", "path", "body", "status"), [
    ("POST", "notes", {"name": " "}, 400),
    ("POST", "notes", {"name": "One", "txt": "x"}, 400),
    ("POST", "notes", {"name": "One", "text": "a" * 50_001}, 400),
    ("GET", "notes/nowhere", None, 404),
    ("POST", "notes/nowhere/pins", {"article": "nowhere", "start": 0, "end": 1}, 404),
    ("POST", "notes/nowhere/check", None, 404),
])  # fmt: skip
def test_what_is_wrong_is_said(
    clients: dict[str, httpx.Client], way: str, path: str, body: dict[str, str] | None, status: int
) -> None:
    reply = clients["anna"].request(way, path, json=body)
    assert reply.status_code == status
    assert reply.json()["error"]["message"].endswith((".", ":", "expected."))


def test_notes_in_the_terminal(home: Path, articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*command: str, code: int = 0) -> str:
        assert main(["--home", str(home), "--embedder", "hashed", *command]) == code
        said = capsys.readouterr()
        return said.err if code == 1 and not said.out else said.out

    run("sync", str(articles))
    assert run("notes", "list", "--json").strip() == "[]"
    note = json.loads(run("notes", "make", "Bridge", "--text", "It is long.", "--json"))["id"]
    listed = run("list", "--json")
    bridge = next(one["id"] for one in json.loads(listed) if one["title"] == "The bridge")
    shown = run("notes", "pin", note, "--article", bridge, "--start", "0", "--end", str(len(ANSWER)))
    assert f"[1] “{ANSWER}”" in shown
    text = articles / "mine.txt"
    text.write_text(f"{ANSWER} The market opens on Friday.", encoding="utf-8")
    assert json.loads(run("notes", "write", note, "--file", str(text), "--name", "Two", "--json"))["name"] == "Two"
    checked = run("notes", "check", note, code=1)
    assert "1 supported" in checked
    out = articles / "note.html"
    run("notes", "export", note, "--format", "html", "--out", str(out))
    assert f"<mark>{ANSWER}</mark>" in out.read_text(encoding="utf-8")
    assert run("notes", "export", note).startswith("# Two\n")
    assert "Two" in run("notes", "list")
    assert "cannot be saved as 'csl'" in run("notes", "export", note, "--format", "csl", code=1)
    assert "Expected --article" in run("notes", "pin", note, code=1)
    assert "cannot be read" in run("notes", "write", note, "--file", str(articles / "none"), code=1)
    assert json.loads(run("notes", "unpin", note, "1", "--json"))["pins"] == []
    assert json.loads(run("notes", "delete", note, "--json")) == {"deleted": [note]}
    assert "No note has the id" in run("notes", "show", note, code=1)
