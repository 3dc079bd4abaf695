"""What a thing costs or weighs is told by the sentence that gives it of that very thing."""

from pathlib import Path

import pytest

from index import Library
from rag import Assistant
from rag.answer.short.amounts import lacks_kind
from rag.types import Outcome

KETTLES = """---
title: Three kettles compared
---

We boiled water for a month.

**Brask Solo (£29).** A plain kettle that takes its time. It weighs 900 grams.

**Orl Duo (£64).** It boils as quickly as the best but is £35 dearer than the Brask, and the lid sticks: 71 points.

**Verdict.** The Orl Duo is pretty, the Brask Solo is our best buy, with 83 points.
"""
TOWN = """---
title: Ines Karst makes whistles by hand
---

Ines Karst has made whistles in Pell Lane for thirty years.

"Nobody grows rich. A whistle takes me a day, and I get 40 euros for it," she says.

Her firm, Karst Whistles, pays its two helpers on Fridays.
"""
SALE = """---
title: Vell recorder comes to the US in June
---

Buyers will find the Vell recorder in shops from 24 June.

The small machine will go for $120 (£96), said its makers.
"""
ABROAD = """---
title: Rival recorder reaches the shops
---

When it goes on sale the Vell is likely to cost between £80 and £95.

The makers of the Vell have not yet said when it will come to the US.
"""


@pytest.fixture
def shelf(library: Library, tmp_path: Path) -> Library:
    folder = tmp_path / "shelf"
    folder.mkdir()
    for name, text in (("kettles", KETTLES), ("town", TOWN), ("sale", SALE), ("abroad", ABROAD)):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    library.sync(folder)
    return library


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What does the Orl Duo cost?", "£64"),
        ("How much does the Brask Solo cost?", "£29"),
        ("How much does a whistle by Ines Karst sell for?", "40 euros"),
        ("How much does the Vell cost in the US?", "$120"),
    ],
)
def test_the_price_of_the_very_thing_is_the_headline(question: str, short: str, shelf: Library) -> None:
    answer = Assistant(shelf).ask(question)
    assert answer.outcome is not Outcome.NO_EVIDENCE
    assert answer.short == short


@pytest.mark.parametrize(
    "question", ["How much rent does Ines Karst pay?", "What share price did Karst Whistles close at?"]
)
def test_the_price_of_another_thing_is_none(question: str, shelf: Library) -> None:
    assert Assistant(shelf).ask(question).outcome is Outcome.NO_EVIDENCE


@pytest.mark.parametrize(
    ("claim", "question", "lacks"),
    [
        ("The Duo costs £35 more.", "What does the Duo cost?", True),
        ("The Duo costs £35 more.", "How much more does the Duo cost?", False),
        ("The Duo is £35 dearer: 71 points.", "What does the Duo cost?", True),
        ("The Duo costs £64.", "What does the Duo cost?", False),
        ("Karst paid a dividend of 8p a share.", "What share price did Karst close at?", True),
        ("Karst closed at £2.12 a share.", "What share price did Karst close at?", False),
        ("Ada Vane died in 2008.", "What did Ada Vane die of?", True),
        ("Ada Vane died of pneumonia in 2008.", "What did Ada Vane die of?", False),
        ("Ada Vane died after a fall.", "What did Ada Vane die from?", False),
        ("Three of them bought the boat.", "How long is the boat?", True),
        ("The boat is 9 metres long.", "How long is the boat?", False),
        ("It has sold 2.8 million units.", "How much does it cost?", True),
        ("It was sold for 2.8 million.", "How much was it sold for?", False),
    ],
)
def test_what_is_of_the_kind_that_is_asked_for(claim: str, question: str, *, lacks: bool) -> None:
    assert lacks_kind(claim, question) is lacks
