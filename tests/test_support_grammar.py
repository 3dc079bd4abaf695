"""Statements judged by who does what, and whether it is told as a fact: each kind with what is said and what is not."""

import pytest
from test_support_kinds import assert_held, assert_refused, judged

from rag.support.grammar import Standing, find_clauses
from rag.types import Support

HELD, NOT_HELD = "held", "not held"
ROLES = (
    ("The dog bit the postman.", HELD, "The postman was bitten by the dog."),
    ("The dog bit the postman.", NOT_HELD, "The postman bit the dog."),
    ("The sawmill dismissed 160 workers in March.", HELD, "160 workers were dismissed by the sawmill in March."),
    ("The sawmill dismissed 160 workers in March.", NOT_HELD, "The sawmill was dismissed by 160 workers in March."),
    ("The storm damaged the church, and the insurer paid for the roof.", HELD, "The church was damaged by the storm."),
    ("The storm damaged the church, and the insurer paid for the roof.", NOT_HELD, "The insurer was damaged by it."),
    ("Halden beat Brekke 3-1 in the final.", HELD, "Brekke was beaten by Halden 3-1 in the final."),
    ("Halden beat Brekke 3-1 in the final.", NOT_HELD, "Brekke beat Halden 3-1 in the final."),
    ("Lena Brekke left the band in 2019 and was replaced by Tor Yarrow.", HELD, "Tor Yarrow replaced Lena Brekke."),
    ("Lena Brekke left the band in 2019 and was replaced by Tor Yarrow.", NOT_HELD, "Lena Brekke replaced Tor Yarrow."),
    ("Lena Brekke left the band in 2019 and was replaced by Tor Yarrow.", NOT_HELD, "Tor Yarrow left it in 2019."),
    ("Unlike Hov, Lund has a school.", HELD, "Lund has a school."),
    ("Unlike Hov, Lund has a school.", NOT_HELD, "Hov has a school."),
    ("The north wing burned; the south wing was saved.", HELD, "The north wing burned."),
    ("The north wing burned; the south wing was saved.", NOT_HELD, "The south wing burned."),
    ("The bridge was opened by Mara Thule rather than Edda Thule.", HELD, "The bridge was opened by Mara Thule."),
    ("The bridge was opened by Mara Thule rather than Edda Thule.", NOT_HELD, "The bridge was opened by Edda Thule."),
    ("The ferry left from the north pier instead of the east pier.", HELD, "The ferry left from the north pier."),
    ("The ferry left from the north pier instead of the east pier.", NOT_HELD,
     "The ferry left from the east pier instead of the north pier."),
    ("The train left before the bus arrived.", HELD, "The bus arrived after the train left."),
    ("The train left before the bus arrived.", NOT_HELD, "The bus arrived before the train left."),
    ("Edith Marsh took over from her uncle Robert Marsh, who had led the firm since 1931.", NOT_HELD,
     "Edith Marsh had led the firm since 1931."),
)  # fmt: skip
STANDINGS = (
    (
        "The council rejected the plan to close the library.",
        HELD,
        "The council rejected the plan to close the library.",
    ),
    ("The council rejected the plan to close the library.", NOT_HELD, "The council closed the library."),
    ("The council rejected the plan to close the library.", NOT_HELD, "The council voted to close the library."),
    ("The council decided against closing the library.", NOT_HELD, "The council closed the library."),
    ("Did the council close the library? The mayor did not say.", NOT_HELD, "The council closed the library."),
    ("Why did the council close the library? It was too dear.", HELD, "The council closed the library."),
    ("If the river rises above 4 metres, the school will be closed.", NOT_HELD, "The school will be closed."),
    ("If the river rises above 4 metres, the school will be closed.", NOT_HELD, "The river rises above 4 metres."),
    ("The minister may resign in June.", HELD, "The minister may resign in June."),
    ("The minister may resign in June.", NOT_HELD, "The minister will resign in June."),
    ("The minister is expected to resign in June.", NOT_HELD, "The minister resigned in June."),
    ("The company plans to open a plant in Hov.", HELD, "The company plans to open a plant in Hov."),
    ("The company plans to open a plant in Hov.", NOT_HELD, "The company opened a plant in Hov."),
    ("The museum used to be a prison.", HELD, "The museum was a prison."),
    ("The museum used to be a prison.", NOT_HELD, "The museum is a prison."),
    ("The museum was almost destroyed in 1944.", NOT_HELD, "The museum was destroyed in 1944."),
    ("Tom Berg was accused of stealing the painting.", NOT_HELD, "Tom Berg stole the painting."),
    ("Tom Berg was convicted of stealing the painting.", HELD, "Tom Berg was convicted of stealing the painting."),
    ("The firm failed to deliver the trams.", NOT_HELD, "The firm delivered the trams."),
    ("The firm tried to buy its rival.", NOT_HELD, "The firm bought its rival."),
    ("Rumours that the mayor had resigned were false.", NOT_HELD, "The mayor had resigned."),
    ("The union had asked for 9 per cent. It accepted 6.5 per cent.", HELD, "The union asked for 9 per cent."),
    ("The union had asked for 9 per cent. It accepted 6.5 per cent.", NOT_HELD, "The union accepted 9 per cent."),
    ("A boy filmed kicking a cat was banned from keeping animals.", HELD, "A boy was filmed kicking a cat."),
)
FUND = "Brightwater will pay 20,000 pounds a year into a community fund, which will be run by residents."
FOUND_BY_A_READER = (
    ("Rye bread sells best, ahead of sourdough.", HELD, "Rye bread sells best, ahead of sourdough."),
    ("Rye bread sells best, ahead of sourdough.", NOT_HELD, "Sourdough sells best, ahead of rye bread."),
    (FUND, HELD, "Residents will run the community fund."),
    (FUND, NOT_HELD, "Brightwater will run the community fund."),
    ("Freja will take over in 2027, when she has finished school.", NOT_HELD,
     "Freja will take over before she has finished school."),
    ("The society received the 3,000 pounds it had asked for.", NOT_HELD,
     "The society received less than it had asked for."),
    ("Councillor Baptiste was elected chair of the board.", HELD, "Leon Baptiste was elected chair of the board."),
    ("Most traders who answered opposed the scheme: 38 of 57.", NOT_HELD, "38 traders were in favour of the scheme."),
    ("Edwin Yarrow has asked the county to hold an inquiry into Brightwater.", NOT_HELD,
     "Edwin Yarrow has asked Brightwater to hold an inquiry."),
)  # fmt: skip
LIMITS = (
    ("Orrin Foods is the second-largest employer here.", HELD, "Orrin Foods is the second largest employer here."),
    ("Orrin Foods is the second-largest employer here.", NOT_HELD, "Orrin Foods is the largest employer here."),
    ("Orrin Foods is the largest employer here.", NOT_HELD, "Orrin Foods is the second-largest employer here."),
    ("Orrin Foods is one of the largest employers here.", NOT_HELD, "Orrin Foods is the largest employer here."),
    ("Some of the 40 houses were flooded.", NOT_HELD, "All of the 40 houses were flooded."),
    ("Some of the 40 houses were flooded.", HELD, "Some of the 40 houses were flooded."),
    ("All of the 40 houses were flooded.", HELD, "All of the 40 houses were flooded."),
    ("Few residents supported the plan.", NOT_HELD, "Most residents supported the plan."),
    ("Three villages, Ottersby, Lund and Hov, lost electricity.", HELD, "Ottersby lost electricity."),
    ("Three villages, Ottersby, Lund and Hov, lost electricity.", NOT_HELD, "Only Ottersby lost electricity."),
    ("The price rose from 12 to 15 euros.", HELD, "The price rose to 15 euros."),
    ("The price rose from 12 to 15 euros.", NOT_HELD, "The price rose to 12 euros."),
    ("The price rose from 12 to 15 euros.", NOT_HELD, "The price rose from 15 to 12 euros."),
)


@pytest.mark.parametrize(("text", "expected", "statement"), [*ROLES, *STANDINGS, *LIMITS, *FOUND_BY_A_READER])
def test_a_statement_is_judged_by_its_grammar(text: str, expected: str, statement: str) -> None:
    (assert_held if expected == HELD else assert_refused)(statement, text)


@pytest.mark.parametrize(
    ("text", "expected", "statement"),
    [
        ("In our report of 18 April we wrote that the dam is 38 metres high. It is 33 metres high.", HELD,
         "The dam is 33 metres high."),
        ("In our report of 18 April we wrote that the dam is 38 metres high. It is 33 metres high.", NOT_HELD,
         "The dam is 38 metres high."),
        ("On 18 April we gave the height of the dam as 38 metres. The correct figure is 33 metres.", HELD,
         "The height of the dam is 33 metres."),
        ("On 18 April we gave the height of the dam as 38 metres. The correct figure is 33 metres.", NOT_HELD,
         "The height of the dam is 38 metres."),
        ("The dam at Carrow is 33 metres high, not 38 metres as we wrote.", HELD, "The dam is 33 metres high."),
        ("The dam at Carrow is 33 metres high, not 38 metres as we wrote.", NOT_HELD, "The dam is 38 metres high."),
        ("It will cost £24.6 million, not the £21.9 million that we reported.", NOT_HELD,
         "It will cost £21.9 million."),
    ],
)  # fmt: skip
def test_what_a_correction_takes_back_is_not_held(text: str, expected: str, statement: str) -> None:
    (assert_held if expected == HELD else assert_refused)(statement, text, title="Correction: the dam at Carrow")


def test_what_the_next_sentence_calls_wrong_is_not_held_in_any_article() -> None:
    text = "We reported that 160 workers were dismissed. This was wrong; it was 60 workers."
    assert_refused("160 workers were dismissed.", text)
    assert_held("60 workers were dismissed.", text)


def test_what_is_told_of_a_sister_contradicts_nothing() -> None:
    text = "Clara Marsh ran the firm until 1958. Her sister Edith had died in 1947."
    assert judged("Clara Marsh died in 1961.", text).claim.support is Support.UNSUPPORTED


def test_active_and_passive_are_one_clause() -> None:
    (active,), (passive,) = find_clauses("The dog bit the postman."), find_clauses("The postman was bitten by the dog.")
    assert (active.act, active.doer, active.done_to) == (passive.act, passive.doer, passive.done_to)


@pytest.mark.parametrize(
    ("text", "act", "standing"),
    [
        ("She closed the shop.", "close", Standing.TOLD),
        ("She hopes to close the shop.", "close", Standing.OPEN),
        ("She said that she had closed the shop.", "close", Standing.TOLD),
        ("The plan to close the shop was rejected.", "close", Standing.DENIED),
        ("She refused to close the shop.", "close", Standing.DENIED),
        ("She will close the shop.", "close", Standing.COMING),
        ("She used to close the shop at six.", "close", Standing.PAST),
        ("After she had closed the shop, she tried to sleep.", "close", Standing.TOLD),
    ],
)
def test_what_governs_a_verb_gives_it_its_standing(text: str, act: str, standing: Standing) -> None:
    assert [clause.standing for clause in find_clauses(text) if clause.act == act] == [standing]


def test_other_languages_have_no_clauses() -> None:
    assert find_clauses("Der Hund biss den Briefträger, und er schrie.") == ()


def test_what_is_no_sentence_is_not_parsed() -> None:
    assert find_clauses("The dog bit the postman and ran. " * 2_000) == ()


PARTS = (
    "Visits by moths fell by 38 percent on the lit plots, whereas visits by bees did not change. Seven of the twelve "
    "species flowered later under the lamps. Whether the moths stayed away because fewer flowers were open is unclear. "
    "The next meeting will be held in the school hall because the council chamber is being repainted. Bicycles are "
    "carried free of charge, except on the first sailing. Pask admitted altering some bills, but did so at the request "
    "of the chairwoman, Odile Farrow. The shed belongs to Dunlin Timber, a firm founded in 1962, and is let to Harbour "
    "Freight. Its manager is Priya Moor."
)


@pytest.mark.parametrize(
    "statement",
    [
        "Visits by bees fell by 38 percent.",
        "All twelve species flowered later under the lamps.",
        "The moths stayed away because fewer flowers were open.",
        "The next meeting will be held in the council chamber.",
        "Bicycles are carried free of charge on every sailing.",
        "Odile Farrow admitted altering some bills.",
        "Harbour Freight was founded in 1962.",
    ],
)
def test_what_is_of_some_or_of_another_is_not_of_all_and_not_of_this(statement: str) -> None:
    assert_refused(statement, PARTS)


@pytest.mark.parametrize(
    "statement",
    [
        "Visits by moths fell by 38 percent.",
        "Seven of the twelve species flowered later under the lamps.",
        "The next meeting will be held in the school hall.",
        "Pask admitted altering some bills.",
        "Dunlin Timber was founded in 1962.",
    ],
)
def test_what_is_said_of_them_is_held(statement: str) -> None:
    assert_held(statement, PARTS)


LEASED = (
    "The shed belongs to Dunlin Timber and is leased to Calder Freight. The college gave Ina Moor a degree in 1994. "
    "Halden lost 3-1 to Brekke on Sunday. Lund works for the ferry line."
)


@pytest.mark.parametrize(
    "statement",
    [
        "Dunlin Timber owns the shed.",
        "The shed is owned by Dunlin Timber.",
        "The shed is rented by Calder Freight.",
        "Ina Moor received a degree from the college in 1994.",
        "Brekke beat Halden 3-1.",
        "The ferry line employs Lund.",
    ],
)
def test_a_deed_told_from_the_other_side_is_the_same(statement: str) -> None:
    assert_held(statement, LEASED)


@pytest.mark.parametrize(
    "statement",
    [
        "Calder Freight owns the shed.",
        "The shed is rented by Dunlin Timber.",
        "The college received a degree from Ina Moor in 1994.",
        "Halden beat Brekke 3-1.",
        "Lund employs the ferry line.",
    ],
)
def test_a_deed_told_from_the_wrong_side_is_not(statement: str) -> None:
    assert_refused(statement, LEASED)


VOTE = "Fourteen councillors were in favour, nine against; two abstained. The dividend stays at 60 cents a share."


def test_a_part_is_of_the_whole_that_it_is_told_of() -> None:
    assert_refused("Nine out of fourteen councillors voted against it.", VOTE)
    assert_refused("Nine of the fourteen councillors were against it.", VOTE)
    assert_held("Nine of the fourteen councillors came.", "Of the councillors, nine of the fourteen came.")
    assert_held("22 of 31 were in favour.", "31 of the 40 had answered, and 22 of these were in favour.")


def test_what_stays_neither_rises_nor_falls() -> None:
    assert_refused("The dividend rose to 60 cents a share.", VOTE)
    assert_held("The dividend stays at 60 cents a share.", VOTE)
