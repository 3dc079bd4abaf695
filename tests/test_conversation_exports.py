"""Exports of a conversation: complete citations, in order, and article text that stays text."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from test_conversations import ANSWER, CITATION, QUOTE, WINDOWS, asking
from typer.testing import CliRunner, Result

from index.home import Home
from rag.types import Answer, Citation, Claim, Outcome, Support
from ui.browser.wording import speaking
from ui.commands.conversations import conversations as command
from ui.commands.settings import Settings
from ui.contract import from_answer
from ui.conversations.errors import ConversationError
from ui.conversations.export import export, number_all, report
from ui.conversations.store import ConversationStore
from ui.conversations.stored import save
from ui.conversations.types import Conversation, Feedback, Format, SavedExchange, Verdict
from ui.conversations.urls import link_target

NOW = datetime(2026, 1, 2, 3, 4, 5, 678900, tzinfo=UTC)
SECOND = Citation("b2", "The Pier", 4, 9, "wood.\n\nOak.", "", "", None)
NOTHING = replace(
    ANSWER, question="Who paid?", resolved="Who paid?", outcome=Outcome.NO_EVIDENCE, short="", text="", claims=(),
    nearest=(SECOND, CITATION), withheld=(),
)  # fmt: skip
HOSTILE = (
    "</style></title><script>alert(1)</script>\"><img src=x onerror=alert(1)>' onmouseover='alert(1) "
    "![x](http://evil.example/x.png) [x](javascript:alert(1)) <https://evil.example> https://evil.example "
    "`code` [^1]: note *em* _em_ ~~gone~~ $x$ &lt; &amp; \u202egnp.exe \x1b[31m \x00 \ud800"
)
LINES = "# heading\n\n- list\n1. one\n===\n---\n> quoted\n    code\n```\nfenced\n| a | b |\n|---|---|"


def exchange(number: int, answer: Answer, feedback: Feedback | None = None) -> SavedExchange:
    return SavedExchange("c1", number, NOW, save(answer, WINDOWS), feedback)


def conversation(exchanges: int, name: str = "Harbours") -> Conversation:
    return Conversation("c1", name, NOW, NOW, exchanges)


TALK = (
    exchange(1, ANSWER, Feedback(Verdict.BAD, "it was 1872", NOW)),
    exchange(2, NOTHING),
    exchange(3, replace(asking("Who?"), claims=(Claim("Oak.", Support.SUPPORTED, 1.0, (SECOND,)),))),
)
MARKDOWN = """# Harbours

3 questions, 2026-01-02 03:04 UTC.

## Who founded it?

*Asked 2026-01-02 03:04 UTC*

Understood as: Who founded the harbour?

**Ada Quay**

- Ada Quay founded it in 1871.[^1] (supported)
- It was sunny. (partly found: no sentence says so)

*Your articles support only a part of this answer.*

*Judged bad*: it was 1872

## Who paid?

*Asked 2026-01-02 03:04 UTC*

**No answer could be verified.**

Closest passages: [^2][^1]

## Who?

*Asked 2026-01-02 03:04 UTC*

- Oak.[^2] (supported)

*Your articles support only a part of this answer.*

[^1]: “Ada Quay founded it in 1871.” — *The Harbour*, Gazette, 2024-05-01, characters 20–48 of article a1, \
<https://example.org/a1>

[^2]: “wood.\\
    &nbsp;\\
    Oak.” — *The Pier*, characters 4–9 of article b2
"""


def test_markdown_speaks_the_language_of_who_saves_it() -> None:
    with speaking("de"):
        said = export(conversation(len(TALK)), TALK, Format.MARKDOWN)
    for words in ("3 Fragen, 2026", "*Gefragt 2026", "Verstanden als: Who founded", "(belegt)",
                  "Zeichen 20–48 des Artikels a1",
                  "**Keine Antwort ließ sich belegen.**", "*Als schlecht beurteilt*: it was 1872"):  # fmt: skip
        assert words in said
    assert not re.search(r"\b(questions|Asked|Understood|supported|characters|Judged|Closest)\b", said)


class Page(HTMLParser):
    """What a browser would make of a page: its tags with their attributes, and the text of each footnote."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.quotes: list[str] = []
        self._quoting = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "blockquote":
            self.quotes.append("")
            self._quoting = True

    def handle_endtag(self, tag: str) -> None:
        self._quoting = self._quoting and tag != "blockquote"

    def handle_data(self, data: str) -> None:
        if self._quoting:
            self.quotes[-1] += data


def poisoned(text: str) -> tuple[Conversation, tuple[SavedExchange, ...]]:
    """Return a conversation with `text` wherever text can be."""
    citation = Citation(text, text, 1, 2, text, text, text, date(2024, 1, 1))
    claim = Claim(text, Support.WEAK, 0.5, (citation,), text)
    answer = replace(ANSWER, question=text, resolved=f"{text}!", short=f"{text}?", claims=(claim,))
    nothing = replace(answer, outcome=Outcome.NO_EVIDENCE, claims=(), nearest=(citation,))
    talk = (exchange(1, answer, Feedback(Verdict.GOOD, text, NOW)), exchange(2, nothing))
    return conversation(2, text), talk


def test_citations_are_numbered_in_the_order_of_reading_each_span_once() -> None:
    assert number_all(TALK) == {CITATION: 1, SECOND: 2}


def test_markdown_is_as_a_person_would_write_it() -> None:
    assert export(conversation(3), TALK, Format.MARKDOWN) == MARKDOWN


@pytest.mark.parametrize("text", [HOSTILE, LINES])
def test_text_adds_no_markup_to_markdown(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(export(*poisoned(text), Format.MARKDOWN))
    kinds = {token.type for token in tokens}
    inside = [child for token in tokens for child in token.children or ()]
    kinds |= {child.type for child in inside}
    plain = {"heading_open", "paragraph_open", "inline", "bullet_list_open", "list_item_open", "text", "hardbreak"}
    assert {kind.replace("_close", "_open") for kind in kinds} <= plain | {"em_open", "strong_open", "text_special"}
    assert sum(token.type == "heading_open" for token in tokens) == 3
    assert sum(token.type == "list_item_open" for token in tokens) == 1
    shown = "".join("\n" if child.type == "hardbreak" else child.content for child in inside)
    for word in re.findall(r"[^\s\x00-\x1f\u202e\ud800]+", text):
        assert word in shown


def test_the_page_holds_full_citations_and_stands_alone() -> None:
    html = export(conversation(3), TALK, Format.HTML)
    page = Page(html)
    assert page.quotes == [QUOTE, SECOND.quote]
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert links == ["#note-1", "#note-2", "#note-1", "#note-2", "https://example.org/a1"]
    assert [attrs["id"] for tag, attrs in page.tags if tag == "li" and "id" in attrs] == ["note-1", "note-2"]
    for fact in ("The Harbour", "Gazette", "1 May 2024", "characters 20–48 of article", "it was 1872", "Judged bad"):
        assert fact in html
    assert "default-src 'none'" in str(
        next(attrs for tag, attrs in page.tags if tag == "meta" and "http-equiv" in attrs)
    )
    assert not {tag for tag, _ in page.tags} & {"script", "img", "link", "iframe", "form", "object"}
    assert not [attrs for _, attrs in page.tags if "src" in attrs]


@pytest.mark.parametrize("text", [HOSTILE, LINES])
def test_text_adds_no_markup_to_the_page(text: str) -> None:
    page = Page(export(*poisoned(text), Format.HTML))
    calm = Page(export(*poisoned("calm"), Format.HTML))
    assert page.tags == calm.tags
    assert page.quotes == [re.sub("[\x00\ud800]", "\ufffd", text)]
    export(*poisoned(text), Format.HTML).encode()


def test_an_export_of_nothing_is_a_document() -> None:
    assert export(conversation(0), (), Format.MARKDOWN).startswith("# Harbours\n\n0 questions")
    assert "Citations" not in export(conversation(0), (), Format.HTML)
    assert json.loads(export(conversation(0), (), Format.JSON))["exchanges"] == []


def test_json_has_the_documented_shape() -> None:
    read = json.loads(export(conversation(3), TALK, Format.JSON))
    assert list(read) == ["broadsheet", "shape", "id", "name", "started", "changed", "exchanges"]
    assert (read["broadsheet"], read["shape"], read["name"]) == ("conversation", 1, "Harbours")
    first = read["exchanges"][0]
    assert list(first) == ["number", "asked", "feedback", *from_answer(ANSWER), "nearest", "withheld", "windows"]
    assert first["asked"] == "2026-01-02T03:04:05.678900+00:00"
    assert first["feedback"] == {"verdict": "bad", "reason": "it was 1872", "given": "2026-01-02T03:04:05.678900+00:00"}
    assert read["exchanges"][1]["feedback"] is None
    assert first["claims"][0]["citations"] == [
        {
            "article": "a1",
            "title": "The Harbour",
            "start": 20,
            "end": 48,
            "quote": QUOTE,
            "place": "",
            "source": "Gazette",
            "url": "https://example.org/a1",
            "published": "2024-05-01",
        }
    ]
    assert {key: first["hits"][0][key] for key in ("article", "start", "end", "score")} == {
        "article": "a1",
        "start": 20,
        "end": 48,
        "score": 1 / 3,
    }


def test_the_report_holds_what_was_withheld_and_the_receipt() -> None:
    read = json.loads(json.dumps(report(TALK[0])))
    assert (read["broadsheet"], read["shape"], read["conversation"], read["number"]) == ("report", 1, "c1", 1)
    assert read["question"] == "Who founded it?"
    assert read["withheld"] == [
        {
            "text": "It cost 9 pounds.",
            "support": "unsupported",
            "citations": [],
            "score": 0.0,
            "reason": "9 is not there",
        }
    ]
    assert read["receipt"]["prompt_sha256"] == "ab" * 32
    assert read["timings"] == {"search_ms": 12.3456789, "first_token_ms": 1 / 7, "total_ms": 20.0}
    assert read["feedback"]["reason"] == "it was 1872"


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://example.org/a?b=c&d#e", "https://example.org/a?b=c&d#e"),
        ("http://example.org/a b>\"<'", "http://example.org/a%20b%3E%22%3C'"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https:", ""),
        ("//example.org", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_become_links(url: str, target: str) -> None:
    assert link_target(url) == target


Run = Callable[..., Result]


@pytest.fixture
def store(tmp_path: Path) -> ConversationStore:
    return ConversationStore.open(tmp_path / "home")


@pytest.fixture
def run(store: ConversationStore) -> Run:
    """Run `broadsheet conversations` in the home of the store."""
    home = Home(store.path.parent, store.path.parent / "models")
    return lambda *arguments: CliRunner().invoke(command, list(arguments), obj=Settings(home))


def test_the_command_lists_shows_searches_and_deletes(run: Run, store: ConversationStore) -> None:
    assert "no conversation yet" in run("list").stderr
    made = store.start("Harbours").id
    store.append(made, ANSWER)
    assert run("list").stdout.split("\t")[:2] == [made, "Harbours"]
    assert json.loads(run("list", "--json").stdout)[0]["exchanges"] == 1
    shown = run("show", made).stdout
    assert "1. Who founded it?" in shown
    assert QUOTE in shown
    assert json.loads(run("show", made, "--json").stdout)["exchanges"][0]["short"] == "Ada Quay"
    assert run("search", "quay", "found").stdout.splitlines()[0] == f"{made}  Harbours"
    assert json.loads(run("search", "quay", "--json").stdout)[0]["matches"][0]["number"] == 1
    assert "No conversation" in run("search", "xyz").stderr
    failed = run("delete", made, "unknown")
    assert isinstance(failed.exception, ConversationError)
    assert len(store.conversations()) == 1
    assert run("delete", made).stdout == f"deleted {made}\n"
    assert store.conversations() == ()


@pytest.mark.parametrize("form", Format)
def test_the_command_exports_to_a_file(run: Run, store: ConversationStore, tmp_path: Path, form: Format) -> None:
    made = store.start("Harbours").id
    store.append(made, ANSWER)
    out = tmp_path / "out"
    out.write_text("before")
    done = run("export", made, "--format", form.value, "--out", str(out))
    assert (done.exit_code, done.stdout) == (0, "")
    whole = export(store.conversation(made), store.exchanges(made), form)
    assert out.read_text(encoding="utf-8") == whole
    assert run("export", made, "--format", form.value).stdout == whole
    assert [file.name for file in tmp_path.iterdir() if file.name.endswith("part")] == []


def test_the_command_reports_one_answer(run: Run, store: ConversationStore, tmp_path: Path) -> None:
    made = store.start("Harbours").id
    store.append(made, ANSWER)
    store.judge(made, 1, Verdict.BAD, "it was 1872")
    expected = json.loads(json.dumps(report(store.exchange(made, 1))))
    assert json.loads(run("report", made, "1").stdout) == expected
    run("report", made, "1", "--out", str(tmp_path / "report.json"))
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8")) == expected
    assert isinstance(run("report", made, "2").exception, ConversationError)


def test_the_command_says_that_a_damaged_file_was_set_aside(run: Run, store: ConversationStore) -> None:
    store.path.write_bytes(b"hello" * 999)
    assert "damaged" in run("list").stderr
    assert "damaged" not in run("list").stderr
