"""The judge, on sentences that condense an article, rightly and as summarising models err."""

import pytest
from test_corrections import window
from test_support_kinds import HELD, assert_held, judged

from rag.support.judge import judge
from rag.types import Support

HURT = "Two people were treated: a woman of 63 who had slipped on the quay, and a diver with a cut hand."
LETTER = "The memo, she wrote, had come in May; she had been sent a digest by the archivist, Nils Aro. Ada Holm left."
LAWYER = "Their solicitor, Per Dahl, said that the county had known of the leak and had done nothing."
CARRIED = "Two guards led her out through the yard at five."
UNCLE = "Ida Vark has kept the log since 1999. Her uncle drew the chart in 1931."
SHOP = "The dairy in Ferry Lane, which had been there since 1911, closed in the spring and is a shop for kites."
FEES = "We stopped charging for parcels in May 2024. For films it is still 80p a day."
LIFT = "A spare part has been ordered and we expect the lift to run again in March."
REPAIR = "The board had recommended in 2021 that alarms be installed in all of its older sheds."
LOAN = "You pay for the return of the kettle, unless the fault shows within the first 20 days."
STALLS = (
    "Anyone who sells food in the street needs a permit, except (a) traders at the fair, who pay a toll instead, "
    "(b) sellers of maps, and (c) clubs that sell on no more than three days a year."
)
PANEL = "The firm will set up a panel with the guild, which is to report by the end of June."
OLD = "Footbridge over the Aske closes after a crack is found"
BRIDGE = "The bridge was built in 1974 by the Torvin sawmill and carries some 300 people a day."
CORRECTION = (
    f"In our report “{OLD}” we gave the name of the inspector as Greta Tolle. She is Greta Tolliver. We also wrote "
    "that the bridge was built by the Torvin sawmill. The sawmill only sent the timber. The bridge was built by the "
    "carpenters of Estrup."
)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("A diver of 63 slipped on the quay.", HURT),
        ("Ada Holm wrote the digest.", LETTER),
        ("The county admitted that it had known of the leak.", LAWYER),
        ("Ida Vark led two guards out through the yard.", f"Ida Vark was calm. {CARRIED}"),
        ("Ida Vark drew the chart in 1931.", UNCLE),
        ("The dairy in Ferry Lane closed in 1911.", SHOP),
        ("The shop charges 80p a day for parcels.", FEES),
        ("The lift runs again since March.", LIFT),
        ("Since 2021 all of the older sheds have had alarms.", REPAIR),
        ("Clara Vogt lobte Anna Berger in ihrer Rede.", "Anna Berger lobte Clara Vogt in ihrer Rede."),
        ("Clara Vogt a battu Anna Berger en finale.", "Anna Berger a battu Clara Vogt en finale."),
        ("The bank gave Ana less than she had asked for.", "Ana had asked for a loan and the bank gave her one."),
        ("Two thirds chose the blue flower.", "51 per cent chose the blue flower."),
        ("It froze because the barn burnt down.", "The barn burnt down because the hydrant froze."),
        ("The firm is building a hotel by the lake.", "The firm plans to build a hotel by the lake."),
        (
            "Tory health minister Tom Brake cut his pay.",
            "Tory health minister Dan Ayre, Lib Dem minister Tom Brake and Ana Roth cut their pay.",
        ),
        ("She said that she can't teach them.", "She said that she will come and that she can't wait to teach them."),
        ("Aske Rovers have been promoted.", "Aske Rovers are three points from promotion."),
        ("The ferry sank the yacht.", "The yacht came by while the ferry was sunk."),
    ],
)
def test_what_only_stands_beside_is_not_held(statement: str, told: str) -> None:
    assert judged(statement, f"{told} It rained.").claim.support not in HELD


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("A woman of 63 slipped on the quay.", HURT),
        ("Two guards led Ida Vark out through the yard.", f"Ida Vark was calm. {CARRIED}"),
        ("Ida Vark's uncle drew the chart in 1931.", UNCLE),
        ("The dairy, which had been in Ferry Lane since 1911, is now a shop for kites.", SHOP),
        ("We have not charged for parcels since May 2024.", FEES),
        ("You need not pay for the return of the kettle if the fault shows within the first 20 days.", LOAN),
        ("Clubs that sell on no more than three days a year do not need a permit.", STALLS),
        ("The firm and the guild will set up a panel that is to report by the end of June.", PANEL),
        ("Two thirds chose the blue flower.", "66 per cent chose the blue flower."),
        ("She won by a little over 200 votes.", "She won by 212 votes."),
        ("The tower is higher than 30 metres.", "The tower is 40 metres high."),
        ("The bridge carries some 300 people a day.", "The bridge carries about 310 people a day."),
        ("Orn's captain Ana Roth was sent off.", "Orn's captain, Ana Roth, was sent off."),
        ("The ferry sank in a storm.", "The ferry was sunk by a storm."),
        ("In a letter to the council Ada Holm wrote that she had not lied.",
         "Ada Holm wrote to the council. In a letter to the council she wrote that she had not lied."),
        ("One of the most loved cooks of Orn, Ana Roth, has teamed up with Per Dahl to write recipes for six people.",
         "One of the most loved cooks of Orn, Ana Roth, has teamed up with Per Dahl to write recipes for six people."),
    ],
)  # fmt: skip
def test_what_condenses_is_held(statement: str, told: str) -> None:
    assert_held(statement, f"{told} It rained.")


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("No other of her books sold as well as “Salt”.", "She wrote four books, of which “Salt” sold best."),
        ("The inspectors advised them to replace two cables, but they never did.",
         "The inspectors advised them to replace both cables within a year."),
        ("The final count of families was 47.",
         "Our report said that the count of families was 42. The final count, taken on Monday, was forty-seven."),
        ("Profit fell by almost 30 per cent in the first half of 2025.",
         "| | H1 2025 | Change |\n|---|---|---|\n| Profit | £3.1m | -29.5% |\n| Net profit | £1.9m | -47.2% |"),
    ],
)  # fmt: skip
def test_what_may_be_the_same_in_other_words_is_not_contradicted(statement: str, told: str) -> None:
    assert judged(statement, told).claim.support is not Support.CONTRADICTED


@pytest.mark.parametrize(
    "statement",
    [
        "The Torvin sawmill built the footbridge.",
        "The footbridge was built by a sawmill.",
        "The inspector was called Greta Tolle.",
        "The inspector at the footbridge was called Greta Tolle.",
    ],
)
def test_what_a_correction_takes_back_in_words_is_contradicted(statement: str) -> None:
    windows = [window(OLD, BRIDGE), window("Correction: the Aske footbridge", CORRECTION)]
    claim = judge(statement, windows).claim
    assert claim.support is Support.CONTRADICTED, claim
    assert claim.reason == "the sources say that this was wrong"


@pytest.mark.parametrize(
    "statement", ["The footbridge was built in 1974.", "The carpenters of Estrup built the footbridge."]
)
def test_what_a_correction_leaves_is_held(statement: str) -> None:
    windows = [window(OLD, BRIDGE), window("Correction: the Aske footbridge", CORRECTION)]
    claim = judge(statement, windows).claim
    assert claim.support in HELD, claim
