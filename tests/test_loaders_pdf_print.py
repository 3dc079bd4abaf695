"""PDF as programs print it: ruled tables, boxes beside the text, marks of the font itself, other directions."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from printed_pdf import at, down, drawn_letters, made_pdf

from index import Article
from index.loaders.formats.pdf import load_pdf
from index.loaders.hyphens import join_broken_words


def text_of(tmp_path: Path, *contents: str, objects: Sequence[str] = ()) -> str:
    path = tmp_path / "made.pdf"
    path.write_bytes(made_pdf(*contents, objects=objects))
    [article] = load_pdf(path, "the-id")
    assert isinstance(article, Article)
    return article.text


def grid(rows: Sequence[Sequence[str]], edges: Sequence[float], style: str, *, top: float = 700) -> str:
    """Print a table whose cells fill their columns to 3 points from its lines, 20 points a row."""
    lines = []
    for row in range(len(rows)):
        for left, right in pairwise(edges):
            bottom = top - 20 * row - 20
            drawn = {
                "lines": f"0.5 w {left} {bottom} m {left} {bottom + 20} l S "
                f"{right} {bottom} m {right} {bottom + 20} l S",
                "boxes": f"0.5 w {left} {bottom} {right - left} 20 re S",
                "bars": f"{left - 0.5} {bottom} 1 20 re f {right - 0.5} {bottom} 1 20 re f",
            }
            lines.append(drawn[style] + "\n")
    printed = "".join(
        at(edges[column] + 3, top - 20 * number - 14, text)
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
    )
    return "".join(lines) + printed


ROWS = (("Harbour", "2021", "2022"), ("Kellin upper", "4,100", "5,020"), ("Sonne", "900", "1,500"))


@pytest.mark.parametrize("style", ["lines", "boxes", "bars"])
def test_cells_of_a_ruled_table_are_parted_however_close_they_stand(style: str, tmp_path: Path) -> None:
    assert text_of(tmp_path, grid(ROWS, (72, 140, 173, 210), style)) == (
        "Harbour: Kellin upper | 2021: 4,100 | 2022: 5,020\nHarbour: Sonne | 2021: 900 | 2022: 1,500"
    )


def test_the_ground_behind_a_word_parts_no_sentence(tmp_path: Path) -> None:
    ground = "0.9 g 91 717 32 12 re f 0 g\n"
    printed = at(72, 720, "Run ") + at(94, 720, "gauge") + at(123, 720, ", then wait.")

    assert text_of(tmp_path, ground + printed) == "Run gauge, then wait."


FLOW = (
    "The boat was launched on forty days in that year and",
    "brought seventeen people ashore, most of them from the",
    "ferry that had lost its rudder in the storm of March, when",
    "the crew of the harbour went out in the dark and searched",
    "until all of them were found.",
)


@pytest.mark.parametrize("gap", [4.5, 12])
def test_a_box_beside_sentences_is_read_behind_them(gap: float, tmp_path: Path) -> None:
    box = f"0.9 g 360 640 120 96 re f 0 g {360 + gap} 700 m\n"
    beside = down(("Key figures", "Launches: 41", "Saved: 17", "Crew: 23"), x=360 + gap)
    inked = "".join(at(360 - 288, 720 - 14 * row, line, font="F1") for row, line in enumerate(FLOW))

    said = text_of(tmp_path, box + beside + inked)

    assert said.startswith(" ".join(FLOW))
    assert "Launches: 41" in said.removeprefix(" ".join(FLOW))


def test_short_columns_that_begin_at_other_heights_are_columns(tmp_path: Path) -> None:
    left = ("Tom Orrin has been coxswain since then.", "He was a fisherman before, and he", "knows every rock.")
    right = ("Ada Fenn is the mechanic. She came from", "Sonne, where she had worked at the", "shipyard for years.")
    printed = down(right, x=311, y=711) + down(left, x=72, y=699)

    assert text_of(tmp_path, printed) == f"{' '.join(left)}\n\n{' '.join(right)}"


def test_the_corner_of_a_table_may_be_free_and_another_follows(tmp_path: Path) -> None:
    places = (72, 160, 220, 280)
    years = [("", "2020", "2021", "2022"), ("Arrivals", "131", "140", "152"), ("Departures", "129", "141", "150")]
    printed = "".join(
        at(places[column], 720 - 17 * row, text) for row, cells in enumerate(years) for column, text in enumerate(cells)
    )
    address = [("Address:", "Telephone:"), ("Harbour Street 4", "+49 30 1234567"), ("1204 Kellin", "a@kellin.example")]
    printed += "".join(
        at((72, 240)[column], 660 - 14 * row, text)
        for row, cells in enumerate(address)
        for column, text in enumerate(cells)
    )

    said = text_of(tmp_path, printed)

    assert "Arrivals | 2020: 131 | 2021: 140 | 2022: 152\nDepartures | 2020: 129 | 2021: 141 | 2022: 150" in said
    assert said.endswith("Harbour Street 4 | +49 30 1234567\n1204 Kellin | a@kellin.example")


def test_a_cell_that_goes_on_below_ends_with_a_hyphen_close_to_the_next(tmp_path: Path) -> None:
    rows = [("A", "Berth up to twelve metres with current and wa-", "12.50"), ("", "ter at the mole", ""),
            ("B", "Crane", "80.00"), ("C", "Tug", "240.00")]  # fmt: skip
    printed = "".join(
        at((72, 110, 347)[column], 720 - 14 * row, text)
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    )

    assert (
        text_of(tmp_path, printed).splitlines()[0]
        == "A | Berth up to twelve metres with current and water at the mole | 12.50"
    )


@pytest.mark.parametrize(
    ("before", "width", "expected"),
    [
        ("in 1904", 36.1, "in 1904[2] burned"),
        ("5 km", 23.8, "5 km² burned"),
        ("is 10", 23.2, "is 10^2 burned"),
        ("of Feld", 33.6, "of Feld[2] burned"),
    ],
)
def test_figures_that_their_font_raises_are_marks(before: str, width: float, expected: str, tmp_path: Path) -> None:
    printed = at(72, 720, before) + at(72 + width, 720, "A", font="F4") + at(80 + width, 720, "burned")

    assert text_of(tmp_path, printed, objects=drawn_letters(400, 750, "2")) == expected


def test_figures_that_stand_on_the_line_are_no_marks(tmp_path: Path) -> None:
    printed = at(72, 720, "Room 1") + at(104.5, 720, "A", font="F4") + at(116, 720, "is free.")

    assert text_of(tmp_path, printed, objects=drawn_letters(0, 700, "2")) == "Room 12 is free."


@pytest.mark.parametrize(
    ("letter", "plain"), [("\U0001d465", "x"), ("\U0001d70c", "\u03c1"), ("\U0001f6a2", "\U0001f6a2")]
)
def test_letters_of_formulas_and_signs_beyond_the_usual_are_read(letter: str, plain: str, tmp_path: Path) -> None:
    printed = at(72, 720, "The size") + at(120, 720, "A", font="F4") + at(130, 720, "is told below.")

    assert text_of(tmp_path, printed, objects=drawn_letters(0, 700, letter)) == f"The size {plain} is told below."


def test_numbers_of_lines_go_beside_a_table_too(tmp_path: Path) -> None:
    lines = ("The council met in the old boathouse and", "resolved to dredge the inner basin, which", "costs much.")
    rows = (("Fuel", "41"), ("Rope", "52"))
    printed = down(lines, x=100) + "".join(
        at(x, 678 - 14 * row, text) for row, cells in enumerate(rows) for x, text in zip((100, 200), cells, strict=True)
    )
    counted = "".join(at(72, 720 - 14 * row, str(row + 1)) for row in range(5))

    assert text_of(tmp_path, printed + counted).startswith(" ".join(lines))


def test_a_line_that_runs_down_the_page_is_a_line(tmp_path: Path) -> None:
    columns = ("港の灯台は古い。", "船も静かに入る。")
    letters = [*dict.fromkeys("".join(columns))]
    printed = "".join(
        at(300 - 20 * number, 720 - 12 * row, chr(65 + letters.index(letter)), 12, font="F4")
        for number, column in enumerate(columns)
        for row, letter in enumerate(column)
    )

    # Their font is in the file: where none of the system's has them, PDFium leaves out letters that are drawn singly.
    text = text_of(tmp_path, printed, objects=drawn_letters(0, 700, *letters))
    assert text.replace("\n", "") == "".join(columns)


def test_hyphens_that_stand_for_a_shared_part_stay(tmp_path: Path) -> None:
    printed = down(("Die Wache liegt im Hafen-", "und Lotsenamt an der Mole."))

    assert text_of(tmp_path, printed) == "Die Wache liegt im Hafen- und Lotsenamt an der Mole."
    assert join_broken_words("some thous-\nand boats") == "some thousand\nboats"


@pytest.mark.parametrize("marks", [("1.", "2."), ("-", "-"), ("a)", "b)", "c)")])
def test_marks_set_apart_from_their_items_make_a_list(marks: Sequence[str], tmp_path: Path) -> None:
    items = ("Trim the wick with the long knife.", "Wind the clock.", "Write the book.")[: len(marks)]
    printed = "".join(
        at(72, 720 - 14 * row, mark) + at(92, 720 - 14 * row, item)
        for row, (mark, item) in enumerate(zip(marks, items, strict=True))
    )

    assert text_of(tmp_path, printed) == "\n".join(map(" ".join, zip(marks, items, strict=True)))


AROUND = at(72, 760, "The recipe of the lock keeper is old and was printed often in the town.") + at(
    72, 700, "Then boil the soup for an hour and serve it with bread from Sonne."
)


def over(x: float, top: str, bottom: str, size: float = 7, width: float = 6) -> str:
    """Return a fraction with its bar on the line at 730."""
    bar = f"0.5 w {x - 1} 732.5 m {x + width - 1} 732.5 l S\n"
    return at(x, 734.5, top, size) + bar + at(x, 732.5 - size, bottom, size)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (at(72, 730, "Add") + over(96, "3", "4") + at(105, 730, "cup of it."), "Add 3/4 cup of it."),
        (at(72, 730, "Add 2") + over(103, "3", "4") + at(112, 730, "cups of it."), "Add 2 3/4 cups of it."),
        (at(72, 730, "It turned by") + over(137, "5", "8"), "It turned by 5/8"),
        (over(73, "13", "16", width=10) + at(86, 730, "of it is ice."), "13/16 of it is ice."),
        (
            at(72, 730, "Mix") + over(96, "1", "2") + at(105, 730, "litre with") + over(160, "7", "8")
            + at(170, 730, "of it."),
            "Mix 1/2 litre with 7/8 of it.",
        ),
        (
            at(72, 730, "F =") + at(100, 737, "a + b") + "98 733 32 0.5 re f\n" + at(107, 722, "2c")
            + at(136, 730, "holds."),
            "F = (a + b)/(2c) holds.",
        ),
        (
            at(72, 730, "speed =") + at(122, 737, "distance") + "120 733 46 0.5 re f\n" + at(132, 722, "time"),
            "speed = distance/time",
        ),
        (
            at(72, 730, "Add") + at(96, 734, "3", 6.5) + at(99.6, 730, "/") + at(102.6, 729, "4", 6.5)
            + at(109, 730, "cup of it."),
            "Add 3/4 cup of it.",
        ),
    ],
)  # fmt: skip
def test_a_number_over_another_is_a_fraction(tmp_path: Path, printed: str, expected: str) -> None:
    assert expected in text_of(tmp_path, AROUND + printed)


def test_underlined_words_and_the_sides_of_cells_make_no_fractions(tmp_path: Path) -> None:
    underlined = at(72, 730, "See") + at(96, 730, "page 3") + "96 728.6 32 0.5 re f\n" + at(96, 716, "4 is gone.")
    assert "/" not in text_of(tmp_path, AROUND + underlined)
    cells = at(80, 740, "12") + at(80, 722, "34") + at(60, 731, "Tarn")
    grid = "".join(f"78 {y} 18 0.5 re f\n" for y in (752, 735, 718)) + "".join(
        f"{x} 718 0.5 34 re f\n" for x in (78, 96)
    )
    assert "/" not in text_of(tmp_path, AROUND + cells + grid)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("{gap}\0{gap}-     hT de pier leans.", "- hT de pier leans."),
        ("Pier{gap}\0{gap}leans \xb0.", "Pier leans °."),
        ("{gap}\0{gap}\xb0 leans", "° leans"),
    ],
)
def test_a_character_without_a_letter_that_stands_alone_is_passed_over(
    tmp_path: Path, printed: str, expected: str
) -> None:
    assert text_of(tmp_path, at(72, 700, printed.format(gap=" " * 24))) == expected
