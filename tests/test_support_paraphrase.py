"""True statements in other words than the article's, and their false twins."""

import pytest
from test_support_kinds import assert_held, judged

from rag.support.grammar import split_propositions
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
    [
        "Ida Morn leads the commission.",
        "Ida Morn heads the commission.",
        "The commission decided on the tram in March.",
    ],
)
def test_a_committee_is_no_commission(statement: str) -> None:
    text = "The works committee decided on the tram in March. Ida Morn, who leads the Civic List, voted against it."
    assert_unsupported(statement, text)


INQUIRY = (
    "The bridge at Rinn fell on 3 May. Its inspector, Ada Voll, said that the bolts had been loose since March. Per "
    "Tolv denied that he had known of it. The report was written by the firm Hask & Son and has 31 pages. Greta Morn, "
    "who owns the ferry, left the meeting."
)


@pytest.mark.parametrize(
    "statement",
    [
        "Ada Voll maintains that the bolts had been loose since March.",
        "Ada Voll pointed out that the bolts had been loose since March.",
        "The inspector Ada Voll believes that the bolts had been loose since March.",
        "Ada Voll stated that the bolts had been loose since March.",
        "Ada Voll testified that the bolts had been loose since March.",
    ],
)
def test_who_maintains_that_it_is_so_said_so(statement: str) -> None:
    assert_held(statement, INQUIRY)


@pytest.mark.parametrize(
    "statement",
    [
        "Per Tolv maintains that the bolts had been loose since March.",
        "Ada Voll maintains that the bolts had been loose since April.",
        "Ada Voll maintains that the bolts had not been loose since March.",
        "Ada Voll denies that the bolts had been loose since March.",
        "Per Tolv admitted that he had known of it.",
    ],
)
def test_who_maintains_something_else_did_not_say_it(statement: str) -> None:
    assert_unsupported(statement, INQUIRY)


WORK = (
    "Before that she taught biology in Rinn for nine years. She was one of the six who voted for the tram. "
    "In March she refused the medal of the town."
)


@pytest.mark.parametrize(
    "statement",
    [
        "Ida Morn used to teach biology in Rinn.",
        "Ida Morn used to be a biology teacher in Rinn.",
        "Ida Morn was among those who voted for the tram.",
        "Ida Morn was among the people who voted for the tram.",
    ],
)
def test_words_that_only_lead_to_the_deed_are_not_looked_for(statement: str) -> None:
    assert_held(statement, f"Ida Morn has run the mill since 2016. {WORK}")


@pytest.mark.parametrize(
    "statement",
    [
        "Ida Morn used to teach chemistry in Rinn.",
        "Ida Morn used to be a biology teacher in Dorn.",
        "Ida Morn was among those who voted against the tram.",
        "Ida Morn was among those who proposed the tram.",
    ],
)
def test_what_they_lead_to_is_looked_for(statement: str) -> None:
    assert_unsupported(statement, f"Ida Morn has run the mill since 2016. {WORK}")


NEWS = (
    "Ida Morn refused the Medal of Rinn in 2003. The council carried out the survey in May. Per Tolv called for a vote "
    "on the tram. Hask resigned in June and was succeeded by Greta Voll. The firm acquired the mill for 3 million "
    "crowns. The owner phoned the police at noon. Sales of lamps declined by 6 per cent. The fee was raised to "
    "40 crowns."
)


@pytest.mark.parametrize(
    "statement",
    [
        "Ida Morn turned down the Medal of Rinn in 2003.",
        "Ida Morn declined the Medal of Rinn in 2003.",
        "The survey was conducted by the council in May.",
        "Per Tolv demanded a vote on the tram.",
        "Hask stepped down in June.",
        "Greta Voll replaced Hask.",
        "Greta Voll took over from Hask.",
        "The mill was purchased by the firm for 3 million crowns.",
        "The owner telephoned the police at noon.",
        "The owner rang the police at noon.",
        "Sales of lamps dropped by 6 per cent.",
        "Sales of lamps went down by 6 per cent.",
        "The fee was increased to 40 crowns.",
    ],
)
def test_verbs_that_say_the_same_are_one_deed(statement: str) -> None:
    assert_held(statement, NEWS)


@pytest.mark.parametrize(
    "statement",
    [
        "Per Tolv turned down the Medal of Rinn in 2003.",
        "Ida Morn turned up the Medal of Rinn in 2003.",
        "Ida Morn accepted the Medal of Rinn in 2003.",
        "The survey was called off by the council in May.",
        "Per Tolv called off a vote on the tram.",
        "Hask took over from Greta Voll.",
        "Hask replaced Greta Voll.",
        "The mill was purchased by the owner for 3 million crowns.",
        "The police telephoned the owner at noon.",
        "Sales of lamps went up by 6 per cent.",
        "Sales of lamps rose by 6 per cent.",
        "The fee was lowered to 40 crowns.",
    ],
)
def test_another_deed_is_not_the_same(statement: str) -> None:
    assert_unsupported(statement, NEWS)


def test_what_was_only_proposed_by_a_noun_of_the_same_verb_was_not_done() -> None:
    text = "Her deputy had proposed a complete ban on visitors' cars; it failed by one vote."
    assert_unsupported("Visitors' cars have been banned completely.", text)
    assert_unsupported("Visitors' cars have been prohibited completely.", text)


@pytest.mark.parametrize(
    "statement",
    [
        "The report was written by Hask & Son and has 31 pages.",
        "Greta Morn, who owns the ferry, left the meeting.",
        "Greta Morn owns the ferry and left the meeting.",
    ],
)
def test_two_things_said_of_one_are_judged_apart(statement: str) -> None:
    assert_held(statement, INQUIRY)


@pytest.mark.parametrize(
    "statement",
    [
        "The report was written by Hask & Son and has 13 pages.",
        "Greta Morn, who owns the bridge, left the meeting.",
        "Ada Voll, who owns the ferry, left the meeting.",
        "Greta Morn owns the ferry and opened the meeting.",
    ],
)
def test_each_of_two_things_must_be_said(statement: str) -> None:
    assert_unsupported(statement, INQUIRY)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Holm left the room and owns shares.", ("Holm left the room.", "Holm owns shares.")),
        ("Holm, who owns shares, left the room.", ("Holm left the room.", "Holm owns shares.")),
        (
            "Ida was arrested on Monday and charged with theft.",
            ("Ida was arrested on Monday.", "Ida was charged with theft."),
        ),
        ("Ida asked for money but did not get it.", ("Ida asked for money.", "Ida did not get it.")),
        ("Ida did not come on Monday and pay the fee.", ()),
        ("Vane bought and sold the mill.", ()),
        ("Ida lives in Rinn or works in Dorn.", ()),
        ("If it rains, Ida stays in the house and plays cards.", ()),
        ("The council voted to close the pool and sell the land.", ()),
    ],
)
def test_propositions_are_split_where_no_word_governs_both(text: str, parts: tuple[str, ...]) -> None:
    assert split_propositions(text) == parts


LIBRARY = (
    "The library in Mill Street reopens on Saturday after a renovation that took 14 months. It has a new hall for "
    "children."
)
REPORT = "The report was written by the firm Calder & Wray. It contradicts the mayor."
BODY = "The commission on the bridge met on Monday. It has three members: the judge Aske, the pilot Haddad and a nurse."
INSURER = "The town's insurer has said that it will pay only if the driver was careful."
FIRM = "Tamsel closed the plant in Brenn. It had 140 workers."


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Mill Street has a new hall for children.", LIBRARY),
        ("The renovation has a new hall for children.", LIBRARY),
        ("Calder & Wray contradicts the mayor.", REPORT),
        ("The firm contradicts the mayor.", REPORT),
        ("The pilot has three members.", BODY),
        ("The bridge has three members.", BODY),
        ("The town will pay only if the driver was careful.", INSURER),
        ("Brenn had 140 workers.", FIRM),
    ],
)
def test_it_is_not_what_only_stands_beside(statement: str, text: str) -> None:
    assert_unsupported(statement, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("The library has a new hall for children.", LIBRARY),
        ("The library in Mill Street has a new hall for children.", LIBRARY),
        ("The report contradicts the mayor.", REPORT),
        ("The commission has three members.", BODY),
        ("The insurer will pay only if the driver was careful.", INSURER),
        ("The plant in Brenn had 140 workers.", FIRM),
        ("The house has five rooms.", "The family moved into a house. It has five rooms."),
        ("The Anchor is closed on Mondays.", "I sat in the Anchor, the only pub. It is closed on Mondays."),
    ],
)
def test_it_is_the_subject_or_what_stands_last(statement: str, text: str) -> None:
    assert_held(statement, text)


TABLE = (
    "Kind: Lamps | Sales 2023 (million euros): 18.3 | Sales 2024 (million euros): 21.9\n"
    "Kind: Ropes | Sales 2023 (million euros): 9.4 | Sales 2024 (million euros): 7.1\n"
)


@pytest.mark.parametrize(
    ("statement", "is_so"),
    [
        ("Sales of lamps rose from 18.3 to 21.9 million euros between 2023 and 2024.", True),
        ("Sales of lamps rose from 18.3 million to 21.9 million euros between 2023 and 2024.", True),
        ("Sales of ropes fell from 9.4 to 7.1 million euros between 2023 and 2024.", True),
        ("Sales of lamps rose from 21.9 to 18.3 million euros between 2023 and 2024.", False),
        ("Sales of lamps fell from 18.3 to 21.9 million euros between 2023 and 2024.", False),
        ("Sales of ropes rose from 18.3 to 21.9 million euros between 2023 and 2024.", False),
        ("Sales of lamps rose from 9.4 to 21.9 million euros between 2023 and 2024.", False),
    ],
)
def test_a_row_says_from_what_to_what_its_values_go(statement: str, is_so: bool) -> None:
    (assert_held if is_so else assert_unsupported)(statement, TABLE)


@pytest.mark.parametrize("step", ["by two points", "by 2 points", "by three points"])
def test_by_how_much_is_not_contradicted_by_from_what_to_what(step: str) -> None:
    claim = judged(
        f"She cut the forecast for the margin {step}.", "She lowered the forecast for the margin from 14 to 12."
    ).claim
    assert claim.support is not Support.CONTRADICTED, claim


FILTER = (
    "Replace the filter after 6 months. The pump rests for 30 minutes after each use. The club banned Ray Holm from "
    "the hall for ten years. The talks took half an hour. The warranty ends after 18 months."
)


@pytest.mark.parametrize(
    ("statement", "is_so"),
    [
        ("The filter must be replaced after half a year.", True),
        ("The pump rests for half an hour after each use.", True),
        ("The club banned Ray Holm from the hall for a decade.", True),
        ("The talks took 30 minutes.", True),
        ("The warranty ends after a year and a half.", True),
        ("The filter must be replaced after a fortnight.", False),
        ("The pump rests for a quarter of an hour after each use.", False),
        ("The club banned Ray Holm from the hall for two decades.", False),
        ("The talks took three quarters of an hour.", False),
        ("The warranty ends after half a year.", False),
    ],
)
def test_a_spell_of_time_is_the_same_in_other_units(statement: str, is_so: bool) -> None:
    (assert_held if is_so else assert_unsupported)(statement, FILTER)


@pytest.mark.parametrize(
    "statement",
    [
        "The Velmo needs a circle of six metres.",
        "A circle of six metres is needed by the Velmo.",
        "The display failed twice.",
    ],
)
def test_what_stands_beside_another_sentence_is_not_governed_by_it(statement: str) -> None:
    text = "The Velmo needs a circle of six metres, its display failed twice, and the shop took a week to send another."
    assert_held(statement, text)
