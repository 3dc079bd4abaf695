"""The kind of a question, its parts, and what it is about."""

from collections import Counter
from pathlib import Path

import pytest

from rag.question.kind import Kind, find_kind, is_keywords
from rag.question.parts import split_parts
from rag.question.subject import find_sides, find_speaker, topic_stems

LABELLED = Path(__file__).parent / "question_kinds.txt"
WORDED = Path(__file__).parent / "question_wordings.txt"
LEAST_RIGHT = 0.95
LEAST_WORDED = 0.85


def labelled(path: Path = LABELLED) -> list[tuple[Kind, str]]:
    kind, rows = Kind.FACT, []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("# "):
            kind = Kind(line[2:])
        else:
            rows.append((kind, line))
    return rows


def test_labelled_questions_get_their_kind() -> None:
    """The rules were written looking at every second question; the others were not looked at."""
    rows = labelled()
    assert len(rows) >= 400
    for half in (rows[::2], rows[1::2]):
        right = Counter(kind for kind, question in half if find_kind(question) is kind)
        asked = Counter(kind for kind, _ in half)
        assert sum(right.values()) >= LEAST_RIGHT * len(half)
        assert all(right[kind] >= 0.8 * asked[kind] for kind in Kind), right


def test_questions_in_other_words_get_their_kind() -> None:
    """Worded as journalists, students and analysts ask; the rules were seen to fail on a part of them."""
    rows = labelled(WORDED)
    assert len(rows) >= 290
    assert sum(find_kind(question) is kind for kind, question in rows) >= LEAST_WORDED * len(rows)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Retrace the way of the bill through parliament.", Kind.TIMELINE),
        ("How did the season go for Falk, race by race?", Kind.TIMELINE),
        ("What became of the Skarn Line, from its founding to its sale? Put it in order.", Kind.TIMELINE),
        ("Why did she shout in order to be heard?", Kind.EXPLANATION),
        ("How far apart were the union and the company?", Kind.COMPARISON),
        ("How did the chief executive justify the cuts?", Kind.STATEMENTS),
        ("What was the answer?", Kind.FACT),
        ("If the council is dissolved, do the people of Saltmere vote?", Kind.YES_NO),
        ("If the bridge had opened in May, what would have happened when?", Kind.TIMELINE),
        ("Apart from Falk, which riders were banned?", Kind.LISTING),
        ("Which series has been cancelled?", Kind.FACT),
        ("What exactly is a put option?", Kind.EXPLANATION),
        ("Wie verlief die Saison, Spiel für Spiel?", Kind.TIMELINE),
        ("Welche der beiden Fähren ist schneller?", Kind.COMPARISON),
        ("¿Con quién se asoció Norvik?", Kind.FACT),
        ("¿Murió alguien en el incendio?", Kind.YES_NO),
        ("Le pont sera-t-il rouvert ?", Kind.YES_NO),
    ],
)
def test_a_kind_is_known_by_a_part_of_its_wording(question: str, kind: Kind) -> None:
    assert find_kind(question) is kind


@pytest.mark.parametrize(
    ("question", "second"),
    [
        ("How did Mara Quill explain her choice, and what did she say about Dana Rourke?",
         "What did Mara Quill say about Dana Rourke?"),
        ("What did the coach of Norland say, and how did he explain the defeat?",
         "How did the coach of Norland explain the defeat?"),
        ("What does Holt want, and what does he have against the tram?", "What does Holt have against the tram?"),
    ],
)  # fmt: skip
def test_a_later_part_names_the_speaker_of_the_first(question: str, second: str) -> None:
    assert split_parts(question)[1] == second


@pytest.mark.parametrize(
    "question",
    [
        "Give me an overview of Ada Weston's career and what she achieved.",
        "How does the Orbis compare with the Lumo: price, weight and what it can do?",
    ],
)
def test_a_clause_is_no_second_question(question: str) -> None:
    assert split_parts(question) == (question,)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("", Kind.EXPLANATION),
        ("??", Kind.EXPLANATION),
        ("eel soup", Kind.EXPLANATION),
        ("Was the Mac mini a break with its usual strategy?", Kind.YES_NO),
        ("Was kostet die Fähre?", Kind.FACT),
        ("Hi, who designed the lighthouse?", Kind.FACT),
        ("Hello there", Kind.TALK),
        ("Thank you for the summary", Kind.TALK),
        ("What is new in the pension law?", Kind.OVERVIEW),
        ("What is new?", Kind.LIBRARY),
        ("Could you please list the members of the jury?", Kind.LISTING),
        ("could you tell me why the mill closed", Kind.EXPLANATION),
        ("COMPARE THE TWO FERRIES", Kind.COMPARISON),
        ("what happens if the dam breaks", Kind.EXPLANATION),
        ("True or false: the dam broke in 1953.", Kind.YES_NO),
        ("The dam broke in 1953. Why?", Kind.EXPLANATION),
        ("The dam broke in 1953. What did the engineer say?", Kind.STATEMENTS),
        ("Explain the toll. Is it fair?", Kind.EXPLANATION),
        ("Summarise this:", Kind.OVERVIEW),
        ("Is the new ferry faster than the old one?", Kind.COMPARISON),
        ("According to the mayor, why did the dam break?", Kind.STATEMENTS),
        ("How many articles mention the dam?", Kind.LISTING),
        ("Which boats carry more than 40 people?", Kind.LISTING),
    ],
)
def test_a_question_gets_its_kind(question: str, kind: Kind) -> None:
    assert find_kind(question) is kind


@pytest.mark.parametrize(
    "question",
    [
        "The old bridge was built by whom?",
        "In May 2010 the parliament met where?",
        "Though trained as a lawyer, what trade did Odo Brandt take up?",
        "Most grain was carried using which road?",
        "The storm left the town without what?",
        "What two keepers lit the lamp in 1874?",
        "In 1755 what fort did the garrison leave?",
        "What does not depend on the crew's power to distinguish a rock from a buoy?",
        "What was held to be a milestone?",
        "The harbour band gave its first concert in May. Who conducts it?",
        "Mr. Holt left St. Anna after 12 years. Where did he go?",
        "The council renamed the square this week. It is now called:",
        "The mayor opened which of the two baths this week?",
        "A survey found that what share of the boats are leased?",
        "The owners sued the yard, alleging what about the hull?",
        "About how many lamps were stolen from the pier?",
        "According to a new survey, what percentage of the fishers want a larger port?",
        "More than 350 stalls open at the fair, which lasts how long?",
        "Which two villages share the ferry?",
        "Which tennis player opened the new court?",
        "How many times has the editor been married, after reports of a third wedding?",
    ],
)
def test_a_fact_may_be_asked_for_anywhere_in_a_question(question: str) -> None:
    assert find_kind(question) is Kind.FACT


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Who keeps the lighthouse?", 1),
        ("When and how did the mill burn down?", 1),
        ("What is the Sorrel Act, and why does it matter?", 1),
        ("Where do Anna and Ben live?", 1),
        ("Compare the tram and the bus.", 1),
        ("Who keeps the lighthouse, and when was it built?", 2),
        ("How much is the toll? And who pays it?", 2),
        ("Wer leitet das Museum und wann wurde es eröffnet?", 2),
        ("Qui dirige le musée et quand a-t-il ouvert ?", 2),
        ("What did Kell decide, and how did the union react?", 2),
    ],
)
def test_a_question_of_two_parts_is_two_questions(question: str, parts: int) -> None:
    assert len(split_parts(question)) == parts


@pytest.mark.parametrize(
    ("question", "more"),
    [
        ("When was the mill built and why?", "Why was the mill built?"),
        ("Which councillors were absent, and why?", "Why? (Which councillors were absent)"),
        ("Why did Holt resign and when", "When did Holt resign?"),
        ("Wer leitet die Werft und wie lange", None),
        ("Tell me when and why", None),
        ("How and why did it burn?", None),
    ],
)
def test_a_last_word_asks_the_same_once_more(question: str, more: str | None) -> None:
    parts = split_parts(question)
    assert parts[1:] == ((more,) if more else ())


def test_a_later_part_says_what_it_points_back_to() -> None:
    first, second = split_parts("How much does the Orbis cost in Norway, and when does it go on sale there?")
    assert first == "How much does the Orbis cost in Norway?"
    assert second == "When does it go on sale in Norway? (Orbis)"
    assert split_parts("Who leads Veridia, and why did Holt leave Umbra?")[1] == "Why did Holt leave Umbra?"


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Compare the old ferry with the new ferry.", ("old ferry", "new ferry")),
        ("What is the difference between a viaduct and an aqueduct?", ("viaduct", "aqueduct")),
        ("How does Osric III compare to Osric II?", ("Osric III", "Osric II")),
        ("Is the tunnel longer than the bridge?", ("tunnel", "bridge")),
        ("Which is cheaper, the tram or the bus?", ("tram", "bus")),
        ("Compare what the Courier and the Mercury wrote about the fire.", ("Courier", "Mercury")),
        ("Was ist der Unterschied zwischen Bahn und Bus?", ("Bahn", "Bus")),
    ],
)
def test_the_sides_of_a_comparison(question: str, sides: tuple[str, str]) -> None:
    found = find_sides(question)
    assert found is not None
    assert found[:2] == sides


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What did Mayor Kell say about the bridge?", "Mayor Kell"),
        ("What was Anna Keller's reaction to the verdict?", "Anna Keller"),
        ("What is the opinion of farmers on the subsidy?", "farmers"),
        ("How did the union respond to the offer?", "union"),
        ("Was sagt der Minister zum Streik?", "Minister"),
        ("¿Qué dijo la alcaldesa sobre el puente?", "alcaldesa"),
        ("Who said that the dam was safe?", ""),
        ("What did she say about the dam?", ""),
        ("How did Dana Rourke herself explain it?", "Dana Rourke"),
        ("What is the church's line on cloning?", "church"),
        ("Where does the archbishop stand on the reform?", "archbishop"),
    ],
)
def test_whose_words_are_asked_for(question: str, speaker: str) -> None:
    assert find_speaker(question)[0] == speaker


def test_a_topic_is_without_the_words_that_ask() -> None:
    assert topic_stems("Give me a summary of the strikes") == topic_stems("strikes")
    assert topic_stems("Summarise everything") == frozenset()


@pytest.mark.parametrize("order", ["Please summarise it.", "Explain it briefly.", "Summarise this in one sentence."])
def test_an_order_that_asks_for_nothing_new_is_no_part(order: str) -> None:
    assert split_parts(f"What is the levy about? {order}") == ("What is the levy about?",)


@pytest.mark.parametrize(
    "question",
    [
        "Bathers were warned against swimming in the sea after what happened?",
        "The debate was cut short when what happened?",
    ],
)
def test_what_happened_behind_a_statement_asks_for_one_fact(question: str) -> None:
    assert find_kind(question) is Kind.FACT


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("brisa 300 warranty", True),
        ("campsite dog price cabin allowed?", True),
        ("Farrow death", True),
        ("Lenham Weir", True),
        ("Why did the bridge fall", False),
        ("Who was Matthias Corder?", False),
        ("Summarise the affair", False),
        ("The bridge is built by whom", False),
        ("hello", False),
    ],
)
def test_what_only_names_its_subject_is_known(question: str, *, expected: bool) -> None:
    assert is_keywords(question) is expected


def test_a_part_that_leans_on_the_first_does_not_ask_it_again() -> None:
    _, second = split_parts("How long do I bake the plum cake and at what temperature?")
    assert "plum cake" in second
    _, second = split_parts("When was the bridge inspected, and who built it?")
    assert second == "Who built it? (bridge inspected)"
