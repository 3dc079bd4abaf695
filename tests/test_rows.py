"""Rows of tables: each a sentence of its own, judged by the names of its columns, and asked over all of the table."""

from pathlib import Path

import pytest
from points_support import gathered_for, library_of

from index import Article, Library, Span
from index.loaders.registry import read_file
from index.splitting import split_article, split_sentences
from index.splitting.rows import read_cells
from rag import Assistant
from rag.generators.extractive import ExtractiveGenerator
from rag.support.judge import judge
from rag.types import Outcome, Support, Window

RACES = (
    "Race,Date,Winner,Second,Club,Minutes\n"
    "Spring Mile,2021-03-14,Oda Brandt,Bo Lind,Quarn Harriers,5.2\n"
    "Harbour Five,2021-06-20,Ilka Sorrel,Oda Brandt,Merrow Runners,19.8\n"
    "Autumn Ten,2021-10-03,Ilka Sorrel,Tom Sorrel,Merrow Runners,58.9\n"
    "Spring Mile,2022-03-13,Tomas Reed,Ilka Sorrel,Quarn Harriers,5.1\n"
    "Autumn Ten,2022-10-02,Oda Brandt,Tomas Reed,Quarn Harriers,59.4\n"
)
SHIPS = "Harbour;2019;2020\nOskerby;412;388\nTolvane;97;131\nKellin;1,204;990\n"
DEEDS = (
    "Book: Low Tide | Writer: Ada Vane | Painter: Bo Lind | Year: 1931\n"
    "Mill: West Mill | Owner: Hanne Vost | Seller: Ole Karst | Price: 91,000 crowns\n"
    "School: Pell School | Teachers: Una Roe, Edda Roll | Builder: Olm and Sons | Opened: 1904"
)


def text_of(folder: Path, name: str, content: str) -> str:
    (folder / name).write_text(content, encoding="utf-8")
    (article,) = read_file(folder / name, name)
    assert isinstance(article, Article)
    return article.text


@pytest.mark.parametrize(
    "content",
    [
        RACES,
        SHIPS,
        "Pier,Note\nEast Pier,Closed in May. Opened again in June. Dr. Bo was glad!\nWest Pier,It leans. Badly.\n",
        "pier,note\neast pier,the keeper of it was glad to see\nwest pier,the board that owns it was not glad\n",
    ],
)
def test_each_row_is_a_sentence_whatever_stands_in_its_cells(content: str, tmp_path: Path) -> None:
    text = text_of(tmp_path, "a.csv", content)
    assert [span.of(text) for span in split_sentences(text)] == text.split("\n")
    assert all(passage.text in text for passage in split_article(text))


def test_rows_of_one_column_stay_apart(tmp_path: Path) -> None:
    rows = ["the crane stands on the western quay and", "the owl of the mill has come back to its", "it was seen there"]
    text = text_of(tmp_path, "a.csv", "\n".join(rows))
    assert [span.of(text) for span in split_sentences(text)] == rows


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Harbour: Kellin | 2019: 1,204", [("Harbour", "Kellin"), ("2019", "1,204")]),
        ("Kellin | Ships: 4 | Note: at 10:30", [("Ships", "4"), ("Note", "at 10:30")]),
        ("Kellin | 4 | 5", []),
        ("He said: go. Then: stop.", []),
        ("Photo: Ada | Reuters", []),
        ("A: b\nC: d | E: f", []),
        ("", []),
    ],
)
def test_the_cells_of_a_row(line: str, expected: list[tuple[str, str]]) -> None:
    assert [(cell.name, cell.span.of(line)) for cell in read_cells(line)] == expected


@pytest.mark.parametrize(
    ("statement", "is_held"),
    [
        ("Ilka Sorrel won the Autumn Ten in 58.9 minutes.", True),
        ("The Autumn Ten was won by Ilka Sorrel in 2021.", True),
        ("In 2021, Ilka Sorrel won the Harbour Five.", True),
        ("Ilka Sorrel of the Merrow Runners won the Autumn Ten.", True),
        ("Tomas Reed won the Spring Mile.", True),
        ("Oda Brandt won the Harbour Five.", False),
        ("Oda Brandt won the Harbour Five in 19.8 minutes.", False),
        ("The Harbour Five was won by Oda Brandt.", False),
        ("Tom Sorrel won the Autumn Ten.", False),
        ("Ilka Sorrel won the Spring Mile in 5.1 minutes.", False),
        ("Ilka Sorrel did not win the Autumn Ten in 2021.", False),
        ("Ada Vane wrote Low Tide in 1931.", True),
        ("Low Tide was written by Ada Vane.", True),
        ("Bo Lind painted Low Tide.", True),
        ("Bo Lind wrote Low Tide in 1931.", False),
        ("Ada Vane painted Low Tide.", False),
        ("Hanne Vost owns the West Mill.", True),
        ("Ole Karst owns the West Mill.", False),
        ("Ole Karst sold the West Mill for 91,000 crowns.", True),
        ("Hanne Vost sold the West Mill for 91,000 crowns.", False),
        ("Una Roe taught at the Pell School.", True),
        ("Olm and Sons built the Pell School.", True),
        ("Una Roe built the Pell School.", False),
        ("The West Mill costs 91,000 crowns.", True),
        ("The West Mill cost 91,000 crowns.", True),
        ("The Pell School costs 91,000 crowns.", False),
    ],
)
def test_who_did_it_is_who_stands_in_the_column_of_those_who_did(statement: str, is_held: bool, tmp_path: Path) -> None:
    text = f"{text_of(tmp_path, 'races.csv', RACES)}\n{DEEDS}"
    window = Window(Article("a", "Lists", text), 0, len(text), Span(0, len(text)), 1.0)
    claim = judge(statement, [window]).claim
    assert (claim.support is Support.SUPPORTED) == is_held
    assert all(citation.quote in text.split("\n") for citation in claim.citations)
    if not is_held and " not " not in statement:
        assert claim.support is Support.UNSUPPORTED  # another row contradicts nothing


@pytest.fixture
def tables(tmp_path: Path) -> Library:
    lives = "Kellin is the largest harbour of the bay. Ilka Sorrel lives there.\n"
    return library_of(tmp_path, {"races.csv": RACES, "arrivals.csv": SHIPS, "kellin.txt": lives})


@pytest.mark.parametrize(
    ("question", "rows", "note", "short"),
    [
        ("Which races were run in 2021?", "1 2 3", "3 of the 5 rows of “races”.", ""),
        ("List the races that Ilka Sorrel won.", "2 3", "2 of the 5 rows of “races”.", ""),
        ("Which races did Oda Brandt win in 2022?", "5", "1 of the 5 rows of “races”.", ""),
        ("List all races", "1 2 3 4 5", "5 of the 5 rows of “races”.", ""),
        ("How many races did Ilka Sorrel win?", "2 3", "2 of the 5 rows of “races”.", "2"),
        ("Who won the most races?", "1 2 3 5", "Winner: “Oda Brandt” and “Ilka Sorrel” in 2 of 5 rows each, the most.",
         "Oda Brandt and Ilka Sorrel"),
        ("Who won the most races in 2021?", "2 3", "Winner: “Ilka Sorrel” in 2 of 3 rows, the most.", "Ilka Sorrel"),
        ("Which club won the most races?", "1 4 5", "Club: “Quarn Harriers” in 3 of 5 rows, the most.",
         "Quarn Harriers"),
        ("Who won the Autumn Ten in 2021?", "3", "", "Ilka Sorrel"),
        ("Which races took more than 19.8 minutes?", "3 5", "2 of the 5 rows of “races”.", ""),
        ("Which races took at least 19.8 minutes?", "2 3 5", "3 of the 5 rows of “races”.", ""),
        ("Which race had the most minutes?", "5", "The highest “Minutes” of 5 rows.", "Autumn Ten"),
        ("What was the fastest race in 2021?", "1", "The lowest “Minutes” of 3 rows.", "Spring Mile"),
        ("How many ships arrived at Kellin in 2020?", "3", "", "990"),
        ("Which harbour had the most arrivals in 2019?", "3", "The highest “2019” of 3 rows.", "Kellin"),
        ("Which harbour had the fewest arrivals in 2020?", "2", "The lowest “2020” of 3 rows.", "Tolvane"),
        ("Which harbours had more than 400 arrivals in 2019?", "1 3", "2 of the 3 rows of “arrivals”.", ""),
    ],
)  # fmt: skip
def test_a_question_over_rows_gets_the_rows_that_fit(
    question: str, rows: str, note: str, short: str, tables: Library
) -> None:
    gathered = gathered_for(tables, question)
    assert (gathered.note, gathered.short, gathered.answerable) == (note, short, True)
    (table,) = {point.citations[0].article for point in gathered.points if point.citations[0].article.endswith("csv")}
    lines = tables.article(table).text.split("\n")
    quoted = [point.citations[0].quote for point in gathered.points if point.citations[0].article == table]
    assert quoted == [lines[int(row) - 1] for row in rows.split()]


@pytest.mark.parametrize(
    "question",
    [
        "Which races were cancelled in 2021?",
        "How many races did Una Roe win?",
        "Who won the Winter Run?",
        "Which races were run in 1999?",
        "Where does Ilka Sorrel live?",
        "Who lost the most races?",
        "How many people live at Kellin in 2020?",
    ],
)
def test_a_word_that_no_row_and_no_column_has_is_not_passed_over(question: str, tables: Library) -> None:
    gathered = gathered_for(tables, question)
    assert not gathered.short
    assert "rows" not in gathered.note


def test_points_over_a_table_are_rows_one_by_one(tables: Library) -> None:
    gathered = gathered_for(tables, "Tell me about Ilka Sorrel and the Autumn Ten")
    quoted = [point.citations[0].quote for point in gathered.points]
    assert any("Autumn Ten" in quote for quote in quoted)
    assert not any("\n" in quote for quote in quoted)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How many races did Ilka Sorrel win?", "2"),
        ("Who won the Autumn Ten in 2021?", "Ilka Sorrel"),
        ("Which harbour had the most arrivals in 2019?", "Kellin"),
    ],
)
def test_the_headline_is_the_value_of_the_table(question: str, short: str, tables: Library) -> None:
    answer = Assistant(tables, ExtractiveGenerator()).ask(question)
    assert answer.short == short
    assert answer.outcome in (Outcome.ANSWERED, Outcome.QUOTED)
    assert short in answer.text or question.startswith("How many")
    assert all("\n" not in citation.quote for point in answer.points for citation in point.citations)


def test_a_row_is_not_cut_into_a_headline(tables: Library) -> None:
    assert "|" not in Assistant(tables, ExtractiveGenerator()).ask("When was the Autumn Ten of 2022 run?").short


@pytest.mark.parametrize(
    ("question", "rows", "note", "short"),
    [
        ("Which huts have a stove?", "1 3", "2 of the 3 rows of “huts”.", ""),
        ("Which huts have no stove?", "2", "1 of the 3 rows of “huts”.", ""),
        ("Which huts have no warden?", "1 2", "2 of the 3 rows of “huts”.", ""),
        ("Which hut has the most beds?", "3", "The highest “Beds” of 3 rows.", "Kar Hut"),
        ("What is the cheapest hut?", "2", "The lowest “Price (£)” of 3 rows.", "Ost Hut, £9"),
        ("What is the most expensive hut?", "3", "The highest “Price (£)” of 3 rows.", "Kar Hut, £31"),
        ("Which hut is the quietest?", "3", "The lowest “Noise (dB)” of 3 rows.", "Kar Hut, 38 dB"),
    ],
)
def test_what_a_row_has_or_has_not_and_which_is_the_cheapest(
    question: str, rows: str, note: str, short: str, tmp_path: Path
) -> None:
    huts = (
        "Hut,Beds,Price (£),Noise (dB),Stove,Warden\n"
        "Vale Hut,12,14,52,yes,none\nOst Hut,8,9,44,no,none\nKar Hut,20,31,38,yes,Una Roe\n"
    )
    library = library_of(tmp_path, {"huts.csv": huts})
    lines = text_of(tmp_path, "huts.csv", huts).split("\n")
    found = gathered_for(library, question)
    assert [point.citations[0].quote for point in found.points] == [lines[int(row) - 1] for row in rows.split()]
    assert (found.note, found.short) == (note, short)


MILLS = (
    "Mill,Town,Visitors 2023,Visitors 2024,Open on Sundays\n"
    "West Mill,Quarn,412,388,yes\n"
    "Tolvane Mill,Tolvane,97,631,no\n"
    "Pell Mill,Quarn,204,190,yes\n"
)


@pytest.mark.parametrize(
    ("question", "rows", "short"),
    [
        ("Which mills are open on Sundays?", ["West Mill", "Pell Mill"], ""),
        ("Which mills are not open on Sundays?", ["Tolvane Mill"], ""),
        ("Which mill had the most visitors in 2024?", ["Tolvane Mill"], "Tolvane Mill"),
        ("Which mill had the most visitors in 2023?", ["West Mill"], "West Mill"),
        ("How many visitors did Pell Mill have in 2024?", ["Pell Mill"], "190"),
    ],
)
def test_a_column_of_yes_and_no_and_the_column_of_a_year_are_read(
    question: str, rows: list[str], short: str, library: Library, tmp_path: Path
) -> None:
    (tmp_path / "mills.csv").write_text(MILLS, encoding="utf-8")
    library.sync(tmp_path)
    found = gathered_for(library, question)
    assert [point.citations[0].quote.split(" | ")[0] for point in found.points] == [f"Mill: {row}" for row in rows]
    assert found.short == short
