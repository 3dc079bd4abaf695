"""The questions that Broadsheet must get right, with the real models over the demo articles."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import SEEDS

from index.home import find_home
from index.library import Library
from index.models import DEFAULT_GENERATOR
from rag.assistant import Assistant
from rag.generators import open_generator
from rag.types import Outcome, Turn

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    models = find_home().models
    with Library.open(tmp_path_factory.mktemp("acceptance"), models=models) as library:
        library.sync(SEEDS)
        yield Assistant(library, open_generator(DEFAULT_GENERATOR, models))


@pytest.mark.parametrize(
    ("question", "gold"),
    [
        ("How long is the border between Turkey and Syria?", ["911"]),
        ("When was Resolution 2254 adopted?", ["December 2015"]),
        ("Which northern cities and province did the HTS-led alliance capture?", ["Idlib", "Aleppo", "Hama"]),
        ("Who succeeded to the post of OSCE secretary general?", ["Feridun Sinirlioglu"]),
        ("Where does Annabel Hughes work?", ["Brookings Institution"]),
        ("What did Erdogan say to Assad?", ["let us meet"]),
        ("Who is the last keeper of the lighthouse on Gull Point?", ["Agnes Morrow"]),
    ],
)
def test_the_answer_and_the_cited_characters_hold_the_gold(
    assistant: Assistant, question: str, gold: list[str]
) -> None:
    answer = assistant.ask(question)
    assert answer.outcome is Outcome.ANSWERED, answer
    cited = [citation for claim in answer.claims for citation in claim.citations]
    for part in gold:
        assert part in answer.text
        assert any(part in citation.quote for citation in cited)
    for citation in cited:
        article = assistant.library.article(citation.article)
        assert citation.quote == article.text[citation.start : citation.end]


@pytest.mark.parametrize("question", ["Who is the president of France?", "What did the UN say about Yemen?"])
def test_what_the_articles_do_not_say_is_not_answered(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.outcome is Outcome.NO_EVIDENCE, answer
    assert (answer.short, answer.text, answer.claims) == ("", "", ())
    assert answer.nearest


def test_a_follow_up_is_resolved_from_the_history(assistant: Assistant) -> None:
    history = [Turn("Who built the breakwater at Gull Point?", "Halvorsen & Pike built it.")]
    answer = assistant.ask("How many people do they have on the site?", history)
    assert "Halvorsen & Pike" in answer.resolved or "Halvorsen" in answer.resolved
    assert "ninety-four" in answer.text or "94" in answer.text


def test_the_same_question_gives_the_same_answer_and_receipt(assistant: Assistant, tmp_path: Path) -> None:
    first = assistant.ask("When was Resolution 2254 adopted?")
    second = assistant.ask("When was Resolution 2254 adopted?")
    assert (first.text, first.claims, first.receipt) == (second.text, second.claims, second.receipt)
