"""Statements: whose words a sentence has, for who asks what somebody said."""

import numpy as np
import pytest

from index import Article, Hit, Passage, Span
from rag.answer.people.voices import SAID_PROBABLY, own_words, says
from rag.answer.request import of_named
from rag.answer.statements import _about
from rag.evidence.quotations import Quote
from rag.evidence.ranking import Ranked
from rag.evidence.sentences import read_sentences
from rag.support.speakers import find_sayers
from rag.words import content_stems


def worth(text: str, speaker: str, sentence: str = "") -> float:
    found = read_sentences([Hit(Article("a", "The trial", text), Passage(text, 0, len(text)), 1.0, 1.0, 0.0)])
    return says(next(one for one in found if (sentence or text) in one.text), speaker)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Anton Weir told the court that he kept the books himself.", ""),
        ("Mr Weir told the court that he kept the books himself.", ""),
        ("Anton Weir kept the books. Weir said that nobody had helped him.", "nobody"),
        ("Anton Weir came to the court. “Nobody helped me,” he said at once.", "Nobody"),
        ("“Nobody helped me with the books,” said Anton Weir.", ""),
        ("Die Biologin Vera Anton Weir kommt. Viele Imker hätten zu spät behandelt, sagte sie.", "Imker"),
        ("„Niemand hat mir geholfen“, sagte Anton Weir.", ""),
        ("Anton Weir est venu. « Personne ne m'a aidé », a-t-il dit.", "Personne"),
        ("Anton Weir blamed the bank. Lots like Orvas and Belin had been lost, he said, for Dorn.", "Orvas"),
        (
            "Anton Weir said no. The sale of Orvas, Belin, Tarn and Dorn was hasty. But he stressed that it paid.",
            "But he",
        ),
        ("“It paid,” Anton Weir said. “Nobody lost by the sale of the mill.”", "Nobody lost"),
        ('Anton Weir spoke. "Nobody lost. "The mill paid for it," he said.', "Nobody lost"),
        ("Hanne Brask met Anton Weir, 42. Asked about Brask, Weir said that she lied.", "lied"),
    ],
)
def test_the_speakers_own_words_are_his(text: str, sentence: str) -> None:
    assert worth(text, "Anton Weir", sentence) >= SAID_PROBABLY


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Julian Weir told reporters that the ship was late.", ""),
        ("Julian Weir met the press. Weir said that the ship was late.", "late"),
        ("Anton Brask said that nobody had helped him.", ""),
        ("Anton Weir's lawyer called for the charges to be dropped.", ""),
        ("The lawyer spoke for the Weirs' side. “I was never told of it by Anton Weir,” he said in the end.", "never"),
        ("“Anton Weir kept the books himself,” said Hanne Brask.", ""),
        ("The lawyer added that he has proof of Anton Weir being abroad.", ""),
        ("The board met in May, and Brask spoke first. It added that Weir had left.", "It added"),
        ("Anton Brask spoke for the bank. “The charge cannot be held up,” he said.", "charge"),
        ("Anton Weir met Hanne Brask, who told the press. Brask said no. “Nobody lost by the sale.”", "Nobody lost"),
        (
            "Hanne Brask said no. “Weir was never asked by the bank. “Nobody lost by the sale of the mill.”",
            "Nobody lost",
        ),
        ("Anton Weir said no. Hanne Brask told the press of the sale. He stressed that it paid.", "He stressed"),
        ("The banker Brask argued that Mr Weir wants a lighter sentence.", ""),
        # Who says something is not whom his own words name, and "he" is who spoke last.
        ("In court, Hanne Brask blamed Anton Weir. Mr Weir “kept the books,” she told the judge.", "kept the books"),
        (
            'Weir\'s lawyer, Hanne Brask, said: "It is over.\n\n"He never knew of it. It was Anton Weir\'s wife."',
            "He never",
        ),
        ("Hanne Brask played down her dealings with Anton Weir and denied that she met him.", ""),
        ("Of the sale, on which Anton Weir had cast doubt, the report says that it paid.", ""),
        ("Two men died of burns for which Anton Weir's mill paid, the court said.", ""),
        ("The bank wants some of the tax claims owed by Weir to be paid.", ""),
        ("The mill was sold. The clerk of Anton Weir said that it paid.", "paid"),
        ("Mrs Anton Weir came. “Nobody lost,” he said.", "Nobody lost"),
    ],
)
def test_words_of_others_are_not(text: str, sentence: str) -> None:
    assert worth(text, "Anton Weir", sentence) < SAID_PROBABLY


def test_who_is_no_name_is_told_by_words() -> None:
    assert worth("The harbour council said that the wall will be built.", "the harbour council") >= SAID_PROBABLY
    assert worth("“It will be built,” said the council.", "the harbour council") >= SAID_PROBABLY
    assert worth("The wall will be built in May.", "the harbour council") < SAID_PROBABLY


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Anton Weir's lawyer said no.", []),
        ("The Weirs' lawyer said no.", []),
        ("“No,” said Mr Weir's daughter.", []),
        ("Weir's brother Tobias Brask said no.", ["Tobias Brask"]),
        ("“No,” said Weir. “Never.”", ["Weir"]),
        ("Weir was never asked, Brask has been told no, and Astor is saying yes.", ["Astor"]),
        ("Brask's reporter Ida Astor in Saltby says yes.", ["Ida Astor"]),
        ("They left early on Tuesday, saying nothing.", []),
        ("Tony Astor, Labour member for West Saltby, said no.", ["Tony Astor"]),
    ],
)
def test_a_name_that_only_says_whose_is_no_speaker(text: str, names: list[str]) -> None:
    assert [" ".join(word.text for word in name.words) for name in find_sayers(text)] == names


def test_words_under_a_heading_are_the_speakers_alone() -> None:
    text = "Hanne Brask said no. Anton Weir said that it paid. He was glad, he said. Brask told him to go."
    article = Article("a", "The trial", text)
    assert own_words(article, Span(0, len(text)), "Anton Weir").of(text) == (
        "Anton Weir said that it paid. He was glad, he said."
    )


def test_an_answer_begins_behind_the_question_that_it_answers() -> None:
    text = "I put lead in the heels of it.\n\n**The film made you known.**\n\nIt made the puppet known, and not me."
    found = read_sentences([Hit(Article("a", "Puppets", text), Passage(text, 0, len(text)), 1.0, 1.0, 0.0)])
    assert found[-1].whole.of(text) == "It made the puppet known, and not me."


INTERVIEW = (
    "The bakers Ida Lorne and Pim Astor have run the mill for ten years.\n\nMARSH: How did you two meet?\n\n"
    "ASTOR: On a ferry, in 2001. Ida was carrying a sack and I asked if it was heavy. We waited four years.\n\n"
    "LORNE: Pim still says that I hired him out of pity. That is not true. I hired him because he could sing.\n\n"
    "MARSH: What comes next?\n\nASTOR: A second oven in spring. And I would like to bake rye.\n\n"
    "LORNE: He has been saying that since the ferry."
)


def test_each_sentence_of_a_turn_is_its_speakers() -> None:
    assert worth(INTERVIEW, "Ida Lorne", "Ida was carrying") < SAID_PROBABLY
    assert worth(INTERVIEW, "Pim Astor", "Ida was carrying") >= SAID_PROBABLY
    assert worth(INTERVIEW, "Ida Lorne", "because he could sing") >= SAID_PROBABLY
    assert worth(INTERVIEW, "Pim Astor", "because he could sing") < SAID_PROBABLY


def test_no_quotation_grows_into_anothers_turn() -> None:
    hit = Hit(Article("a", "The mill", INTERVIEW), Passage(INTERVIEW, 0, len(INTERVIEW)), 1.0, 1.0, 0.0)
    rye, ferry = (next(one for one in read_sentences([hit]) if words in one.text) for words in ("rye", "He has been"))
    quote = Quote(rye.article, rye.whole, 1.0, rye)
    assert not quote.takes(ferry)


def test_what_stands_behind_the_last_turn_is_nobodys() -> None:
    text = f"{INTERVIEW}\n\nThe film on the mill was paid for by the Lorne Fund and will be shown in December."
    hit = Hit(Article("a", "The mill", text), Passage(text, 0, len(text)), 1.0, 1.0, 0.0)
    closing = next(one for one in read_sentences([hit]) if "paid for" in one.text)
    assert closing.speaker == ""


def test_what_is_said_elsewhere_of_something_else_is_left_out() -> None:
    texts = (
        "Ida Quill said that she would respect the vote on the wall.",
        "The mill goes to Dorn. Ida Quill, mayor of Kellin, said she was sorry but not surprised.",
    )
    found = [
        Ranked(one, 0.5, 0.5, np.zeros(2, np.float32))
        for number, text in enumerate(texts)
        for one in read_sentences([Hit(Article(str(number), "News", text), Passage(text, 0, len(text)), 1.0, 1.0, 0.0)])
        if "Ida" in one.text
    ]
    assert [item.sentence.article.id for item in _about(found, content_stems("mill"))] == ["1"]
    assert len(_about(found, content_stems("ferry"))) == 2
    assert worth(texts[1], "Ida Quill", "Ida Quill") >= SAID_PROBABLY
    assert worth(texts[1], "Kellin", "Ida Quill") < SAID_PROBABLY


TURNS = (
    "Ida Lorne has kept bees for ten years. We met her in May.\n\nGAZETTE: Mrs Lorne, how did you begin?\n\n"
    "LORNE: By marriage. My husband had six hives.\n\n"
    "GAZETTE: The county wants a wind farm on the hill. Are you against it?\n\n"
    "LORNE: No, why should I be? My neighbour is, and he says that I am too.\n\nGAZETTE: Will you go on?\n\n"
    "LORNE: I bought five swarms in May. More I cannot afford."
)


def turn(words: str) -> Hit:
    start = TURNS.index(words)
    end = TURNS.find("\n\n", start)
    text = TURNS[start : end if end > 0 else len(TURNS)]
    return Hit(Article("a", "Bees", TURNS), Passage(text, start, start + len(text)), 0.8, 0.8, 0.0)


def test_a_question_that_is_found_brings_its_answer_and_tells_nothing_itself() -> None:
    told = read_sentences([turn("GAZETTE: The county")])
    assert [one.speaker for one in told] == ["LORNE"] * len(told)
    assert "why should I be" in told[0].text
    assert "wind farm" in told[0].heading
    assert not read_sentences([turn("GAZETTE: Will you go on?")])[0].text.startswith("GAZETTE")


def test_who_is_named_by_a_label_is_who_speaks() -> None:
    hits = (turn("LORNE: No, why"), turn("LORNE: I bought"))
    assert of_named("What does Mrs Lorne think of the wind farm?", hits) == hits
    assert of_named("Why is Ida against the wind farm?", hits) == hits
