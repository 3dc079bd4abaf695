"""Of whom and of when was asked: "I" is nobody, another year another event, a short question is known by its words."""

from datetime import date
from pathlib import Path

import pytest
from test_refusals import ranked

from index import Article, Library, Span
from rag.answer.refusal import LEAST_FIT, judge_fit
from rag.answer.short.amounts import lacks_kind
from rag.assistant import Assistant
from rag.evidence.telling import telling_spans
from rag.question.kind import Kind, find_kind
from rag.support.judge import judge
from rag.support.names import find_capitals, find_names
from rag.support.quantities import quantities
from rag.support.relevance import tells_of_another_time
from rag.types import Answer, Outcome, Window

DOCUMENTS = {
    "dyke": "---\ntitle: A short history of floods\ndate: 2025-01-30\n---\n"
    "In February 1784 the water of the Alder rose to 7.2 metres and 23 people drowned.\n\n"
    "The dyke broke on 12 July 1954, when 400 families lost their homes.\n\n"
    "In August 2002 the water stood at 6.7 metres and the dyke held.\n\n"
    "The last flood, in January 2025, reached the allotments.\n",
    "varroa": "---\ntitle: Treating varroa\n---\n1. Take off the honey by the end of July.\n"
    "2. Feed the colony with syrup after the treatment, not before.\n"
    "3. Treat the hives in the evening, never in rain.\n",
    "bees": "---\ntitle: Why bees die\ndate: 2026-06-02\n---\nThe inspector Lena Korf blames the mite.\n\n"
    "The beekeeper Jonas Witt is not convinced about pesticides: “Four samples too many,” he said.\n\n"
    "Karl Obst sells bread on the square. He said that pesticides do not reach his bees.\n",
}  # fmt: skip


@pytest.fixture
def ask(library: Library, tmp_path: Path) -> Assistant:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in DOCUMENTS.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    library.sync(folder)
    return Assistant(library)


def told(answer: Answer) -> str:
    return " ".join(claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("When must I feed the colony?", []),
        ("Can I ask what I'm told, and what they've got?", []),
        ("We asked if Don't Look Back was shown.", ["Look Back"]),
        ("Was it Elizabeth I whom I saw?", ["Elizabeth I"]),
        ("It was 1250 A.D. when Tolvane was built.", ["Tolvane"]),
        ("Was Oona's dog there?", ["Oona's"]),
    ],
)
def test_a_word_for_oneself_is_nobodys_name(text: str, names: list[str]) -> None:
    assert [text[name.start : name.end] for name in find_names(text)] == names


def test_a_pronoun_goes_on_no_list_of_capitals() -> None:
    assert [name.words[0].text for name in find_capitals("I met Ada, and I met Per Lind.")] == ["Ada", "Per"]


@pytest.mark.parametrize("question", ["When must I feed the colony?", "When do I feed my colony with syrup?"])
def test_a_question_in_the_first_person_is_answered(ask: Assistant, question: str) -> None:
    answer = ask.ask(question)
    assert answer.outcome is Outcome.ANSWERED
    assert "after the treatment" in told(answer)


@pytest.mark.parametrize(
    ("question", "span", "another"),
    [
        ("How many people drowned in 1954?", "In February 1784 23 people drowned.", True),
        ("How many people drowned in 1784?", "In February 1784 23 people drowned.", False),
        ("Who won on 3 May 2020?", "On 4 May 2021 Ada Vane won.", True),
        ("Who has won since 2019?", "In 2021 Ada Vane won.", False),
        ("Who won between 2019 and 2022?", "In 2021 Ada Vane won.", False),
        ("How many people drowned in 1954?", "At the mill 23 people drowned.", False),
        ("Who won?", "In 2021 Ada Vane won.", False),
    ],
)
def test_what_happened_in_another_year_does_not_answer(question: str, span: str, another: bool) -> None:
    window = Window(Article("a", "News", span), 0, len(span), Span(0, len(span)), 1.0)
    (match, *_) = judge(span, [window]).matches
    assert tells_of_another_time(question, match) is another


def test_a_line_led_by_another_year_is_of_that_year_whatever_the_title_says() -> None:
    text = "2021: Merriam selects “vaccine” as the word of the year."
    window = Window(Article("a", "The word of the year 2022", text), 0, len(text), Span(0, len(text)), 1.0)
    (match, *_) = judge(text, [window]).matches
    assert tells_of_another_time("Which word did Merriam select as its 2022 word of the year?", match)


def test_the_year_of_the_title_is_the_year() -> None:
    text = "The team of 2019 came back, and Ada Vane won."
    window = Window(Article("a", "The race of 2022", text), 0, len(text), Span(0, len(text)), 1.0)
    (match, *_) = judge(text, [window]).matches
    assert not tells_of_another_time("Who won in 2022?", match)


def test_an_answer_of_another_year_is_not_given(ask: Assistant) -> None:
    assert "23" in told(ask.ask("How many people drowned in 1784?"))
    assert not ask.ask("How many people drowned in 1954?").claims


def test_a_passage_with_all_words_of_a_short_question_answers_it() -> None:
    text = "Because of the rent the bakery will move to the park."
    low = [type(one)(one.sentence, 0.4, 0.4, one.vector) for one in ranked(text)]
    assert judge_fit("Why will the bakery move?", low) == (0.4, True)
    assert judge_fit("How far will the bakery move?", low) == (0.4, True)
    assert judge_fit("Why will the bakery burn?", low) == (0.4, False)
    assert judge_fit("Why will the Alder bakery move?", low)[1] is False
    assert low[0].fit < LEAST_FIT


def test_without_a_model_nothing_is_picked_that_does_not_fit(ask: Assistant) -> None:
    answer = ask.ask("Which party won the election of the county council?")
    assert answer.outcome is Outcome.NO_EVIDENCE
    assert not answer.claims


def test_without_a_model_a_sentence_is_picked_and_no_title(ask: Assistant) -> None:
    answer = ask.ask("When should I treat the hives?")
    assert told(answer) == "3. Treat the hives in the evening, never in rain."


def test_of_two_floods_the_year_tells_which(ask: Assistant) -> None:
    answer = ask.ask("Compare the floods of 1954 and 2002.")
    told = {(point.group, point.citations[0].quote) for point in answer.points}
    assert {group for group, _ in told} == {"floods of 1954", "2002"}
    assert all(group[-4:] in quote and "2025" not in quote for group, quote in told)


def test_who_is_named_before_a_pronoun_in_the_sentence_speaks(ask: Assistant) -> None:
    answer = ask.ask("What does Jonas Witt think about pesticides?")
    assert "do not quote" not in answer.note
    assert answer.points[0].group == "Jonas Witt"
    assert "Four samples" in answer.points[0].citations[0].quote


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What are the arguments for and against closing the square?", Kind.STATEMENTS),
        ("What are the risks of formic acid?", Kind.EXPLANATION),
        ("What were the main benefits for the town?", Kind.EXPLANATION),
        ("What are the names of the members?", Kind.LISTING),
    ],
)
def test_what_is_weighed_is_explained(question: str, kind: Kind) -> None:
    assert find_kind(question) is kind


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("cobalt-60 is made", "Cobalt-60 is made", True),
        ("the PlayStation 3 came", "PlayStation3 came", True),
        ("Cobalt-60 is made", "Cobalt-59 is made", False),
        ("E-1045 is shown", "E1045 is shown", True),
        ("E-1045 is shown", "E-1054 is shown", False),
        ("at 11: 00 sharp", "at 11: 00 sharp", True),
    ],
)
def test_the_number_of_a_name_is_one_however_it_is_written(one: str, other: str, same: bool) -> None:
    first, second = quantities(one), quantities(other)
    assert first
    assert all(any(a.holds(b) for a in first) for b in second) is same


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("Merriam selected “vaccine” as the word of the year in 2022.", False),
        ("Merriam selected “vaccine” as the word of the year in 2021.", True),
        ("Merriam selected “gaslighting” as the word of the year in 2022.", True),
    ],
)
def test_a_title_gives_no_year_to_a_line_that_has_its_own(claim: str, support: bool) -> None:
    text = (
        "Merriam selected “gaslighting” as the word of the year.\n\n"
        "2021: Merriam selected “vaccine” as the word of the year."
    )
    window = Window(
        Article("a", "The word of the year 2022", text, published=date(2021, 12, 1)),
        0,
        len(text),
        Span(0, len(text)),
        1.0,
    )
    assert judge(claim, [window]).claim.support.is_shown is support


TABLE = "\n".join(
    f"Year: {year} | Hospital: {name} | Beds: {beds} | Births: {births}"
    for year, name, beds, births in ((2024, "Alder Clinic", 198, 588), (2025, "Alder Clinic", 185, 531),
                                     (2024, "St. Anna", 322, 1164), (2025, "St. Anna", 330, 1203))
)  # fmt: skip


@pytest.mark.parametrize(
    ("claim", "is_shown"),
    [
        ("Alder Clinic had more births in 2025 with 531.", False),
        ("St. Anna had the most beds in 2024.", False),
        ("Alder Clinic had the fewest births in 2025, 531.", False),
        ("Alder Clinic had 531 births in 2025.", True),
        ("St. Anna had more than 1,100 births in 2024.", True),
    ],
)
def test_a_row_alone_ranks_nothing(claim: str, is_shown: bool) -> None:
    window = Window(Article("a", "Hospitals", TABLE), 0, len(TABLE), Span(0, len(TABLE)), 1.0)
    assert judge(claim, [window]).claim.support.is_shown is is_shown


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Which hospital had more births in 2025?", "St. Anna"),
        ("Which hospital had fewer beds in 2024?", "Alder Clinic"),
        ("Which hospital had the most beds in 2024?", "St. Anna"),
        ("Which hospital had more than 1,180 births in 2025?", "St. Anna"),
    ],
)
def test_which_of_two_rows_has_more_is_told(library: Library, tmp_path: Path, question: str, short: str) -> None:
    written = tmp_path / "hospitals.csv"
    rows = [line.split(" | ") for line in TABLE.split("\n")]
    lines = [",".join(cell.split(": ")[0] for cell in rows[0])]
    lines += [",".join(cell.split(": ")[1] for cell in row) for row in rows]
    written.write_text("\n".join(lines), encoding="utf-8")
    library.sync(written)
    answer = Assistant(library).ask(question)
    assert answer.short == short


def test_that_nothing_is_known_is_an_answer() -> None:
    assert not lacks_kind("The accident figures are not known yet.", "How many accidents happened?")
    assert not lacks_kind("It is unclear what it costs.", "How much does it cost?")


def test_a_sentence_of_three_words_is_one() -> None:
    text = "The last flood reached the allotments. Nobody was hurt."
    assert [span.of(text) for span, _ in telling_spans(text)] == text.replace(". ", ".\n").split("\n")
