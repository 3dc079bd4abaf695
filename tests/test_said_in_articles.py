"""What somebody says: whose words a sentence has, the article that is read whole, and whom a pronoun means."""

import re
from datetime import date
from pathlib import Path

import pytest
from points_support import gathered_for, library_of

from index import Library, Span
from rag.answer.gathering import gather_points
from rag.answer.people.attribution import voices_in
from rag.answer.request import Request
from rag.question.parts import split_parts
from rag.question.resolve import resolve
from rag.types import Turn

WIFE = """Wife of jailed captain wants the ministry to act

Ilse Brandt, the wife of the jailed captain Jonas Brandt, told the Herald on Monday that the ministry must do more.

"The words do not match the deeds," she said. "It is over 90 days."

Jonas Brandt, 41, was arrested in March. The ministry has called Brandt "wrongly held," a clerk at the office told the
Herald.

Ilse Brandt also said she would like to meet the minister. "I would love to hear it from him," she added.

At first it was hard to believe, Ilse told the Herald. But if a swap of prisoners is what it takes, "Yes, do it."
"""
TRIAL = """Captain pleads for mercy

Jonas Brandt stood before the judge on Friday. "I made an honest mistake," Brandt said of the charts of the ministry.
"""
KEEPER = """Keeper doubts the offer for the lighthouse

Rurik Stenn has said that he is unsure of the offer for the lighthouse.

"Nobody knows what this man brings," said Stenn. "People want owners who grew up here." The old sailor added on Radio
Saltmere: "I would like to see it settled. People are bored with it."

The trust of the lighthouse said it had got the offer.
"""
FATHER = """Father of drowned girl says the guards lied

Anton Velde, whose daughter Mirre drowned in the harbour, said the guards had refused to let him see her.
"They lied to me about everything," Anton Velde told the Herald.

Mirre Velde, 19, had been a swimmer.
"""
SPEECH = """Mayor attacks the stay-as-we-are club

Mayor Dagny Holt spoke in the hall on Tuesday.

"I will not let the stay-as-we-are club stop us," Holt said. "The old unions, the harbour board and the talkers on the
radio.

"They prefer marching to doing. They always want more rules."

Bo Lind, of the harbour board, laughed.
"""
ROW = """Star answers a host's doubts about the flood concert

The host Kip Dorn said he would watch where the money of the flood concert goes. But Lisbet Hale accused Dorn of making
a fuss for his own gain. She urged Dorn to present the flood concert with her, adding in a letter: "You are with us or
against us."
"""

WIFE, TRIAL, KEEPER, FATHER, SPEECH, ROW = (
    re.sub(r"(?<!\n)\n(?!\n)", " ", text) for text in (WIFE, TRIAL, KEEPER, FATHER, SPEECH, ROW)
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    texts = {"wife": WIFE, "trial": TRIAL, "keeper": KEEPER, "father": FATHER, "speech": SPEECH, "row": ROW}
    scratch: Path = tmp_path_factory.mktemp("said")
    return library_of(scratch, {f"{name}.txt": text for name, text in texts.items()})


def _shown(library: Library, question: str) -> tuple[str, frozenset[str]]:
    found = gathered_for(library, question)
    assert found.answerable, found.note
    text = " ".join(" ".join(point.citations[0].quote.split()) for point in found.points)
    return text, frozenset(point.group for point in found.points)


def _voice(text: str, said: str) -> str:
    start = text.index(said)
    voice = voices_in(text, Span(start, start + len(said)))[0]
    return " ".join(word.text for name in voice.names[:1] for word in name.words)


def test_all_that_the_wife_says_on_it_is_told_and_nothing_that_her_husband_says(library: Library) -> None:
    text, groups = _shown(library, "What did Jonas Brandt's wife say about how the ministry handles the case?")
    assert groups == {"Ilse Brandt"}
    for told in (
        "do not match the deeds",
        "over 90 days",
        "like to meet the minister",
        "hear it from him",
        "Yes, do it",
    ):
        assert told in text
    assert "honest mistake" not in text
    assert "wrongly held" not in text


@pytest.mark.parametrize(
    ("said", "speaker"),
    [
        ("People are bored with it.", "Stenn"),
        ("The old sailor added", "Stenn"),
        ("People want owners", "Stenn"),
    ],
)
def test_a_description_means_who_spoke_before_and_the_radio_says_nothing(said: str, speaker: str) -> None:
    assert _voice(KEEPER, said) == speaker


def test_the_main_clause_says_who_speaks_not_whom_it_urges() -> None:
    assert _voice(ROW, "But Lisbet Hale accused") == "Lisbet Hale"
    assert _voice(ROW, "She urged Dorn") == "Lisbet Hale"
    assert _voice(ROW, "But Lisbet") != _voice(ROW, "The host Kip Dorn")


def test_another_whom_an_article_calls_so_is_not_who_spoke_before() -> None:
    text = "Rurik Stenn said so. The keeper said it was late. Keeper Bo Lind has the key."
    assert _voice(text, "The keeper said") == ""


def test_what_a_speaker_is_asked_about_is_told_to_the_end_of_his_quotation(library: Library) -> None:
    text, groups = _shown(library, "What did Rurik Stenn say about the offer for the lighthouse?")
    assert groups == {"Rurik Stenn"}
    assert "grew up here" in text
    assert "bored with it" in text
    assert "had got the offer" not in text


def test_a_father_is_who_an_article_names_by_his_daughter(library: Library) -> None:
    text, groups = _shown(library, "How did Mirre Velde's father describe what the guards did?")
    assert groups == {"Anton Velde"}
    assert "refused to let him see her" in text
    assert "lied to me" in text


def test_what_is_meant_by_a_word_is_told_by_the_speech_that_has_it(library: Library) -> None:
    text, groups = _shown(
        library, 'Whom did Dagny Holt mean by the "stay-as-we-are club", and what did she say about them?'
    )
    assert groups == {"Dagny Holt"}
    assert "harbour board and the talkers" in text
    assert "marching to doing" in text
    assert "more rules" in text


@pytest.mark.parametrize(
    "question",
    [
        "What did Kip Dorn say about the lighthouse?",
        "What did Lisbet Hale say about the ministry?",
        "What did Olaf Prue say about the flood concert?",
    ],
)
def test_who_says_nothing_on_it_is_not_made_to(library: Library, question: str) -> None:
    found = gather_points(Request(library, question, date(2026, 11, 29)))[0]
    assert not found.answerable or "do not quote" in found.note


def test_she_of_a_later_part_is_who_the_first_asks_of() -> None:
    first, second = split_parts(
        "How did Dagny Holt herself explain her plan, and what did she say about Bo Lind's record?"
    )
    assert first == "How did Dagny Holt herself explain her plan?"
    assert second == "What did Dagny Holt say about Bo Lind's record?"


@pytest.mark.parametrize(
    ("before", "answer", "asked", "meant"),
    [
        ("Why did the council close the baths?", "They leaked.", "How did Bo Lind react?", "council"),
        ("What are quiet hours?", "Hours without trams.", "And what did Bo Lind say?", "quiet hours"),
        ("Who was fired as keeper?", "Rurik Stenn fired Bo Lind.", "Who replaced him?", "Bo Lind"),
    ],
)
def test_a_follow_up_has_what_was_talked_of(before: str, answer: str, asked: str, meant: str) -> None:
    assert meant in resolve(asked, (Turn(before, answer),), date(2026, 11, 29)).text


def test_who_comes_after_somebody_is_not_he() -> None:
    turn = Turn("Who became mayor after Bo Lind?", "The vote took all summer.")
    resolved = resolve("What did she promise first?", (turn,), date(2026, 11, 29)).text
    assert not resolved.startswith("What did Bo Lind")
