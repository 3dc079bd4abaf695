"""What is so in one country is no answer to what is so in another."""

from pathlib import Path

import pytest

from index import Library
from rag.assistant import Assistant
from rag.question.parts import split_parts
from rag.support.lands import tells_of_another_land
from rag.types import Outcome


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How much does the console cost in the US?", "It will go on sale in Japan on 12 December."),
        ("How much does it cost in the U.S.?", "In Canada it costs 300 dollars."),
        ("How many people live in Germany?", "Some 66 million people live in France."),
        ("Who won in Scotland?", "The team won in Wales."),
        ("What was sold in South Korea?", "Nothing was sold in North Korea."),
        ("What is the fine in New Zealand?", "In Australia the fine is 80 dollars."),
        ("Where in Spain is the lake?", "The lake is in Italy."),
        ("What does it cost in the United Kingdom?", "It costs 90 euros in Ireland."),
        ("Since when is it banned in the UK?", "It was banned in the USA in 2004."),
        ("When does it start in Sweden?", "In Norway it starts in May."),
    ],
)
def test_another_country_is_no_answer(question: str, told: str) -> None:
    assert tells_of_another_land(question, told, "The report")
    assert not tells_of_another_land(told, told, "The report")


@pytest.mark.parametrize(
    ("question", "told", "title"),
    [
        ("How much does it cost in the US?", "American players pay $250, those in Japan 19,800 yen.", ""),
        ("How much does it cost in the US?", "It will cost $250.", ""),
        ("How much does it cost in the US?", "It will cost $250, and was on sale in Japan before.", "US gets console"),
        ("How many live in Germany?", "83 million Germans live in Europe.", ""),
        ("Who won in England?", "The team was the first that won in Britain.", ""),
        ("Who won in Britain?", "The team was the first that won in Wales.", ""),
        ("When did he tell us in person?", "He told us in Japan.", ""),
        ("What was sold in South America?", "In Chile 4,000 were sold.", ""),
        ("What was sold in London?", "In France 4,000 were sold.", ""),
        ("Who is Japan's prime minister?", "He met the president in China.", ""),
    ],
)
def test_where_no_other_country_is_told_of_the_sentence_stands(question: str, told: str, title: str) -> None:
    assert not tells_of_another_land(question, told, title)


@pytest.mark.parametrize(
    ("question", "second"),
    [
        ("How much does the box cost in the US, and when does it go on sale there?", "in the US?"),
        ("What happened at Dorn Mill and who worked there?", "Who worked at Dorn Mill?"),
        ("Who lived in Old Tarn, and what was grown there?", "What was grown in Old Tarn?"),
    ],
)
def test_there_is_where_the_first_part_is(question: str, second: str) -> None:
    assert second in split_parts(question)[1]


def test_how_many_there_are_stays_as_it_is() -> None:
    assert split_parts("Who lived in Old Tarn, and how many houses are there?")[1].startswith(
        "How many houses are there?"
    )


def test_the_day_of_another_country_is_not_given(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "japan.txt").write_text(
        "A pump comes\n\nThe Tarn pump goes on sale in Japan on 12 December.\n",
        encoding="utf-8",
    )
    library.sync(folder)
    answer = Assistant(library).ask("When does the Tarn pump go on sale in the US?")
    assert answer.outcome is Outcome.NO_EVIDENCE
    assert not answer.claims
    (folder / "us.txt").write_text(
        "The pump crosses the sea\n\nThe Tarn pump goes on sale in the US on 24 March.\n", encoding="utf-8"
    )
    library.sync(folder)
    answer = Assistant(library).ask("When does the Tarn pump go on sale in the US?")
    assert answer.short == "24 March"
