"""What tells that a sentence answers beside its words: a code that is asked about, and what says what a thing is."""

from pathlib import Path

import pytest

from index import Library, Passage, Span
from index.splitting import split_article
from index.types import Article, Hit
from rag.answer.clues import DEFINES, HAS_CODE, HEADED, IN_ANOTHER_LAND, IN_THE_LAND, MAIN_CAUSE, TELLS_KIND, Clues
from rag.answer.explanation import causes_first, openings_later
from rag.answer.short.amounts import lacks_kind
from rag.assistant import Assistant
from rag.evidence.quotations import Quote
from rag.evidence.sentences import Sentence, read_sentences
from rag.support.codes import find_codes, tells_codes
from rag.types import Outcome


def sentence(text: str) -> Sentence:
    article = Article("a", "A title", text)
    return read_sentences([Hit(article, split_article(text)[0], 1.0, 0.0, 0.0)])[0]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What is “Tarn grey”?", "By accident she found the glaze that became known as “Tarn grey”."),
        ("What is Tarn grey?", "Tarn grey is a glaze of wood ash and salt."),
        ("What are culverts?", "A culvert is a pipe that carries a brook under a road."),
        ("What is a culvert?", "The brook runs through a pipe called a culvert."),
        ("What was the Lamp Tax?", "The Lamp Tax, a levy on street lights, was paid until 1911."),
        ("What does “plint” mean?", "The word “plint” means a board along a wall."),
        ("What are smolts?", "Young salmon, called smolts, swim to the sea in May."),
        ("What is the “lamp oil row” in Saltby?", "Ferrymen call the quarrel the so-called “lamp oil row”."),
        ("What is LARK and what is it for?", "The Lake Area Rescue Kayak, or LARK, was built to reach swimmers."),
        ("Who is Tor Ullman and why was he sent to Carrow?", "Tor Ullman, a diver from Saltby, cleans the locks."),
        ("Was ist ein Düker?", "Ein Düker ist eine Leitung, die einen Fluss unterquert."),
        ("Qu'est-ce qu'un bief ?", "Un bief est un canal qui mène l'eau au moulin."),
        ("¿Qué es una acequia?", "Una acequia es un canal por donde corre el agua."),
    ],
)
def test_a_sentence_that_says_what_something_is(question: str, told: str) -> None:
    assert Clues(question, is_one_fact=False).worth(sentence(told)) == DEFINES


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What is “Tarn grey”?", "The museum shows Tarn grey bowls until May."),
        ("What is a culvert?", "The culvert in Mill Street was blocked."),
        ("What is the price of a culvert?", "A culvert is a pipe."),
        ("Why is the culvert blocked?", "A culvert is a pipe that carries a brook."),
    ],
)
def test_a_sentence_that_only_names_it(question: str, told: str) -> None:
    assert Clues(question, is_one_fact=False).worth(sentence(told)) == 0


def test_for_why_what_an_article_opens_with_comes_behind_what_explains_it() -> None:
    text = "The culvert is blocked.\n\nRoots grew into it.\n\nAn otter was seen."
    article = Article("a", "A title", text)
    sentences = read_sentences([Hit(article, split_article(text)[0], 1.0, 0.0, 0.0)])
    quotes = [Quote(article, one.span, score, one) for one, score in zip(sentences, (0.7, 0.6, 0.2), strict=True)]
    told = [quote.span.of(text) for quote in openings_later(quotes, 0.56)]
    assert told == ["Roots grew into it.", "The culvert is blocked.", "An otter was seen."]


def test_the_cause_named_as_such_comes_first_and_begins_its_quotation() -> None:
    text = (
        "Nobody was hurt. The barge was towed away. The cause of the fire was not known.\n\nA fire broke out on Sunday."
    )
    hit = Hit(Article("a", "A title", text), Passage(text, 0, len(text)), 1.0, 0.0, 0.0)
    first, _, cause, other = read_sentences([hit])
    quote = Quote(hit.article, Span(first.span.start, cause.span.end), 0.5, first, grown=[cause])
    told = causes_first([Quote(hit.article, other.span, 0.7, other), quote])
    assert [one.span.of(text) for one in told] == [
        "The cause of the fire was not known.",
        "A fire broke out on Sunday.",
    ]


@pytest.mark.parametrize("question", ["How did the fire on the barge start?", "What started the fire?"])
def test_how_it_began_asks_for_the_cause(question: str) -> None:
    clues = Clues(question, is_one_fact=False)
    assert clues.asks_cause
    assert clues.worth(sentence("The cause of it was not known.")) == MAIN_CAUSE


@pytest.mark.parametrize("question", ["What does E9 mean?", "dryer shows E9, what now?", "How do I clear E9?"])
def test_the_sentence_with_the_code(question: str) -> None:
    clues = Clues(question, is_one_fact=False)
    assert clues.worth(sentence("E9: The pump is too hot.")) == HAS_CODE
    assert clues.worth(sentence("Code E7: The room is too cold.")) == 0


def test_codes_are_told_whole() -> None:
    codes = find_codes("The HP-240 shows E9.")
    assert tells_codes("On an HP-240 the code E9 says that it is too hot.", codes)
    assert not tells_codes("On an HP-240 the code E8 says that it is too hot.", codes)
    assert not tells_codes("It is too hot.", find_codes("What is too hot?"))


MANUAL = """The Tarn washer

Keep these pages with the machine.

Code E7: The room is too cold. Wait until it is warmer.

Code E9: The pump of the Tarn washer is too hot. Switch it off and wait for 45 minutes.
"""


def test_a_code_that_is_asked_about_is_answered(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "washer.txt").write_text(MANUAL, encoding="utf-8")
    library.sync(folder)
    answer = Assistant(library).ask("What does the code E9 of the Tarn washer mean?")
    assert answer.outcome is Outcome.QUOTED
    assert "Code E9: The pump of the Tarn washer is too hot." in answer.points[0].citations[0].quote
    assert Assistant(library).ask("What does the code E8 of the Tarn washer mean?").outcome is Outcome.NO_EVIDENCE


@pytest.mark.parametrize(
    "question",
    ["How much does it cost to get in?", "How much are the tickets?", "What is the entrance fee?"],
)
def test_what_it_costs_to_be_let_in_is_not_what_the_building_cost(question: str) -> None:
    assert lacks_kind("The conversion took three years and cost £2.3 million.", question)
    assert not lacks_kind("Admission is £9, and £5 for children.", question)
    assert not lacks_kind("The conversion cost £2.3 million.", "How much did the conversion cost?")


def headed(title: str, text: str) -> Sentence:
    article = Article("a", title, text)
    return read_sentences([Hit(article, split_article(text)[0], 1.0, 0.0, 0.0)])[0]


def test_a_headline_that_tells_what_is_asked_about() -> None:
    clues = Clues("How did the ferry strike end?", is_one_fact=False)
    assert clues.worth(headed("Strike ends with deal on rosters", "Ferries sail again on Saturday.")) == HEADED
    assert clues.worth(headed("Ferry strike: day two", "Ferries stayed in port on Friday.")) == 0
    assert clues.worth(headed("Summer ends with a storm", "Ferries stayed in port on Friday.")) == 0


def test_a_sentence_of_another_country_is_worth_less() -> None:
    clues = Clues("When does the Vell go on sale in the US?", is_one_fact=True)
    of_japan = clues.worth(sentence("The Vell goes on sale in Japan on 12 May."))
    of_the_us = clues.worth(sentence("The Vell goes on sale in the US on 24 June."))
    released = clues.worth(sentence("The Vell is released in the US on 24 June."))
    assert released == pytest.approx(TELLS_KIND + IN_THE_LAND)
    assert released < of_the_us
    assert of_japan == pytest.approx(of_the_us - IN_ANOTHER_LAND - IN_THE_LAND)
    assert clues.worth(sentence("The Vell weighs little.")) == 0


@pytest.mark.parametrize(
    ("told", "worth"),
    [
        ("The delay was due to fog on the Carse.", MAIN_CAUSE),
        ("What caused the delay is not known.", MAIN_CAUSE),
        ("The bridge is due to open in May.", 0.0),
    ],
)
def test_due_to_happen_is_no_cause(told: str, worth: float) -> None:
    assert Clues("Why was the ferry late?", is_one_fact=False).worth(sentence(told)) == worth


def test_what_a_heading_asks_stands_beneath_it() -> None:
    article = Article("a", "A vote", "What is the Harbour Nine?\n\nThese are wardens of the quay who meet in May.")
    told = read_sentences([Hit(article, split_article(article.text)[0], 1.0, 0.0, 0.0)])[-1]
    assert Clues("What is the Harbour Nine, and why does it matter?", is_one_fact=False).stands_under(told)
    assert not Clues("What is the Harbour Ten, and why does it matter?", is_one_fact=False).stands_under(told)
