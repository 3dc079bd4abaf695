"""PDF by geometry: columns, tables, marks, gaps, margins, and what runs over all pages."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from printed_pdf import at, down, made_pdf

from index import Article
from index.loaders.formats.pdf import load_pdf

COUNCIL = ("The council of Arne met on", "Tuesday to speak of the new", "bridge. It will be built of",
           "stone from the quarry, and", "the work begins in spring.")  # fmt: skip
STORM = ("A storm took the roof of the", "school at Selm. The children", "are taught in the church for",
         "now, said the teacher, who", "asked for help with benches.")  # fmt: skip
PAGES = (
    (
        "The keeper of the mole wrote each evening how far the beam",
        "could be seen before the tide turned on the coast.",
    ),
    (
        "In the second winter the oil froze in its casks, so that the",
        "sons carried coal up all the stairs to the lamp.",
    ),
    ("A clerk from the capital measured the tower with a cord and", "found it eleven feet shorter than was promised."),
)
TEXT = "\n\n".join(" ".join(lines) for lines in PAGES)


def text_of(tmp_path: Path, *contents: str, page: str = "") -> str:
    path = tmp_path / "made.pdf"
    path.write_bytes(made_pdf(*contents, page=page))
    [article] = load_pdf(path, "the-id")
    assert isinstance(article, Article)
    return article.text


def side_by_side(*columns: tuple[str, ...], y: int = 740, drop: float = 0, size: float = 11) -> str:
    """Print columns row by row, each `drop` points lower than the one to its left."""
    width = 520 // len(columns)
    return "".join(
        at(40 + width * number, y - 14 * row - drop * number, line, size)
        for row in range(max(map(len, columns)))
        for number, column in enumerate(columns)
        for line in column[row : row + 1]
    )


@pytest.mark.parametrize("drop", [0, 6.5])
def test_each_column_is_read_to_its_end(tmp_path: Path, drop: float) -> None:
    printed = at(40, 780, "The Weekly Bell", 20) + side_by_side(COUNCIL, STORM, drop=drop)

    assert text_of(tmp_path, printed) == f"The Weekly Bell\n\n{' '.join(COUNCIL)}\n\n{' '.join(STORM)}"


def test_columns_drawn_one_after_the_other_are_two_paragraphs(tmp_path: Path) -> None:
    printed = down(COUNCIL, x=60) + down(STORM, x=320)

    assert text_of(tmp_path, printed) == f"{' '.join(COUNCIL)}\n\n{' '.join(STORM)}"


def test_three_columns_under_a_heading_over_all_of_them(tmp_path: Path) -> None:
    heading = "A heading that runs over all of the columns of the page"
    printed = at(40, 780, heading, 16) + side_by_side(COUNCIL, STORM, COUNCIL[::-1], size=9)

    assert text_of(tmp_path, printed) == "\n\n".join([heading, *(" ".join(x) for x in (COUNCIL, STORM))]) + (
        f"\n\n{' '.join(COUNCIL[::-1])}"
    )


def test_columns_end_where_a_line_runs_over_both(tmp_path: Path) -> None:
    line = "This full line goes over the whole width of the page and ends both of the columns"
    printed = side_by_side(COUNCIL, STORM) + at(40, 640, line) + side_by_side(STORM, COUNCIL, y=600)

    council, storm = " ".join(COUNCIL), " ".join(STORM)
    assert text_of(tmp_path, printed) == "\n\n".join([council, storm, line, storm, council])


def test_a_sentence_goes_on_in_the_next_column(tmp_path: Path) -> None:
    ends, begins = (*COUNCIL[:4], "the work of the many hands"), ("of Arne begins in spring.", *STORM[:2])

    assert "many hands of Arne begins" in text_of(tmp_path, side_by_side(ends, begins))


def grid(rows: Sequence[tuple[str, ...]], *, step: float = 16, bold: bool = False, right: bool = False) -> str:
    """Print a table; `right` sets all columns but the first to the right."""
    return "".join(
        at(72 + 130 * column - (5.6 * len(cell) if right and column else 0), 700 - step * row, cell,
           font="F2" if bold and not row else "F1")
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if cell
    )  # fmt: skip


@pytest.mark.parametrize("right", [False, True])
def test_a_row_of_a_table_is_a_line_that_names_its_columns(tmp_path: Path, right: bool) -> None:
    rows = [("Town", "Boats", "Crew"), ("Arne", "12", "1,048"), ("Selm", "", "52"), ("Pell", "110", "9,310")]
    before = "Boats and their crews in the three towns of the bay in that year"
    printed = at(72, 760, before) + grid(rows, right=right) + at(72, 600, f"{before}, as counted.")

    assert text_of(tmp_path, printed) == (
        f"{before}\n\n"
        "Town: Arne | Boats: 12 | Crew: 1,048\nTown: Selm | Crew: 52\nTown: Pell | Boats: 110 | Crew: 9,310\n\n"
        f"{before}, as counted."
    )


@pytest.mark.parametrize(
    ("rows", "bold", "line"),
    [
        ([("Name", "Town", "Trade"), ("Anna", "Selm", "baker"), ("Ole", "Arne", "smith")], True,
         "Name: Ole | Town: Arne | Trade: smith"),
        ([("Anna", "Selm", "baker"), ("Ole", "Arne", "smith"), ("Ute", "Pell", "pilot")], False, "Ole | Arne | smith"),
        ([("Harbour", "2019", "2020"), ("Kellin", "1,204", "990"), ("Tolvane", "97", "131")], False,
         "Harbour: Kellin | 2019: 1,204 | 2020: 990"),
        ([("Owner:", "Ann Lee"), ("Built:", "1911"), ("Length:", "41 metres")], False, "Built: 1911"),
    ],
)  # fmt: skip
def test_the_head_of_a_table_is_known_by_its_print_or_its_values(
    tmp_path: Path, rows: list[tuple[str, ...]], bold: bool, line: str
) -> None:
    assert line in text_of(tmp_path, grid(rows, bold=bold)).split("\n")


def test_a_cell_of_two_lines_stays_one_cell(tmp_path: Path) -> None:
    rows = [("Item", "Note", "Price"), ("Rope", "Hemp, tarred, for", "12.50"), ("", "all mooring", ""),
            ("Lamp", "Brass", "8.00")]  # fmt: skip

    lines = text_of(tmp_path, grid(rows, step=13)).split("\n")

    assert lines == [
        "Item: Rope | Note: Hemp, tarred, for all mooring | Price: 12.50",
        "Item: Lamp | Note: Brass | Price: 8.00",
    ]


@pytest.mark.parametrize(
    "label",
    [
        [("Selm and the", "7", "52"), ("outer islands", "", "")],
        [("Selm and the", "", ""), ("outer islands", "7", "52")],
    ],
)
def test_a_label_of_two_lines_is_of_the_row_at_its_head_or_its_foot(
    tmp_path: Path, label: list[tuple[str, ...]]
) -> None:
    rows = [("Town", "Boats", "Crew"), ("Arne", "12", "48"), *label, ("Pell", "110", "9,310")]

    assert text_of(tmp_path, grid(rows, step=13)).split("\n") == [
        "Town: Arne | Boats: 12 | Crew: 48",
        "Town: Selm and the outer islands | Boats: 7 | Crew: 52",
        "Town: Pell | Boats: 110 | Crew: 9,310",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        (
            "The council of Arne met to speak of the bridge in the week of June",
            "25. Nobody had asked for it before the winter, or paid for it.",
            "It will be built of stone, and of nothing else at all, they say.",
        ),
        (
            "The council of Arne met to speak of the bridge that the engineers",
            "- they are two sisters from Selm - had drawn for it",
            "and that the keeper of the mole would have to guard by night now.",
        ),
        (
            "The council of Arne met to speak of the bridge, which is to cross",
            "3) one road and the railway that was laid to the north",
            "of the quarry when the last of the stone had been carried down.",
        ),
    ],
    ids=["a day", "a dash", "a mark of a list"],
)
def test_a_number_or_a_dash_at_the_start_of_a_line_can_be_of_the_sentence(
    tmp_path: Path, lines: tuple[str, ...]
) -> None:
    assert text_of(tmp_path, down(lines)) == " ".join(lines)


@pytest.mark.parametrize("marks", [("1. ", "2. ", "3. "), ("- ", "- ", "- "), ("7) ", "8) ", "9) ")])
def test_each_item_of_a_list_is_a_paragraph(tmp_path: Path, marks: tuple[str, ...]) -> None:
    said = ("Bring a warm coat and the boots that reach over the knees, please",
            "Bread for two days, and water from the well behind the school too", "Lamp")  # fmt: skip
    items = [mark + text for mark, text in zip(marks, said, strict=True)]

    assert text_of(tmp_path, down(["To be packed:", *items])).split("\n\n")[-3:] == items


@pytest.mark.parametrize("left", [50, 72])
def test_what_follows_a_list_is_no_part_of_its_last_item(tmp_path: Path, left: float) -> None:
    after = ("The children of the village under six stay at home with the teacher,", "who tells them of the sea.")
    printed = down(["- Dogs of the village", "- Cats"]) + down(after, x=left, y=692)

    assert text_of(tmp_path, printed).split("\n\n")[1:] == ["- Cats", " ".join(after)]


def test_each_line_of_a_table_of_contents_stands_for_itself(tmp_path: Path) -> None:
    lines = [f"{name} {'.' * dots} {page}" for name, dots, page in (("The mole", 70, 5), ("A storm", 70, 17))]

    assert text_of(tmp_path, down(lines)) == "\n\n".join(lines)


def test_a_table_row_drawn_in_one_go_has_cells(tmp_path: Path) -> None:
    rows = [("Town", "Boats"), ("Arne", "12"), ("Selm", "7")]
    printed = "".join(
        f"BT /F1 11 Tf 1 0 0 1 72 {700 - 16 * row} Tm [({first}) -9000 ({second})] TJ ET\n"
        for row, (first, second) in enumerate(rows)
    )

    assert text_of(tmp_path, printed) == "Town: Arne | Boats: 12\nTown: Selm | Boats: 7"


def raised(*parts: tuple[str, float], size: float = 7) -> str:
    """Print parts of a line, each raised by some points; what is raised or lowered is small."""
    drawn = "".join(f"{rise} Ts /F1 {size if rise else 11} Tf ({text}) Tj " for text, rise in parts)
    return f"BT 1 0 0 1 72 700 Tm {drawn} 0 Ts ET\n"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([("It had 5,300", 0), ("4", 4), (" in 1911", 0), ("12", 4), (".", 0)], "It had 5,300[4] in 1911[12]."),
        ([("It holds 10", 0), ("7", 4), (" litres", 0)], "It holds 10^7 litres"),
        ([("A loss of 10", 0), ("-9", 4), (" g", 0)], "A loss of 10^-9 g"),
        ([("A field of 40 m", 0), ("2", 4), (" and 3 km", 0), ("3", 4)], "A field of 40 m² and 3 km³"),
        ([("On the 2", 0), ("nd", 4), (" of May", 0)], "On the 2nd of May"),
        ([("The H", 0), ("2", -3), ("O is cold", 0)], "The H2O is cold"),
        ([("It was so.", 0), ("*", 4)], "It was so.*"),
        ([("It was so", 0), ("a,b", 4), (" then", 0)], "It was so[a,b] then"),
    ],
)  # fmt: skip
def test_raised_print_is_kept_apart_by_its_base_and_size(
    tmp_path: Path, parts: list[tuple[str, float]], expected: str
) -> None:
    assert text_of(tmp_path, raised(*parts)) == expected


def test_a_mark_drawn_by_itself_is_put_where_it_stands(tmp_path: Path) -> None:
    printed = at(72, 700, "The tower is 41") + at(149, 704, "3", 7) + at(156, 700, "feet high.")

    assert text_of(tmp_path, printed) == "The tower is 41[3] feet high."


WORDS = ("Only", "seven", "of", "the", "old", "cranes", "turn")
# The widths of Helvetica's letters, in thousandths.
WIDTHS = {"O": 778, "n": 556, "l": 222, "y": 500, "s": 500, "e": 556, "v": 500, "o": 556, "f": 278, "t": 278, "h": 556,
          "d": 556, "c": 500, "r": 333, "a": 556, "u": 556}  # fmt: skip


def test_words_with_narrow_gaps_are_parted(tmp_path: Path) -> None:
    left, printed = 72.0, ""
    for word in WORDS:
        printed += at(round(left, 3), 700, word)
        left += 11 * (sum(WIDTHS[letter] for letter in word) / 1000 + 0.14)

    assert text_of(tmp_path, printed) == " ".join(WORDS)
    assert text_of(tmp_path, f"BT /F1 11 Tf 72 700 Td [({')-140('.join(WORDS)})] TJ ET") == " ".join(WORDS)


def test_a_word_drawn_letter_by_letter_is_one_word(tmp_path: Path) -> None:
    spread = "".join(at(72 + 14 * place + (9 if place > 6 else 0), 700, x) for place, x in enumerate("HARBOURREPORT"))

    assert text_of(tmp_path, spread) == "HARBOUR REPORT"
    assert text_of(tmp_path, at(72, 700, "A B C D E F G")) == "A B C D E F G"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize(
    ("matrix", "x", "y", "down_x", "down_y"),
    [
        ("1 0 0 1", 72, 700, 0, -14),
        ("0 1 -1 0", 100, 100, 14, 0),
        ("-1 0 0 -1", 500, 100, 0, 14),
        ("0 -1 1 0", 300, 700, -14, 0),
    ],
)
def test_lines_are_read_as_they_are_printed_however_the_page_lies(
    tmp_path: Path, turn: int, matrix: str, x: int, y: int, down_x: int, down_y: int
) -> None:
    printed = at(x, y, "First of two lines that", matrix=matrix) + at(
        x + down_x, y + down_y, "are read in order.", matrix=matrix
    )

    assert text_of(tmp_path, printed, page=f"/Rotate {turn}") == "First of two lines that are read in order."


def numbered(lines: tuple[str, ...], *, x: int = 50, step: int = 1, first: int = 1, pitch: int = 22) -> str:
    numbers = "".join(
        at(x, 700 - pitch * row, str(row + first)) for row in range(len(lines)) if (row + first) % step == 0
    )
    return down(lines, y=700, step=pitch) + numbers


@pytest.mark.parametrize(("x", "step", "first"), [(40, 1, 1), (40, 1, 88), (500, 1, 1), (40, 5, 1), (44, 2, 1)])
def test_numbers_of_lines_in_the_margin_are_no_part_of_sentences(tmp_path: Path, x: int, step: int, first: int) -> None:
    lines = tuple(line for page in (*PAGES, *PAGES, *PAGES) for line in page)

    assert " ".join(text_of(tmp_path, numbered(lines, x=x, step=step, first=first, pitch=14)).split()) == " ".join(
        lines
    )


def test_numbers_that_count_things_stay(tmp_path: Path) -> None:
    assert text_of(tmp_path, numbered(("Oskerby", "Tolvane", "Kellin"))) == "1 | Oskerby\n2 | Tolvane\n3 | Kellin"


def with_edges(heads: list[list[str]], feet: list[str]) -> list[str]:
    return [
        "".join(at(72, 800 - 11 * row, line, 9) for row, line in enumerate(head)) + down(lines) + at(280, 40, foot, 9)
        for head, lines, foot in zip(heads, PAGES, feet, strict=True)
    ]


@pytest.mark.parametrize(
    ("heads", "feet"),
    [
        ([["Of the Society", "Charity no. 88231", "Not for resale"]] * 3, ["Annals 1", "Annals 2", "Annals 3"]),
        ([["Annals"]] * 3, ["vi", "vii", "viii"]),
        ([["Chapter 1: Ships 11"], ["Chapter 2: Fish 12"], ["Chapter 3: Ropes 13"]], ["", "", ""]),
        ([["The Book of Piers"], ["On Lamps"], ["The Book of Piers"]], ["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"]),
    ],
)  # fmt: skip
def test_lines_that_run_over_the_pages_are_left_out(tmp_path: Path, heads: list[list[str]], feet: list[str]) -> None:
    text = text_of(tmp_path, *with_edges(heads, feet))

    assert text.replace("On Lamps\n\n", "") == TEXT


def test_a_running_title_stays_where_it_is_the_title(tmp_path: Path) -> None:
    title = at(72, 800, "The Harbour", 20) + down(PAGES[0])
    others = [at(72, 800, "The Harbour", 9) + down(lines) for lines in PAGES[1:]]

    assert text_of(tmp_path, title, *others) == f"The Harbour\n\n{TEXT}"


@pytest.mark.parametrize("step", [14, 24, 40])
def test_form_letters_keep_what_they_share(tmp_path: Path, step: int) -> None:
    letters = [
        ["Dues of Kellin", f"Receipt no. {number}", f"Paid by {name}", f"Amount {amount} crowns"]
        for number, name, amount in ((4471, "Ana Brill", 120), (4472, "Ole Karst", 75), (4473, "Ute Sand", 310))
    ]

    text = " ".join(text_of(tmp_path, *(down(lines, step=step) for lines in letters)).split())

    assert text == " ".join(line for lines in letters for line in lines)


@pytest.mark.parametrize(
    "mark",
    [
        at(150, 300, "DRAFT COPY", 60, ink=".8 g", matrix=".7071 .7071 -.7071 .7071"),
        at(60, 500, "SAMPLE", 90, ink=".9 g", matrix=".8 -.6 .6 .8"),
        at(100, 712, "CONFIDENTIAL", 50, ink=".85 g"),
        at(20, 200, "Downloaded by the library of Quarn", 8, matrix="0 1 -1 0"),
    ],
)
def test_a_mark_across_every_page_is_left_out(tmp_path: Path, mark: str) -> None:
    assert text_of(tmp_path, *(down(lines) + mark for lines in PAGES)) == TEXT
    assert text_of(tmp_path, *(mark + down(lines) for lines in PAGES)) == TEXT


def test_a_mark_on_one_page_is_kept_and_is_no_title(tmp_path: Path) -> None:
    path = tmp_path / "made.pdf"
    path.write_bytes(made_pdf(down(PAGES[0]) + at(150, 300, "SOLD", 60, matrix=".7 .7 -.7 .7")))
    [article] = load_pdf(path, "the-id")

    assert isinstance(article, Article)
    assert article.text.endswith("\n\nSOLD")
    assert article.title.startswith("The keeper")
