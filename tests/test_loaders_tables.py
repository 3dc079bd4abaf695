"""Tables: rows that name their columns, from any format."""

import pytest

from index.loaders.tables import guess_head, join_heads, table_lines
from index.splitting import split_sentences
from index.splitting.blocks import split_blocks

SHIPS = [["Port", "2011", "2012"], ["Aldersby", "1,310", "870"], ["Quillon", "96", "140"]]


def test_each_row_is_a_line_that_names_its_columns() -> None:
    assert table_lines(SHIPS, has_head=True) == [
        "Port: Aldersby | 2011: 1,310 | 2012: 870",
        "Port: Quillon | 2011: 96 | 2012: 140",
    ]


def test_rows_without_a_head_keep_their_cells_apart() -> None:
    assert table_lines([["Opened", "4 May\n1911"], ["", ""], ["Length", "", "30 m"]], has_head=False) == [
        "Opened | 4 May 1911",
        "Length | 30 m",
    ]


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([], []),
        ([["Port", "Ships"]], ["Port | Ships"]),
        ([["", "Ships"], ["Orrin", "4"]], ["Orrin | Ships: 4"]),
        ([["Port", "Ships:"], ["Orrin", "4", "closed"]], ["Port: Orrin | Ships: 4 | closed"]),
        ([["Port", "Ships"], ["North"], ["Orrin", "4"]], ["North", "Port: Orrin | Ships: 4"]),
        ([["Port", "Ships", "Toll"], ["Orrin", "4", ""]], ["Port | Ships | Toll", "Port: Orrin | Ships: 4"]),
        ([["Rule"], ["No dogs"]], ["Rule: No dogs"]),
        ([["Port", "Ships"], ["", ""], ["", "4"]], ["Port | Ships", "Ships: 4"]),
    ],
)
def test_odd_rows_lose_nothing_and_name_only_what_is_named(rows: list[list[str]], lines: list[str]) -> None:
    assert table_lines(rows, has_head=True) == lines


def test_two_rows_of_heads_become_one() -> None:
    rows = [["Port", "Ships", "Ships"], ["Port", "2011", "2012"], ["Orrin", "4", "5"]]
    assert table_lines(join_heads(rows, 2), has_head=True) == ["Port: Orrin | Ships 2011: 4 | Ships 2012: 5"]
    assert join_heads([["a"]], 0) == [["a"]]
    assert join_heads([], 2) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (SHIPS, True),
        ([["Item", "Price"], ["Bell", "€ 4.50"], ["Rope", "2 m"]], True),
        ([["", "Price"], ["Bell", "4"]], True),
        ([["", "2011"], ["Bell", "4"]], True),
        ([["Opened", "1911"], ["Length", "30 m"]], False),
        ([["1911", "200"], ["1912", "300"]], False),
        ([["Bell", "4"], ["Rope", "5"]], False),
        ([["Bell", ""], ["Rope", "5"]], False),
        ([["Bell", "Bell"], ["Rope", "5"]], False),
        ([["Price"], ["4"]], False),
        ([["Item", "Price"]], False),
        ([], False),
    ],
)
def test_a_head_is_guessed_by_the_values_below_it(rows: list[list[str]], expected: bool) -> None:
    assert guess_head(rows, otherwise=False) is expected
    assert guess_head(rows, otherwise=True) is expected


def test_a_table_of_words_has_the_head_that_its_format_usually_has() -> None:
    words = [["Name", "Office"], ["Ina Moor", "pilot"]]
    assert [guess_head(words, otherwise=usual) for usual in (True, False)] == [True, False]


def test_rows_are_sentences_of_their_own_and_nobody_says_them() -> None:
    rows = [["name", "what she or he told us of the long winter", "place"]]
    rows += [[f"Ina {letter}", "I was on the ice and you were not.", "here"] for letter in "ABC"]
    more = [["Bell", "Said"], ["old", "We rang it, you slept."], ["new", "I rang it, you slept."]]
    lines = [*table_lines(rows, has_head=True), *table_lines(more, has_head=True)]
    text = "\n".join(lines)
    blocks = split_blocks(text)
    assert [block.span.of(text) for block in blocks] == lines
    assert {block.speaker for block in blocks} == {""}
    assert "heading" not in {block.kind for block in blocks}


def test_the_row_that_a_statement_is_about_is_one_sentence() -> None:
    rows = [*SHIPS, ["Orrin", "It was closed.", "12"]]
    text = "\n".join(table_lines(rows, has_head=True))
    assert [span.of(text) for span in split_sentences(text)] == text.split("\n")
