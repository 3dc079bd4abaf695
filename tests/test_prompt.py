"""What a model is told, to the letter."""

from datetime import date

from index import Article, Span
from rag.generators import Reading
from rag.generators.messages import possible_messages
from rag.prompt import SHORTENING, Exchange, Prompt, write_block, write_prompt
from rag.types import Evidence, Window

HARBOUR = Article(
    "1", "Harbour news", "Rain fell. Ada Brine founded the harbour in 1874. It grew.", "The Post", "", date(2024, 3, 1)
)
MARKET = Article("2", "", "The market opens on Tuesday.")
GOLDEN = """\
Excerpts:

[Harbour news | The Post | 2024-03-01]
Ada Brine founded the harbour in 1874. It grew.

The market opens on Tuesday.

Answer in one short, complete sentence. Give the specific name, place, number or date that the excerpts support best.

Question: Who founded the harbour?"""


def window(article: Article, start: int = 0) -> Window:
    return Window(article, start, len(article.text), Span(start, len(article.text)), 1.0)


def reading(question: str, *windows: Window) -> Reading:
    return Reading(question, Evidence(windows, 60))


def test_a_prompt_reads_as_written_down_here() -> None:
    prompt = write_prompt(reading("Who founded the harbour?", window(HARBOUR, 11), window(MARKET)))
    assert prompt.system.startswith("You answer questions from excerpts of news articles.")
    assert prompt.user == GOLDEN


def test_only_the_end_of_a_prompt_holds_the_question() -> None:
    first = write_prompt(reading("Who founded it?", window(HARBOUR)))
    second = write_prompt(reading("When does it open?", window(HARBOUR), window(MARKET)))
    assert (first.system, first.opening) == (second.system, second.opening)
    assert first.blocks[0] == second.blocks[0]
    assert first.closing != second.closing
    assert first.user == first.opening + first.blocks[0] + first.closing


def test_a_title_stays_on_its_line() -> None:
    article = Article("3", "Two\n\nlines", "Text.")
    assert write_block(window(article)) == "[Two lines]\nText.\n\n"


def test_the_fingerprint_changes_with_the_question_and_the_evidence() -> None:
    prompts = [
        write_prompt(reading("Who?", window(HARBOUR))),
        write_prompt(reading("When?", window(HARBOUR))),
        write_prompt(reading("Who?", window(MARKET))),
    ]
    assert len({prompt.sha256 for prompt in prompts}) == 3
    assert prompts[0].sha256 == write_prompt(reading("Who?", window(HARBOUR))).sha256


def test_examples_are_worded_as_real_questions_and_never_change() -> None:
    prompt = write_prompt(reading("Who founded the harbour?", window(HARBOUR, 11)))
    other = write_prompt(reading("When does it open?", window(MARKET)))
    assert prompt.exchanges == other.exchanges
    end = prompt.closing.removesuffix("Who founded the harbour?")
    asked = prompt.exchanges[0]
    for exchange in prompt.exchanges:
        if exchange.said == SHORTENING:  # of the answer before it, whose excerpts hold it, too
            assert exchange.reply in asked.reply
            assert exchange.reply in asked.said
        else:
            asked = exchange
            assert asked.said.startswith(prompt.opening)
            assert end in asked.said
            assert asked.reply.endswith(".")
    assert {exchange.said == SHORTENING for exchange in prompt.exchanges} == {True, False}


def test_the_fingerprint_changes_with_the_examples() -> None:
    bare, shown = Prompt("S", "O", (), "C"), Prompt("S", "O", (), "C", (Exchange("A", "B"),))
    assert bare.sha256 != shown.sha256


def test_messages_carry_examples_and_a_system_role_where_a_template_takes_them() -> None:
    prompt = Prompt("S", "O", (), "C", (Exchange("A", "B"),))
    said = [[f"{m['role'][0]}:{m['content']}" for m in messages] for messages in possible_messages(prompt)]
    assert said == [
        ["s:S", "u:A", "a:B", "u:OC"],
        ["u:S\n\nA", "a:B", "u:OC"],
        ["s:S", "u:OC"],
        ["u:S\n\nOC"],
    ]
    behind = next(possible_messages(prompt, "D"))
    assert [m["content"] for m in behind] == ["S", "A", "B", "OC", "D", SHORTENING]
