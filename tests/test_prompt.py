"""What a model is told, to the letter."""

from datetime import date

from index import Article, Span
from rag.generators import Reading
from rag.prompt import write_block, write_prompt, write_shortening
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


def test_the_short_form_is_asked_for_with_the_question() -> None:
    asked = write_shortening(reading("Who founded it?", window(HARBOUR)))
    assert asked == "Who founded it?\nAnswer in as few words as possible: only the name, number, date or phrase."


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
