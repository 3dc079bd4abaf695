"""What is refused and what is answered by a quotation: names, dates, and what the generator stands by."""

from datetime import date

import numpy as np
import pytest

from index import Article, Span
from rag.answer.outcome import conclude, with_points
from rag.answer.refusal import judge_fit
from rag.answer.request import Gathered
from rag.answer.short.wanted import find_quoted
from rag.answer.written.lead import Lead
from rag.answer.written.verdicts import answer_with, judge_written
from rag.answer.yes_no.verdict import find_denial, find_verdict
from rag.evidence.ranking import Ranked
from rag.evidence.sentences import Sentence
from rag.generators.base import Review
from rag.question.kind import Kind
from rag.support.judge import judge
from rag.support.names import find_names, is_meant
from rag.support.relevance import find_new
from rag.types import Answer, Citation, Claim, Evidence, Outcome, Point, Receipt, Support, Timings, Window

NO_RECEIPT = Receipt(0, "e", "g", "", "", (), ())
TEXT = "Irregular forces harassed Fort Henning throughout the first half of 1757."


def ranked(text: str = TEXT, published: date | None = None) -> list[Ranked]:
    whole = Span(0, len(text))
    article = Article("a", "The siege", text, published=published)
    return [Ranked(Sentence(article, whole, 0, 1.0, whole), 0.7, 0.7, np.zeros(2, np.float32))]


def test_a_date_that_no_article_has_counts_against_the_answer() -> None:
    known, _ = judge_fit("What forces harassed Fort Henning in 1757?", ranked())
    unknown, _ = judge_fit("What forces harassed Fort Henning in 1775?", ranked())
    assert unknown < known


def test_the_day_of_publication_is_a_date_that_is_known() -> None:
    fit, _ = judge_fit("What forces harassed Fort Henning in 1999?", ranked(published=date(1999, 5, 1)))
    assert fit == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("asked", "text", "meant"),
    [
        ("Moncalm", "Montcalm slipped away.", True),
        ("Halversen", "Jonas Halvorsen built it.", True),
        ("Halvorsne", "Jonas Halvorsen built it.", True),
        ("Vost", "Hanne Voss runs it.", False),
        ("Austria", "In Australia it is summer.", False),
        ("Tobias", "In Dorn it is summer.", False),
    ],
)
def test_a_name_with_one_letter_wrong_is_meant(asked: str, text: str, *, meant: bool) -> None:
    (name,) = find_names(f"Where did {asked} go?")
    assert is_meant(name, text) is meant


def gathered(score: float, *, answerable: bool = True, kind: Kind = Kind.FACT) -> Gathered:
    points = tuple(
        Point("The siege", (Citation("a", "The siege", 0, len(quote), quote, source="", url="", published=None),))
        for quote in ("The siege was long.", "It created a brain drain.")
    )
    return Gathered(kind, points, "", score, answerable)


def outcome(part: Gathered, stood_by: str) -> Answer:
    asked = conclude("q", (), Evidence((), 0), (), "", Timings(0, 0, 0), NO_RECEIPT)
    return with_points(asked, (part,), part.points, "", Lead(stood_by))


def test_a_point_answers_that_holds_what_the_generator_stands_by() -> None:
    answer = outcome(gathered(0.56), "brain drain")
    assert answer.outcome is Outcome.QUOTED
    assert answer.points[0].citations[0].quote == "It created a brain drain."


@pytest.mark.parametrize(("stood_by", "answerable"), [("", True), ("a flood", True), ("brain drain", False)])
def test_no_point_answers_for_one_fact_otherwise(stood_by: str, *, answerable: bool) -> None:
    answer = outcome(gathered(0.56, answerable=answerable), stood_by)
    assert answer.outcome is Outcome.NO_EVIDENCE
    assert answer.nearest


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Did Dominic Faye vote for the wall?", "No"),
        ("True or false: Dominic Faye voted for the wall.", "False"),
    ],
)
def test_what_is_asked_and_denied_is_answered_with_no_and_the_span_that_says_so(question: str, said: str) -> None:
    text = "The vote was nine to six. Dominic Faye, who voted against the wall, voted for the houses."
    article = Article("a", "The vote", text)
    window = Window(article, 0, len(text), Span(0, len(text)), 1.0)
    verdict = judge("Dominic Faye voted for the wall.", (window,))
    found = find_denial(question, (verdict,))
    assert found is not None
    denial = found[1]
    assert denial.quote == text[denial.start : denial.end]
    assert "against the wall" in denial.quote
    part = gathered(0.3, answerable=False, kind=Kind.YES_NO)
    asked = conclude(question, (), Evidence((), 0), (verdict.claim,), "", Timings(0, 0, 0), NO_RECEIPT)
    answer = with_points(asked, (part,), part.points, "", Lead("", found))
    assert (answer.outcome, answer.short) == (Outcome.QUOTED, said)
    assert answer.points[0].citations == (denial,)


def test_what_denies_it_is_not_quoted_twice() -> None:
    denial = Citation("a", "The vote", 20, 60, "Dominic Faye, who voted against the wall")
    longer = Citation("a", "The vote", 0, 60, "The vote was close. Dominic Faye, who voted against the wall")
    other = Citation("b", "The vote", 0, 60, "The vote was close. Dominic Faye, who voted against the wall")
    points = (Point("", (longer,)), Point("", (other,)))
    part = Gathered(Kind.YES_NO, points, "", 0.6, answerable=True)
    asked = conclude("q", (), Evidence((), 0), (), "", Timings(0, 0, 0), NO_RECEIPT)
    answer = with_points(asked, (part,), points, "", Lead("", ("No", denial)))
    assert [point.citations[0] for point in answer.points] == [denial, other]


def test_what_tells_the_fact_stands_above_few_others() -> None:
    texts = [f"The bank lent {count} pounds to a farmer." for count in range(10, 15)]
    points = tuple(
        Point("", (Citation(f"{place}", "The bank", 0, len(text), text, source="", url="", published=None),))
        for place, text in enumerate(texts)
    )
    told = Claim("The bank lent 10 pounds.", Support.SUPPORTED, 0.9, points[0].citations)
    shown = {}
    for kind in (Kind.FACT, Kind.EXPLANATION):
        asked = conclude("q", (), Evidence((), 0), (told,), "10 pounds", Timings(0, 0, 0), NO_RECEIPT)
        part = Gathered(kind, points, "", 0.6, answerable=True)
        shown[kind] = with_points(asked, (part,), points, "").points
    assert shown[Kind.FACT] == points[1:3]
    assert shown[Kind.EXPLANATION] == points[1:]


@pytest.mark.parametrize("question", ["Did Dominic Faye vote for the houses?", "Who voted for the wall?"])
def test_nothing_is_denied_that_was_not_asked(question: str) -> None:
    text = "The vote was nine to six. Dominic Faye, who voted against the wall, voted for the houses."
    window = Window(Article("a", "The vote", text), 0, len(text), Span(0, len(text)), 1.0)
    assert find_denial(question, (judge("Dominic Faye voted for the wall.", (window,)),)) is None


@pytest.mark.parametrize("written", ["False.", "True."])
def test_a_bare_true_or_false_is_judged_as_what_the_question_states(written: str) -> None:
    text = "The board decided not to cut the swimming lessons. Seven members voted for the lessons."
    window = Window(Article("a", "The school", text), 0, len(text), Span(0, len(text)), 1.0)
    question = "True or false: the board cut the swimming lessons."
    (verdict,) = judge_written(written, question, Evidence((window,), 20))
    assert (verdict.claim.text, verdict.claim.support) == ("The board cut the swimming lessons.", Support.CONTRADICTED)
    assert find_denial(question, (verdict,)) == ("False", verdict.claim.citations[0])


def test_what_is_told_before_the_question_need_not_be_in_the_article() -> None:
    text = "The wall will be 1.8 kilometres long and is to protect the Lower Town."
    window = Window(Article("a", "The wall", text), 0, len(text), Span(0, len(text)), 0.9)
    question = "Tom Quill of Yemen came home in June. How long will the wall be?"
    verdicts = judge_written("The wall will be 1.8 kilometres long.", question, Evidence((window,), 20))
    _, best = answer_with(question, verdicts, Evidence((window,), 20), Review(), 0.4)
    assert best is verdicts[0]
    other = answer_with("How long will the wall of Yemen be?", verdicts, Evidence((window,), 20), Review(), 0.4)
    assert other[1] is None


@pytest.mark.parametrize(
    ("question", "written", "is_answer"),
    [
        ("What did Ida Marn's husband die of?", "Per Marn, a doctor, died in 2008.", False),
        ("What did Ida Marn die of?", "Ida Marn died of measles in 2011.", True),
        ("When did Ida Marn's husband die?", "Per Marn, a doctor, died in 2008.", True),
    ],
)
def test_what_of_is_not_answered_by_when(question: str, written: str, is_answer: bool) -> None:
    text = "Ida Marn married Per Marn, a doctor, who died in 2008. Ida Marn died of measles in 2011."
    window = Window(Article("a", "Ida Marn", text), 0, len(text), Span(0, len(text)), 0.9)
    verdicts = judge_written(written, question, Evidence((window,), 20))
    _, best = answer_with(question, verdicts, Evidence((window,), 20), Review(), 0.0)
    assert (best is not None) == is_answer


@pytest.mark.parametrize(
    ("words", "question", "answerable", "headline"),
    [
        ("New York City.", "In which US city is the menorah?", 0.8, "New York City"),
        ("2 million swings", "How many swings were recalled?", 1.0, "2 million"),
        ("the swings", "How many swings were recalled?", 1.0, ""),
        ("New York City", "In which US city is the menorah?", -0.4, ""),
        ("the menorah", "Where is the menorah?", 1.0, ""),
        ("No", "Was it lit?", 1.0, ""),
    ],
)
def test_what_a_model_stands_by_heads_the_quoted_points(
    words: str, question: str, answerable: float, headline: str
) -> None:
    held = (Point("", (Citation("a", "News", 0, len(words), words, source="", url="", published=None),)),)
    assert Lead(words, answerable=answerable).headline(question, held) == headline
    assert Lead(words, answerable=answerable).headline(question, ()) == ""


def test_the_new_words_of_a_short_answer_pick_the_point() -> None:
    assert find_new("Ida Quill replaces Hugo Marsh.", "Who replaces Hugo Marsh?") == "Ida Quill"
    assert find_new("Hugo Marsh", "Who is Hugo Marsh?") == ""
    texts = ("Hugo Marsh will step down in June. He is to be succeeded by Ida Quill.", "The brewer Marsh is old.")
    points = tuple(
        Point("", (Citation(text[:4], "Brewers", 0, len(text), text, source="", url="", published=None),))
        for text in texts
    )
    asked = conclude("Who replaces Hugo Marsh?", (), Evidence((), 0), (), "", Timings(0, 0, 0), NO_RECEIPT)
    part = Gathered(Kind.FACT, points[::-1], "", 0.58, answerable=True)
    answer = with_points(asked, (part,), part.points, "", Lead("Ida Quill", None, 0.7))
    assert (answer.outcome, answer.short) == (Outcome.QUOTED, "Ida Quill")
    assert answer.points[0] == points[0]
    unread = with_points(asked, (part,), part.points, "", Lead("Ida Quill", None, -0.7))
    assert unread.outcome is Outcome.NO_EVIDENCE


def test_another_value_than_was_written_is_quoted_without_a_headline() -> None:
    text = "The mill of Dorn will not open before the spring of 2028."
    other = Citation("a", "The mill", 0, len(text), text, source="", url="", published=None)
    lead = Lead("autumn 2028", None, 1.2, (), (other,))
    asked = conclude("When will it open?", (), Evidence((), 0), (), "", Timings(0, 0, 0), NO_RECEIPT)
    part = Gathered(Kind.FACT, (), "", 0.5, answerable=True)
    answer = with_points(asked, (part,), (), "", lead)
    assert (answer.outcome, answer.short) == (Outcome.QUOTED, "")
    assert answer.points == (Point("", (other,)),)


def test_who_voted_for_it_did_not_vote_against_it() -> None:
    text = "Councillors voted by 27 to 14 for the harbour wall. The fishermen voted against the harbour wall."
    article = Article("a", "The wall", text)
    end = text.index(". ") + 1
    assert find_quoted("Who voted against the harbour wall?", Evidence((whole(article, 0, end),), 20)) is None
    found = find_quoted("Who voted against the harbour wall?", Evidence((whole(article, 0, len(text)),), 20))
    assert found is not None
    assert "fishermen" in found[0]


def whole(article: Article, start: int, end: int) -> Window:
    return Window(article, start, end, Span(start, end), 1.0)


@pytest.mark.parametrize(("answerable", "outcome"), [(1.3, Outcome.QUOTED), (0.5, Outcome.NO_EVIDENCE)])
def test_yes_or_no_is_quoted_where_a_model_reads_it(answerable: float, outcome: Outcome) -> None:
    asked = conclude("Did the council approve it?", (), Evidence((), 0), (), "", Timings(0, 0, 0), NO_RECEIPT)
    voted = "Councillors voted by 27 to 14 for the line."
    points = (Point("", (Citation("a", "The tram", 0, len(voted), voted),)),)
    part = Gathered(Kind.YES_NO, points, "", 0.47, answerable=False)
    assert with_points(asked, (part,), points, "", Lead("", None, answerable)).outcome is outcome


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The heater may be used in a kitchen.", "Yes"),
        ("The heater may be used in a kitchen unless there is a gas cooker.", None),
        ("The heater may not be used in a kitchen, except with the window open.", None),
    ],
)
def test_what_holds_on_a_condition_is_no_bare_yes(text: str, said: str | None) -> None:
    article = Article("a", "The heater", text)
    window = Window(article, 0, len(text), Span(0, len(text)), 1.0)
    found = find_verdict("May the heater be used in a kitchen?", [window])
    assert (found[0] if found else None) == said
