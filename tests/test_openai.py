"""OpenAI's own client asks: the content, its citations, the stream, and the errors that it knows."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openai
import pytest
from openai import OpenAI
from served_programs import QUESTION, open_resources, serve_programs

from rag.types import Answer, Citation, Claim, Event, Finished, Judged, Outcome, Points, Receipt, Support, Timings
from ui.server.api.wire import read_event, write_event
from ui.server.openai.chat import Said
from ui.service.resources import Resources
from ui.service.wording import Sentence

ANSWER = Answer(
    "Why?", "Why?", Outcome.ANSWERED, "", "", (), (), (), (), Timings(0, 0, 0), Receipt(1, "", "", "", "", (), ())
)
pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]
ASKED = [{"role": "system", "content": "You are a pirate."}, {"role": "user", "content": QUESTION}]


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Resources]:
    home: Path = tmp_path_factory.mktemp("openai")
    (home / "articles").mkdir()
    (home / "articles" / "bridge.txt").write_text(
        "The bridge\n\nThe bridge of Alderwick was opened in 1931. It is 212 metres long.\n"
    )
    with open_resources(home, home / "articles") as opened:
        yield opened


@pytest.fixture(scope="module")
def client(resources: Resources, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenAI]:
    with (
        serve_programs(resources, tmp_path_factory.mktemp("home")) as address,
        OpenAI(base_url=f"{address}/v1", api_key="unused", max_retries=0) as opened,
    ):
        yield opened


def test_the_library_is_a_model(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["broadsheet"]
    assert client.models.retrieve("broadsheet").owned_by == "broadsheet"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt")


def test_each_mark_of_an_answer_leads_to_the_exact_characters(client: OpenAI, resources: Resources) -> None:
    told = client.chat.completions.create(model="broadsheet", messages=ASKED, temperature=0.3)  # type: ignore[arg-type]
    message = told.choices[0].message
    assert message.content == "The bridge of Alderwick was opened in 1931. [1]"
    (annotation,) = message.annotations or []
    cited = annotation.url_citation
    assert message.content[cited.start_index : cited.end_index] == "[1]"
    link = urlsplit(cited.url)
    where = parse_qs(link.query)
    (article,), (start,), (end,) = where["article"], where["start"], where["end"]
    assert (
        resources.library.article(article).text[int(start) : int(end)] == "The bridge of Alderwick was opened in 1931."
    )
    assert f"{link.scheme}://{link.netloc}/" == str(client.base_url).removesuffix("v1/")
    assert (message.model_extra or {})["broadsheet"]["outcome"] == "answered"
    assert told.usage is not None


def test_a_stream_has_one_delta_a_judged_sentence(client: OpenAI) -> None:
    stream = client.chat.completions.create(
        model="broadsheet", messages=ASKED, stream=True, stream_options={"include_usage": True}  # type: ignore[call-overload]
    )  # fmt: skip
    chunks = list(stream)
    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    assert deltas[0].role == "assistant"
    assert [delta.content for delta in deltas if delta.content] == ["The bridge of Alderwick was opened in 1931. [1]"]
    assert [
        len(delta.model_extra["annotations"]) for delta in deltas if "annotations" in (delta.model_extra or {})
    ] == [1]
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].choices == []
    assert chunks[-1].usage is not None


def test_sentences_are_said_as_they_are_judged_and_none_twice() -> None:
    cited = Citation("bridge", "The bridge", 0, 43, "The bridge of Alderwick was opened in 1931.")
    held = Claim("The bridge was opened in 1931.", Support.SUPPORTED, 0.9, (cited,))
    lost = Claim("It was sold in 1940.", Support.UNSUPPORTED, 0.0, (), "no article speaks of it")
    answer = replace(ANSWER, claims=(held,), withheld=(lost,), note="One has no date.")
    said = Said()
    assert list(said.take(Points("explanation", (), "One has no date."))) == []
    assert list(said.take(Judged(lost, ""))) == []
    first = list(said.take(Judged(held, "It was")))
    assert first == [Sentence("One has no date."), Sentence(held.text, (cited,))]
    assert list(said.take(Finished(answer))) == []
    assert said.answer is answer


@pytest.mark.parametrize("event", [Judged(Claim("It is so.", Support.WEAK, 0.5), "And"), Points("fact", (), "None.")])
def test_every_event_comes_whole_from_a_running_page(event: Event) -> None:
    assert read_event(write_event(event).decode().rstrip("\n")) == event


def test_what_was_said_before_is_leant_on(client: OpenAI) -> None:
    said = [
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": "The bridge of Alderwick was opened in 1931. [1]"},
        {"role": "user", "content": [{"type": "text", "text": "How long is it?"}]},
    ]
    told = client.chat.completions.create(model="broadsheet", messages=said)  # type: ignore[arg-type]
    assert "bridge" in (told.choices[0].message.model_extra or {})["broadsheet"]["resolved"]


def test_a_refusal_is_content(client: OpenAI) -> None:
    said = [{"role": "user", "content": "Who painted the ceiling of the opera in Vienna?"}]
    message = client.chat.completions.create(model="broadsheet", messages=said).choices[0].message  # type: ignore[arg-type]
    assert (message.content or "").startswith("No answer could be verified.")
    assert message.refusal is None
    assert message.annotations == []
    assert (message.model_extra or {})["broadsheet"]["outcome"] == "no_evidence"


@pytest.mark.parametrize(
    ("changed", "parameter"),
    [
        ({"n": 2}, "n"),
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "system", "content": "x"}]}, "messages"),
        ({"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "y"}]}, "messages"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]}, "messages"),
        ({"response_format": {"type": "json_object"}}, "response_format"),
        ({"messages": "x"}, "messages"),
        ({"extra_body": {"broadsheet": {"colour": "red"}}}, "broadsheet.colour"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_what_cannot_be_had_is_named(client: OpenAI, changed: dict[str, object], parameter: str, stream: bool) -> None:
    given = {"model": "broadsheet", "messages": ASKED, "stream": stream} | changed
    with pytest.raises(openai.BadRequestError) as refused:
        client.chat.completions.create(**given)  # type: ignore[call-overload]
    assert refused.value.param == parameter


def test_an_unknown_model_is_not_found(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="'gpt-5'"):
        client.chat.completions.create(model="gpt-5", messages=ASKED)  # type: ignore[arg-type]
