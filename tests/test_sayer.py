"""Who said the words that a question quotes."""

import pytest

from index import Article, Hit, Passage
from rag.answer.people.sayer import find_sayer
from rag.question.tense import Tense, find_tense

TEXT = """Fire chief Marit Okonjo said that her crews had pulled 31 people from the water. She praised the
rowers. "Without them we would be talking about deaths today," she told the Echo.

Hedda Straume of the Civic List called the resignation "necessary, but not sufficient". The union's chair, Tobias Wren,
called it "shameless". The Bank of England said that it "would not comment on rumours".

The word shameless was painted on the town hall. Nobody knows who wrote "down with the bridge" on the wall.
"""
ARTICLE = Article("a", "The bridge", TEXT)
HIT = Hit(ARTICLE, Passage(TEXT, 0, len(TEXT)), 1.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("question", "sayer"),
    [
        ('Who said "Without them we would be talking about deaths today"?', "Marit Okonjo"),
        ("Who said “without them we would be talking about deaths”?", "Marit Okonjo"),
        ('Who called the resignation "necessary, but not sufficient"?', "Hedda Straume"),
        ('Who called it "shameless"?', "Tobias Wren"),
    ],
)
def test_the_sayer_is_named_with_the_sentence_that_says_so(question: str, sayer: str) -> None:
    found = find_sayer(question, [HIT])
    assert found is not None
    name, cited = found
    assert name == sayer
    assert TEXT[cited.start : cited.end] == cited.quote
    assert name.split()[-1] in cited.quote


@pytest.mark.parametrize(
    "question",
    [
        'Who said "the bridge will never be built"?',
        'Who wrote "down with the bridge"?',
        "Who said that the rowers were praised?",
        'Why did she say "without them we would be talking about deaths today"?',
        'Who called it "painted"?',
    ],
)
def test_what_nobody_is_named_for_has_no_sayer(question: str) -> None:
    assert find_sayer(question, [HIT]) is None


def test_of_an_interview_the_turn_is_told_and_not_its_title() -> None:
    turns = (
        "Bewick: No, I would not. A hive is not a pet.",
        "Haddad: I think you may, in a town.",
        "Bewick: I do not, and you know why.",
        "Haddad: We do not agree on that.",
    )
    told = "\n\n".join(f"**Should all of us keep bees?**\n\n{turn}" for turn in turns)
    text = f'"A hive is not a pet": two beekeepers\n\nWe met the two in May.\n\n{told}\n'
    article = Article("b", '"A hive is not a pet": two beekeepers', text)
    found = find_sayer('Who said "A hive is not a pet"?', [Hit(article, Passage(text, 0, len(text)), 1.0, 0.0, 0.0)])
    assert found is not None
    assert (found[0], found[1].quote) == ("Bewick", "Bewick: No, I would not. A hive is not a pet.")


def test_what_a_question_quotes_says_nothing_of_its_own_day() -> None:
    assert find_tense('Who said "we would be talking about deaths today"?') is Tense.OTHER
    assert find_tense("Who runs the ferry today?") is Tense.NOW
