"""Lists that an article holds whole: entries under codes or labels, tasks and decisions of a meeting."""

from pathlib import Path

import pytest
from points_support import gathered_for, library_of

from index import Library
from rag.answer.records.entries import read_lists
from rag.question.parts import split_parts

KETTLE = (
    "# Brisa K-30 kettle: user guide\n\nThe kettle boils 1.7 litres. Fill it to the mark. Do not open the lid while "
    "it boils, and keep it away from the edge of the table.\n\n## Error codes\n\n"
    "**F-01** – The kettle is empty. Fill it.\n\n**F-02** – The lid is open. Close it.\n\n"
    "**F-07** – The heater is broken.\n\nDo not use the kettle. Call us.\n\n**F-12** – No signal.\n\n"
    "## Cleaning\n\nUse vinegar once a month and rinse the kettle well after that, twice at least, with cold water.\n"
)
CLUB = (
    "Rowing club of Merrow: rules of the boathouse\n\nThe rules were agreed in 2019 by all members of the club.\n\n"
    "Rule 1: Nobody rows alone.\nRule 2: Boats are washed after use. This holds in winter, too.\n"
    "Rule 3: The last one locks the door.\n"
)
MACHINE = (
    "Error codes of the Tolva 900\n\nE10: Water does not run in.\nE20: Water does not run out.\n\n"
    "The Tolva 900 was built in Oskerby until 2011, when the works were moved to another town.\n"
)
COUNCIL = (
    "# Minutes of the Harbour Board, 4 June 2024\n\nMeeting of 4 June 2024, Customs House\n\n"
    "Present: Ms Vane (chair), Mr Lind, Mr Karst.\n\n## 1. East Pier\n\nMr Karst reported that the pier leans. Mr Lind "
    "moved that it be closed until the spring. Carried by two votes to one.\n\n## 2. Cranes\n\nMs Vane said that two "
    "cranes are older than the harbour itself. The matter could not be decided without a survey. Deferred to July.\n\n"
    "## 3. Any other business\n\nMr Lind asked about the lamps. They are to be painted, he was told, in the autumn.\n\n"
    "| Task | Responsible | Deadline |\n|---|---|---|\n| Close East Pier | Mr Karst | 10 June 2024 |\n"
    "| Order a survey | Ms Vane | 1 July 2024 |\n| Ask about paint | Mr Lind | 1 September 2024 |\n"
)
PARENTS = (
    "Parents' evening at Pell School\n\nMeeting held on 9 May 2023 in the hall.\n\nThe hall is cold, it was said. "
    "ACTION: Una Roe to ask for a heater by 1 June. The fair is in July. It was agreed to sell no balloons. "
    "Action: Bo Lind to hire a tent by 20 June.\n"
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return library_of(
        tmp_path,
        {
            "kettle.md": KETTLE, "club.txt": CLUB, "tolva.txt": MACHINE, "board.md": COUNCIL, "pell.txt": PARENTS,
            "news.txt": "Mr Karst, of the Harbour Board, has bought a boat. The codes of the old safe were lost.\n",
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("List all error codes of the Brisa K-30 and what they mean", "F-01 F-02 F-07 F-12"),
        ("What do the fault codes of the K-30 kettle mean?", "F-01 F-02 F-07 F-12"),
        ("error codes K-30", "F-01 F-02 F-07 F-12"),
        ("List the rules of the rowing club", "Rule 1 Rule 2 Rule 3"),
        ("What are the rules of the boathouse?", "Rule 1 Rule 2 Rule 3"),
        ("Which error codes does the Tolva 900 show?", "E10 E20"),
        ("What actions came out of the Harbour Board meeting in June 2024, who has to do what by when",
         "Close Order Ask"),
        ("Who has to do what by when after the Harbour Board of 4 June 2024?", "Close Order Ask"),
        ("List the tasks of Mr Karst from the Harbour Board meeting", "Close"),
        ("What are the action items of the parents' evening?", "ACTION: Action:"),
        ("What decisions were taken at the Harbour Board meeting of 4 June?", "Mr Ms"),
        ("What was decided at the parents' evening at Pell School?", "It"),
    ],
)  # fmt: skip
def test_a_list_is_given_whole_and_in_order(question: str, begins: str, library: Library) -> None:
    gathered = gathered_for(library, question)
    quotes = [point.citations[0].quote for point in gathered.points]
    starts = begins.replace("Rule ", "Rule_").split()
    assert gathered.answerable
    assert len(quotes) == len(starts)
    for quote, start in zip(quotes, starts, strict=True):
        bare = quote.lstrip("*").replace("Task: ", "")
        assert bare.startswith(start.replace("_", " "))
    for citation in (point.citations[0] for point in gathered.points):
        assert library.article(citation.article).text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    "question",
    [
        "List all error codes of the Brisa K-40",
        "What does F-02 mean on the K-30?",
        "What is the Tolva 900?",
        "List the prices of the Brisa K-30",
        "What actions came out of the Harbour Board meeting in May 2024?",
        "What decisions were taken at the meeting of the museum?",
        "How are the error codes of the K-30 cleared?",
    ],
)
def test_another_question_has_no_whole_list(question: str, library: Library) -> None:
    gathered = gathered_for(library, question)
    assert not any(word in gathered.note for word in ("entries", "tasks", "decisions"))


def test_an_entry_goes_on_to_the_next(library: Library) -> None:
    quotes = [point.citations[0].quote for point in gathered_for(library, "List all error codes of the K-30").points]
    assert quotes[2].endswith("Do not use the kettle. Call us.")
    assert quotes[3].endswith("No signal.")


def test_a_decision_has_what_it_decides(library: Library) -> None:
    first, second = gathered_for(library, "What was decided at the Harbour Board meeting of 4 June 2024?").points
    assert (first.group, second.group) == ("1. East Pier", "2. Cranes")
    assert first.citations[0].quote.startswith("Mr Lind moved that it be closed")
    assert second.citations[0].quote.endswith("Deferred to July.")


def test_years_and_turns_are_no_entries() -> None:
    assert not list(read_lists("Ada: I came.\nBo: I went.\nAda: And then?\n"))
    assert not list(read_lists("At 10:30 it rained.\nIt rained again.\n"))


def test_what_each_means_is_no_second_question() -> None:
    assert len(split_parts("List all error codes of the Brisa and what they mean")) == 1
    assert len(split_parts("Who runs the Brisa works, and what do they make there?")) == 2


def test_the_gist_of_a_meeting_is_its_items(library: Library) -> None:
    gathered = gathered_for(library, "Give me the gist of the Harbour Board meeting in June 2024.")
    said = [point.citations[0].quote for point in gathered.points]
    assert [point.group for point in gathered.points] == ["1. East Pier", "2. Cranes", "3. Any other business"]
    assert "Carried by two votes to one." in said[0]
    assert "Deferred to July." in said[1]
    assert not any("Present" in quote or "Customs House" in quote for quote in said)
    assert "formalities" in gathered.note


def test_what_else_is_told_of_a_board_is_no_gist_of_a_meeting(library: Library) -> None:
    assert "formalities" not in gathered_for(library, "Give me the gist of the Harbour Board meeting in May 2019.").note
    assert "formalities" not in gathered_for(library, "Sum up the news of the Harbour Board.").note
