"""Quotations begin with what they lean on, and no speaker's words run into another's."""

import pytest

from index import Span
from rag.evidence.beginnings import mend_beginnings
from rag.evidence.leaning import is_bare_quotation, leans


@pytest.mark.parametrize(
    ("said", "is_leaning"),
    [
        ("Most people forget this, and it is why the lid sticks.", True),
        ("At Merrow this would need a crane of forty tonnes.", True),
        ("Most were trivial, such as a tablet given late.", True),
        ("But there is a second one, more surprising.", True),
        ("Moving it will take a year.", True),
        ("The remainder is put down to dearer steel.", True),
        ("It was given to the harbour board in 2004.", True),
        ("He added that the pier was closed.", True),
        ("But the mayor of Merrow kept the key.", True),
        ("However, nobody came.", True),
        ("The company wants the pier closed.", True),
        ("It was expected that the pier would close.", False),
        ("However hard they tried, the pier leaned.", False),
        ("The company of the Merrow players is on tour.", False),
        ("When it opens, the pier will be longer.", False),
        ("Most people of Merrow forget the lid.", False),
        ("Two ships ran aground.", False),
        ("Residents of this street forget nothing.", False),
        ("The council will meet in May.", False),
    ],
)
def test_what_leans_on_the_sentence_before(said: str, is_leaning: bool) -> None:
    assert leans(said) == is_leaning


@pytest.mark.parametrize(
    ("stretch", "is_bare"),
    [
        ('"Now I do not know why." The director called it good.', True),
        ("“We closed it. Nobody was hurt.”", True),
        ('"Now I do not know why," she said.', False),
        ('"Why?" asked the mayor.', False),
        ('The "best" boat sank.', False),
    ],
)
def test_a_bare_quotation_names_nobody(stretch: str, is_bare: bool) -> None:
    assert is_bare_quotation(stretch) == is_bare


TALK = (
    'Her colleague Bo Lind disagreed. "I used to sing to keep awake," he said. "Now I do not know why I did that."\n\n'
    "The director, Una Roe, called it good. The board decides in May."
)


def test_words_go_to_the_quotation_that_has_their_speaker() -> None:
    torn = TALK.index('"Now')
    first, second = mend_beginnings(TALK, [Span(0, torn - 1), Span(torn, len(TALK))])
    assert first is not None
    assert second is not None
    assert first.of(TALK).endswith('why I did that."')
    assert second.of(TALK).startswith("The director, Una Roe")


def test_words_alone_are_given_their_speaker() -> None:
    torn = TALK.index('"Now')
    (only,) = mend_beginnings(TALK, [Span(torn, torn + len('"Now I do not know why I did that."'))])
    assert only is not None
    assert only.of(TALK).startswith('"I used to sing')


def test_nothing_is_taken_from_under_a_heading() -> None:
    text = "The pier is closed.\n\n## Lamps\n\nThis was agreed in May. They are blue."
    start = text.index("This")
    assert mend_beginnings(text, [Span(start, len(text))]) == [Span(start, len(text))]


def test_a_quotation_of_one_leaning_sentence_goes_over_into_the_one_before() -> None:
    text = "The pier leans. Most people forget this. The lamps are blue."
    first, second = Span(0, 15), Span(16, 40)
    assert mend_beginnings(text, [first, second]) == [Span(0, 40), None]
