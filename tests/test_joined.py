"""A question of two parts is answered in two parts, each judged by itself."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from index import Library
from rag import Assistant
from rag.answer.joined import is_told_of
from rag.answer.outcome import without_promises
from rag.answer.request import Gathered
from rag.answer.short.form import short_form
from rag.generators.base import GeneratorIdentity, Reading, Review
from rag.question.kind import Kind
from rag.question.parts import split_parts
from rag.types import Answer, Citation, Claim, Finished, Judged, Outcome, Point, Points, Support, Token, Window

LONG, MARKET = "How long is the bridge of Alderwick", "when does the market open"
ASKED = f"{LONG}, and {MARKET}?"
BRIDGE, OPENS = "The bridge of Alderwick is 212 metres long.", "The market opens on Tuesday."


class Script:
    """Writes the sentence whose words stand in the question; `read` are the questions that it was given."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        self.identity = GeneratorIdentity("script", "", "build")
        self.sentences = sentences
        self.read: list[Reading] = []

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def generate(self, reading: Reading) -> Iterator[str]:
        self.read.append(reading)
        yield next((said for word, said in self.sentences.items() if word in reading.question), "Nobody knows.")

    def review(self, reading: Reading, written: str, window: Window | None) -> Review:
        return Review(short="", answerable=-1.0 if "Nobody" in written else 1.0)

    def warm_up(self) -> None:
        return


def ask(library: Library, articles: Path, sentences: Mapping[str, str], question: str = ASKED) -> Answer:
    library.sync(articles)
    return Assistant(library, Script(sentences)).ask(question)


def test_each_part_is_read_written_and_judged_by_itself(library: Library, articles: Path) -> None:
    library.sync(articles)
    script = Script({"long": BRIDGE, "market": OPENS})
    events = list(Assistant(library, script).stream(ASKED))
    assert [reading.question for reading in script.read] == [f"{LONG}?", "When does the market open? (Alderwick)"]
    told = [event.text if isinstance(event, Token) else event.claim.text for event in events[3:-1]]  # type: ignore[union-attr]
    assert told == [BRIDGE, BRIDGE, " ", OPENS, OPENS]
    assert [type(event) for event in events[2:]] == [Points, Token, Judged, Token, Token, Judged, Finished]
    assert isinstance(events[-1], Finished)
    answer = events[-1].answer
    assert (answer.question, answer.outcome) == (ASKED, Outcome.ANSWERED)
    assert [(claim.text, claim.support) for claim in answer.claims] == [
        (BRIDGE, Support.SUPPORTED),
        (OPENS, Support.SUPPORTED),
    ]
    assert answer.text == f"{BRIDGE} {OPENS}"
    assert "No answer" not in answer.note
    read = {passage.split(":")[0] for passage in answer.receipt.passages}
    assert {claim.citations[0].article for claim in answer.claims} <= read


def test_a_part_without_an_answer_is_named(library: Library, articles: Path) -> None:
    asked = f"{LONG}, and who ate the last sandwich?"
    answer = ask(library, articles, {"long": BRIDGE}, asked)
    assert (answer.outcome, answer.text) == (Outcome.ANSWERED, BRIDGE)
    assert "No answer to “Who ate the last sandwich?” could be verified." in answer.note
    assert [claim.text for claim in answer.withheld] == ["Nobody knows."]


def test_a_part_of_which_nothing_written_held_is_quoted_where_an_article_tells_it(
    library: Library, articles: Path
) -> None:
    asked = f"{LONG}, and when was the bridge of Alderwick opened?"
    answer = ask(library, articles, {"long": BRIDGE}, asked)
    assert "1931" in " ".join(point.citations[0].quote for point in answer.points)
    assert "No answer to “When was the bridge of Alderwick opened?” could be verified; what" in answer.note


def test_a_refusal_promises_nothing_that_it_does_not_show() -> None:
    note = "Your articles do not quote Orl on this"
    assert (
        without_promises(f"{note}; the nearest that they say is this. This covers 4 of 313 articles: what fits best.")
        == f"{note}."
    )


@pytest.mark.parametrize(
    ("question", "second"),
    [
        ("What does the rise mean for tenants, and what for owners?", "What does the rise mean for owners?"),
        (
            "What did Webb and Orl see when Dart hit Dimor, and how did the moon change?",
            "How did the moon change? (Dart, Dimor)",
        ),
    ],
)
def test_a_second_part_stands_alone(question: str, second: str) -> None:
    assert split_parts(question)[1] == second


def test_what_is_wrong_in_one_part_takes_nothing_from_the_other(library: Library, articles: Path) -> None:
    answer = ask(library, articles, {"long": "The bridge of Alderwick is 300 metres long.", "market": OPENS})
    assert [claim.text for claim in answer.claims] == [OPENS]
    assert [claim.text for claim in answer.withheld] == ["The bridge of Alderwick is 300 metres long."]
    assert "300" not in answer.text


def test_one_sentence_that_answers_both_is_told_once(library: Library, articles: Path) -> None:
    whole = "The bridge of Alderwick was opened in 1931."
    answer = ask(
        library, articles, {"bridge": whole}, "When was the bridge of Alderwick opened, and which bridge is it?"
    )
    assert [claim.text for claim in answer.claims].count(whole) <= 1
    assert answer.text.count(whole) <= 1


def test_parts_none_of_which_is_answered_are_refused_with_what_comes_closest(library: Library, articles: Path) -> None:
    answer = ask(library, articles, {}, "Who ate the last sandwich, and why did nobody buy the submarine?")
    assert (answer.outcome, answer.claims, answer.points, answer.text) == (Outcome.NO_EVIDENCE, (), (), "")


@pytest.mark.parametrize(
    ("proposed", "expected"),
    [("Thursday 18 July", "Thursday 18 July"), ("Thursday", "Thursday 18 July"), ("18 July", "Thursday 18 July")],
)
def test_a_day_of_the_week_stays_with_its_date(proposed: str, expected: str) -> None:
    claim = Claim("The fair opens on Thursday 18 July.", Support.SUPPORTED, 0.8, ())
    assert short_form(claim, "When does the fair open?", proposed) == expected


@pytest.mark.parametrize(
    ("sentence", "published", "expected"),
    [
        ("Brade resigned on Wednesday evening.", date(2025, 6, 19), "Wednesday, 18 June 2025"),
        ("Brade will resign on Monday.", date(2025, 6, 19), "Monday, 23 June 2025"),
        ("Brade resigned on Wednesday.", None, "Wednesday"),
        ("Brade resigned on Wednesday 4 June.", date(2025, 6, 19), "Wednesday 4 June"),
    ],
)
def test_a_day_of_the_week_is_told_with_its_date(sentence: str, published: date | None, expected: str) -> None:
    cited = Citation("a", "Brade", 0, len(sentence), sentence, published=published)
    claim = Claim(sentence, Support.SUPPORTED, 0.8, (cited,))
    proposed = expected.split(",")[0]
    assert short_form(claim, "When did Brade resign?", proposed) == expected


@pytest.mark.parametrize(
    ("score", "asked", "quote", "told"),
    [
        (0.5, "Whom did the village turn to for money?", "The village asked the bank of Dorn.", True),
        (0.5, "How much did the village borrow?", "The village asked the bank of Dorn.", False),
        (0.5, "How much did the village borrow?", "The village borrowed 300 crowns of the bank.", True),
        (0.4, "Whom did the village turn to for money?", "The village asked the bank of Dorn.", False),
    ],
)
def test_a_part_is_told_of_where_it_fits_with_the_amount_asked_for(
    score: float, asked: str, quote: str, told: bool
) -> None:
    cited = Citation("a", "The village", 0, len(quote), quote)
    part = Gathered(Kind.FACT, (Point("", (cited,)),), score=score, answerable=False, question=asked)
    assert is_told_of(part) is told


def test_of_two_parts_the_one_that_no_article_tells_is_named_and_not_quoted(library: Library, articles: Path) -> None:
    asked = "Why is the bridge of Alderwick long, and how do penguins of Antarctica sleep?"
    answer = ask(library, articles, {}, asked)
    assert answer.outcome is Outcome.QUOTED
    assert "No answer to “How do penguins of Antarctica sleep?” could be verified." in answer.note
    assert any("bridge" in point.citations[0].quote for point in answer.points)


def test_a_part_with_a_name_of_its_own_stands_alone() -> None:
    parts = split_parts("How long did Ada Vane and Bo Lind sit in Saltby, and how did Vane get out?")
    assert parts[1] == "How did Vane get out?"
