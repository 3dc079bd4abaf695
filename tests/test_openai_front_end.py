"""A front-end's own rules read our stream: Open WebUI's, as its wheel 0.12.4 has them (utils/middleware.py, Citations).

A line counts that begins with "data:"; a delta's content is appended; each `url_citation` of a delta is a source with
its url for an id; sources with one id are one, in the order in which they came; and [n] in the content opens the n-th.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from served_programs import open_resources, serve_programs

from ui.service.resources import Resources

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]
MARK = re.compile(r"\[(\d+)\]")
SENTENCE = re.compile(r"“?([^“”\[\]]+?)”?\s*\[(\d+)\]")


@dataclass
class Shown:
    """What the front-end shows of an answer."""

    content: str = ""
    sources: dict[str, str] = field(default_factory=dict)
    finish_reason: str = ""
    errors: list[object] = field(default_factory=list)

    def take(self, line: str) -> None:
        """Take a line of the stream as the front-end does."""
        if not line.startswith("data:") or line.removeprefix("data:").strip() == "[DONE]":
            return
        chunk = json.loads(line.removeprefix("data:"))
        if not chunk.get("choices"):
            self.errors += [chunk["error"]] if chunk.get("error") else []
            return
        choice = chunk["choices"][0]
        self.finish_reason = choice.get("finish_reason") or self.finish_reason
        delta = choice.get("delta", {})
        self.content += delta.get("content") or ""
        for annotation in delta.get("annotations") or ():
            if annotation.get("type") == "url_citation" and "url_citation" in annotation:
                cited = annotation["url_citation"]
                self.sources.setdefault(cited.get("url", ""), cited.get("title", cited.get("url", "")))

    def opened_by(self, number: str) -> str:
        """Return the address that a mark opens."""
        return list(self.sources)[int(number) - 1]


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Resources]:
    home: Path = tmp_path_factory.mktemp("front-end")
    (home / "articles").mkdir()
    (home / "articles" / "bridge.txt").write_text(
        "The bridge\n\nThe bridge of Alderwick was opened in 1931 by the mayor.\n\n"
        "Engineers closed the bridge of Alderwick in 2019 because its cables had rusted.\n"
    )
    (home / "articles" / "toll.txt").write_text(
        "The toll\n\nThe town council said that the bridge of Alderwick takes no toll since 1988.\n"
    )
    with open_resources(home, home / "articles") as opened:
        yield opened


@pytest.fixture(scope="module")
def address(resources: Resources, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_programs(resources, tmp_path_factory.mktemp("home")) as served:
        yield served


def show(address: str, question: str) -> Shown:
    """Return what the front-end shows of the answer to `question`."""
    shown = Shown()
    body = {"model": "broadsheet", "stream": True, "messages": [{"role": "user", "content": question}]}
    with httpx.stream("POST", f"{address}/v1/chat/completions", json=body, timeout=60) as reply:
        assert reply.headers["content-type"].startswith("text/event-stream")
        for line in reply.iter_lines():
            shown.take(line)
    return shown


@pytest.mark.parametrize(
    "question",
    ["When was the bridge of Alderwick opened?", "Explain the history of the bridge of Alderwick.", "What is new?"],
)
def test_each_mark_opens_the_characters_of_its_sentence(address: str, resources: Resources, question: str) -> None:
    shown = show(address, question)
    assert shown.finish_reason == "stop"
    assert shown.errors == []
    assert sorted(set(MARK.findall(shown.content)), key=int) == [str(n + 1) for n in range(len(shown.sources))]
    said = SENTENCE.findall(shown.content)
    assert said
    for text, number in said:
        link = urlsplit(shown.opened_by(number))
        where = parse_qs(link.query)
        span = slice(int(where["start"][0]), int(where["end"][0]))
        article = resources.library.article(where["article"][0])
        assert f"{link.scheme}://{link.netloc}" == address
        assert article.text[span] in text or text.strip() in article.text[span]
        assert shown.sources[shown.opened_by(number)] == article.title


def test_an_answer_of_several_sources_has_a_mark_for_each(address: str) -> None:
    assert len(show(address, "Explain the history of the bridge of Alderwick.").sources) > 1


def test_a_refusal_is_shown_as_content_without_sources(address: str) -> None:
    shown = show(address, "Who painted the ceiling of the opera in Vienna?")
    assert shown.content.startswith("No answer could be verified.")
    assert shown.sources == {}
    assert shown.errors == []
