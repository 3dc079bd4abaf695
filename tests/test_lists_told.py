"""Lists: what an article tests under its own names, what an article is about, and works that nobody is said to have."""

from pathlib import Path

import pytest
from points_support import library_of

from index import Library, Span
from rag import Assistant
from rag.answer.counting import asks_of_articles
from rag.answer.listing import asks_of_each, count_in_row, without_excepted
from rag.answer.records.in_turn import goes_on
from rag.answer.records.listed import find_lists
from rag.question.parts import split_parts
from rag.types import Outcome

KETTLES = """---
title: Three kettles on test
---

We boiled water for a month with three kettles, and dropped each of them once.

**Brask Solo (£29).** A plain kettle that takes its time. It weighs 900 grams.

**Orl Duo (£64).** It boils as quickly as the best, but the lid sticks.

**Tamm Air (£41).** The lightest of them.

**How we tested.** Four of us made tea.
"""
INN = """---
title: "Review: The Tarn Inn, Kellin"
---

The critic of this paper has eaten worse. We began with eel on rye, and with a soup of nettles that I could have drunk
by the bucket. The trout is smoked over oak in an old chimney. The dish without fish, a turnip pie, was soggy.
"""
FIRM = """---
title: Vost Glass sells its mill
---

Una Merrow, the managing director, said that the mill had lost money. "The accounts and books are in order," she told
the Kellin Post. The buyer is the Selby Trust, which owns three mills. The
council's leader, Bo Karst, welcomed the sale by Vost Glass.
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Library:
    return library_of(tmp_path, {"kettles.md": KETTLES, "inn.md": INN, "firm.md": FIRM})


def test_what_was_tested_is_all_that_stands_at_the_head_of_a_paragraph(shelf: Library) -> None:
    answer = Assistant(shelf).ask("Which kettles were tested?")
    assert answer.short == "Brask Solo, Orl Duo and Tamm Air"
    assert [point.citations[0].quote.split(")")[0] for point in answer.points] == [
        "**Brask Solo (£29",
        "**Orl Duo (£64",
        "**Tamm Air (£41",
    ]


def test_a_list_is_told_by_the_article_that_its_names_are_the_title_of(shelf: Library) -> None:
    answer = Assistant(shelf).ask("List the dishes that the critic tried at the Tarn Inn")
    assert answer.outcome is Outcome.QUOTED
    assert "eel on rye" in " ".join(point.citations[0].quote for point in answer.points)


def test_the_library_tells_its_topics_and_what_can_be_asked(tmp_path: Path) -> None:
    papers = {
        f"{row}.md": f"---\ntitle: {title}\nsource: The Kellin Post\ndate: 2025-06-0{row}\n---\n\n{text}\n"
        for row, (title, text) in enumerate(
            (
                ("Ferry to Ostrow delayed", "The ferry to Ostrow will sail late, said Una Merrow."),
                ("Kellin Post readers ask about Ostrow", "Readers of the Kellin Post asked about the ferry."),
                ("Vote won by Una Merrow", "Una Merrow was elected on Friday."),
                ("Kellin Post wins prize", "The Kellin Post won a prize on Friday."),
            ),
            start=1,
        )
    }
    assistant = Assistant(library_of(tmp_path, papers))
    held = assistant.ask("What is in my library?")
    assert "Most often they tell of Ostrow (2), Una Merrow (2)." in held.note
    assert "latest on Kellin Post" not in held.note
    titles = [point.citations[0].title for point in held.points]
    assert {"Ferry to Ostrow delayed", "Vote won by Una Merrow"} <= set(titles)
    asked = assistant.ask("What can I ask you?")
    assert asked.note.startswith("Ask for one fact, for reasons")
    assert "Which articles mention" in asked.note
    assert not asked.points


def test_books_in_order_are_no_books_that_somebody_wrote(shelf: Library) -> None:
    answer = Assistant(shelf).ask("List all the books that Una Merrow has written.")
    assert answer.outcome is Outcome.NO_EVIDENCE


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Who is the boss of Vost Glass?", "Una Merrow"),
        ("Who is the owner of the Kellin Post?", ""),
        ("Who is the head of Vost Glass?", ""),
    ],
)
def test_an_office_is_known_by_another_word(question: str, short: str, shelf: Library) -> None:
    assert Assistant(shelf).ask(question).short == short


BADGE = """---
title: "Kellin Library: who gets a green badge"
---

The library has changed its badges. The green badge lets its bearer into the reading room after six. It is free.

To get the green badge, readers must belong to one of four groups:

Pilots

Night nurses and doctors

Lighthouse keepers

Bakers and their apprentices

The badge is not given to visitors of a day. Applications are read on Monday by the librarian and two of her staff.
"""
RACE = """---
title: Who might lead the Tolva Council after Bo Karst?
---

Bo Karst will go in May, he said on Friday. The council has nine members, and three of them have held his office before.

Here are the likely candidates:

Una Merrow

She runs the mill and has said since the winter that she would like to lead the council if nobody else wants to.

Una Merrow at the mill Bo Lind/Reuters

Odo Brandt

The teacher lost the last vote by one voice, and he has told his friends that he will not let that happen again.

Ilse Tarn

She is the youngest of the three, and her friends in the villages have begun to collect names for her already.
"""
GRANTS = """---
title: Kelp College ends its loans
---

Kelp College said on Tuesday that it replaces student loans by grants. It has 900 students.

It is not the only school to do so. Tarn College, by the lake, gave up loans in the spring. In the north, Vost Hall
said that it would replace loans by grants in two years. Ostrow University wants to end loans, too.
"""


@pytest.fixture
def rack(tmp_path: Path) -> Library:
    return library_of(tmp_path, {"badge.md": BADGE, "race.md": RACE, "grants.md": GRANTS})


def test_the_lines_under_a_colon_are_quoted_whole(rack: Library) -> None:
    answer = Assistant(rack).ask("Which groups can get the green badge of the library?")
    quotes = [point.citations[0].quote for point in answer.points]
    (whole,) = [quote for quote in quotes if "one of four groups:" in quote]
    assert all(one in whole for one in ("Pilots", "Night nurses", "Lighthouse keepers", "Bakers and their apprentices"))
    assert not any(quote.startswith("Pilots") for quote in quotes)


def test_sections_are_the_items_of_a_list_and_a_picture_is_none() -> None:
    (listed,) = find_lists(RACE)
    shown = [section.shown.of(RACE) for section in listed.sections]
    assert [one.split("\n")[0] for one in shown] == ["Una Merrow", "Odo Brandt", "Ilse Tarn"]
    assert all(one.endswith(".") for one in shown)


def test_answers_under_questions_are_no_list() -> None:
    text = RACE.replace("Una Merrow\n\nShe", "Who is it?\n\nShe").replace("Odo Brandt\n", "What is next?\n")
    assert find_lists(text.replace("Ilse Tarn\n", "And then?\n")) == ()


def test_items_told_in_turn_are_quoted_together() -> None:
    start = GRANTS.index("Tarn College")
    span = Span(start, GRANTS.index(" In the north"))
    told = goes_on(GRANTS, span, "Which colleges replace student loans by grants?").of(GRANTS)
    assert all(name in told for name in ("Tarn College", "Vost Hall", "Ostrow University"))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It was won by the tenor Una Roe, Bo Lind (bass) and the young Ada Karst.", 3),
        ("It was won by Una Roe, who had been told by her doctor not to sing with Bo Lind.", 0),
        ("Nobody won.", 0),
    ],
)
def test_names_stand_in_a_row_behind_commas_and_words_that_say_who_they_are(text: str, count: int) -> None:
    assert count_in_row(text) == count


def test_what_a_question_leaves_out_is_not_looked_for() -> None:
    excepted, asked = without_excepted("Apart from the two brothers, which men were fined?")
    assert asked == "which men were fined?"
    assert excepted == {"two", "brother"}


def test_earnings_that_firms_are_to_report_are_no_reports() -> None:
    assert not asks_of_articles("Which firms were to report earnings in May?")
    assert asks_of_articles("Which reports mention the mill?")


@pytest.mark.parametrize(
    ("question", "is_one"),
    [
        ("Which mills opened in May, and in which towns do they stand?", True),
        ("Who lent the town tents after the storm, and what did each of them ask for it?", True),
        ("List the firms that Vost sued, and how much did they pay?", True),
        ("Which mill did Vost sell, and who bought it?", False),
        ("Who are the Selby wardens, and what do they do at night?", False),
        ("Which mills opened in May, and why did they close again?", False),
    ],
)
def test_what_is_asked_of_each_is_one_list(question: str, is_one: bool) -> None:
    assert asks_of_each(split_parts(question)) is is_one


PREVIEW = """---
title: The fairs of 2031
source: The Tarn Post
---

There are many fairs to look forward to in 2031.

 LANTERN NIGHT

Boats with lamps cross the lake, and the choir sings. Opens 3 March in Selby. GOOSE FAIR (OLD MARKET) The oldest of them
has a new wheel. Opens 9 May in Kellin. KITE WEEK Kites of all sizes are flown from the dyke. Opens 2 June in Orl.

THE LONG TABLE

All of the high street dines at one table. Opens 8 July in Tarn.
"""


def test_names_in_capitals_head_the_items_of_a_list_with_both_things_asked_for(tmp_path: Path) -> None:
    shelf = library_of(tmp_path, {"preview.md": PREVIEW, "firm.md": FIRM, "inn.md": INN})
    answer = Assistant(shelf).ask(
        "Which fairs of 2031 does the Tarn Post's preview look forward to, and in which towns will they open?"
    )
    quotes = [point.citations[0].quote for point in answer.points]
    assert [(quote.split()[0], quote.split()[-1]) for quote in quotes] == [
        ("LANTERN", "Selby."),
        ("GOOSE", "Kellin."),
        ("KITE", "Orl."),
        ("THE", "Tarn."),
    ]


def test_lines_in_capitals_that_come_again_head_no_list() -> None:
    again = "JUST WATCHED The dam broke. " * 5
    assert find_lists(again) == ()
