"""True statements in other words than the article's, and their false twins."""

import pytest
from test_support_kinds import judged

from rag.support.terms import is_alike
from rag.types import Support
from rag.words import fold, stem


def assert_unsupported(statement: str, text: str, title: str = "") -> None:
    claim = judged(statement, text, title).claim
    assert claim.support is not Support.SUPPORTED, claim


def _are_alike(one: str, other: str) -> bool:
    return is_alike(stem(fold(one)), frozenset((stem(fold(other)),)))


@pytest.mark.parametrize(
    "pair", ["commission committee", "protest protect", "expert expect", "contract contrast", "story storm"]
)
def test_words_that_only_begin_alike_are_two(pair: str) -> None:
    assert not _are_alike(*pair.split())


@pytest.mark.parametrize(
    "pair",
    [
        "invade invasion",
        "close closure",
        "permit permission",
        "receive reception",
        "describe description",
        "abolish abolition",
        "corroded corrosion",
        "election elector",
        "erhöht Erhöhung",
        "publication published",
    ],
)
def test_forms_of_one_word_are_alike(pair: str) -> None:
    assert _are_alike(*pair.split())


@pytest.mark.parametrize(
    "statement",
    ["Ida Morn leads the commission.", "Ida Morn heads the commission.", "The commission decided on the tram in March."],
)
def test_a_committee_is_no_commission(statement: str) -> None:
    text = "The works committee decided on the tram in March. Ida Morn, who leads the Civic List, voted against it."
    assert_unsupported(statement, text)
