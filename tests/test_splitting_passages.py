from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.splitting import split_article, split_blocks, split_sentences
from index.splitting.pieces import Limits, cut_pieces

STARTER = Path(__file__).parent.parent / "seeds" / "000_8be325a0ea03c6de.txt"
SENTENCE = "The harbour of the town has grown in every year since then."  # 12 words
TEXTS = st.lists(
    st.sampled_from(
        [
            SENTENCE,
            "Go.",
            "Why?",
            "No end mark",
            "\n",
            "\n\n",
            "# Head\n",
            "**Lee:** I say so.",
            "Anna: You do.",
            "- item",
            "word " * 60,
            "x" * 300,
            "“Yes.”",
            "U.S.congratulated",
            "momentum.The end",
            "今天很好。",
            "好" * 120,
            " \t ",
            "a | b",
        ]
    ),
    max_size=15,
).map(" ".join)


def paragraph(sentences: int) -> str:
    return " ".join([SENTENCE] * sentences)


@pytest.mark.parametrize("text", ["", " ", "\n\r\n\t\u2028"])
def test_nothing_gives_no_passage(text: str) -> None:
    assert split_article(text, 130) == ()


def test_a_target_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="target_words is 0; expected 1 or more"):
        split_article("Text.", target_words=0)


def test_short_paragraphs_are_packed_together_and_borders_lie_between_paragraphs() -> None:
    text = "\n\n".join([paragraph(3)] * 8)
    passages = split_article(text, 130)
    assert [len(passage.text.split()) for passage in passages] == [144, 144]
    assert [passage.text for passage in passages] == ["\n\n".join([paragraph(3)] * 4)] * 2


def test_a_long_paragraph_is_divided_at_sentence_ends_into_like_parts() -> None:
    passages = split_article(paragraph(33), 130)
    assert [len(passage.text.split()) for passage in passages] == [132, 132, 132]
    assert {passage.text[-5:] for passage in passages} == {"then."}


def test_a_heading_begins_a_passage_and_stays_with_what_follows() -> None:
    text = f"{paragraph(6)}\n\n## Second part\n\n### Its first half\n\n{paragraph(6)}"
    assert [passage.text for passage in split_article(text, 130)] == [
        paragraph(6),
        f"## Second part\n\n### Its first half\n\n{paragraph(6)}",
    ]


def test_a_turn_that_does_not_fit_names_its_speaker_in_every_part() -> None:
    text = f"**WTN:** Why is it so?\n**Dr. Hughes:** {paragraph(30)}\n**WTN:** And now?\n**Dr. Hughes:** {paragraph(3)}"
    passages = split_article(text, 130)
    assert [passage.speaker for passage in passages] == ["", "Dr. Hughes", "Dr. Hughes", ""]
    assert passages[0].text.startswith("**WTN:** Why is it so?\n**Dr. Hughes:** The harbour")
    assert passages[3].text == f"**WTN:** And now?\n**Dr. Hughes:** {paragraph(3)}"


def test_the_starters_questions_stay_with_their_answers() -> None:
    passages = split_article(STARTER.read_text(encoding="utf-8"), 130)
    assert len(passages) == 12
    assert [passage.text[:8] for passage in passages[7:]] == ["**WTN:**"] * 5
    assert passages[6].text.startswith("## World Today News Exclusive Interview")
    assert passages[-1].text.endswith("a peaceful solution.")
    assert all(79 <= len(passage.text.split()) <= 146 for passage in passages if passage is not passages[6])


@pytest.mark.parametrize(
    ("text", "sizes"),
    [("x" * 2500, [1040, 1040, 420]), ("好" * 400, [188, 188, 24]), ("word " * 400, [134, 134, 132])],
)
def test_what_has_no_sentences_is_cut_within_the_limits(text: str, sizes: list[int]) -> None:
    count = [len(passage.text.split()) if " " in text else len(passage.text) for passage in split_article(text, 130)]
    assert count == sizes


@settings(deadline=None, max_examples=60)
@given(TEXTS | st.text(max_size=200), st.sampled_from([1, 40, 130]))
def test_passages_are_exact_ordered_and_cover_the_text(text: str, target_words: int) -> None:
    limits = Limits(target_words)
    position = 0
    for passage in split_article(text, target_words):
        assert passage.text == text[passage.start : passage.end]
        assert passage.text == passage.text.strip() != ""
        assert passage.start >= position
        assert text[position : passage.start].strip() == ""
        assert len(passage.text) <= limits.max_chars
        assert len(passage.text.split()) <= limits.max_words
        position = passage.end
    assert text[position:].strip() == ""


@settings(deadline=None, max_examples=60)
@given(TEXTS)
def test_only_an_over_long_sentence_is_parted(text: str) -> None:
    limits = Limits(130)
    passages = split_article(text, 130)
    for sentence in split_sentences(text):
        inside = any(passage.start <= sentence.start and sentence.end <= passage.end for passage in passages)
        piece = sentence.of(text)
        assert inside or len(piece) > limits.max_chars or len(piece) > limits.max_words


@settings(deadline=None, max_examples=60)
@given(TEXTS)
def test_splitting_twice_gives_the_same(text: str) -> None:
    passages = split_article(text, 130)
    assert split_article(text, 130) == passages


@settings(deadline=None, max_examples=60)
@given(TEXTS | st.text(max_size=200))
def test_sentences_are_ordered_and_cover_the_text(text: str) -> None:
    position = 0
    for sentence in split_sentences(text):
        assert sentence.start >= position
        assert text[position : sentence.start].strip() == ""
        assert sentence.of(text) == sentence.of(text).strip()
        position = sentence.end
    assert text[position:].strip() == ""


def test_short_pieces_are_merged_so_that_dividing_stays_cheap() -> None:
    text = "Hi.\n" * 600
    assert len(cut_pieces(text, split_blocks(text), Limits(130))) == 100
