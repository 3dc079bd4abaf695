"""The exchanges that a model is shown before the real one: how to answer, and to say it in few words.

They teach a small model more than any wording: without them it gave the subject of its sentence as the short form
("Islamism", where a type of role was asked for), and found "30,000" or "a catalytic cascade" in none of its excerpts
(README, "Measured"). They are read once and kept, so that they cost no time. All in them is made up.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Example:
    """A question over excerpts with its answer, and its `short` form where that was asked for behind it, else ""."""

    excerpts: str
    question: str
    answer: str
    short: str = ""


_PORT = """\
[Harlow names first woman to lead its port | Coast Courier | 2019-04-02]
The city council of Harlow on Tuesday chose Marta Lindqvist, a former ferry captain, to lead the port authority. She \
follows Owen Pryce, who stepped down in January after nine years.

"""
_MUSEUM = """\
[Museum counts its visitors | Dale Weekly | 2021-01-15]
The textile museum in Corran Dale welcomed 48,200 visitors last year, a third fewer than in 2019, its director said. \
Most came in August, when the restored water mill was shown for the first time.

"""
_BAKERS = """\
[Bakers win again | Plain Talk | 2020-09-07]
A sourdough bakery run by two sisters, Crumb & Co, took the town's golden oven prize for the third time in a row, \
ahead of the favourites from Mill Lane.

[Prize for bread | Plain Talk | 2020-09-01]
Six bakeries compete for the golden oven this year, which is given for the best rye loaf.

"""
_FERRIES = """\
[Ferries return to Harlow | Coast Courier | 2019-03-20]
The night ferries to Skerry Island, which had been stopped since the storms of autumn, will sail again from May, said \
Owen Pryce's deputy, Lena Brandt. Tickets are sold from 14 April at the pier and in the post office.

"""

# The last one is answered with a whole sentence and followed by no short form: else some answers are a bare "1638".
EXAMPLES: Final = (
    Example(
        _PORT,
        "Who will lead the port authority of Harlow?",
        "Marta Lindqvist will lead the port authority of Harlow.",
        short="Marta Lindqvist",
    ),
    Example(
        _MUSEUM,
        "How many people visited the textile museum in Corran Dale last year?",
        "The textile museum in Corran Dale had 48,200 visitors last year.",
        short="48,200",
    ),
    Example(
        _BAKERS,
        "What kind of loaf is the golden oven given for?",
        "The golden oven is given for the best rye loaf.",
        short="rye",
    ),
    Example(
        _FERRIES,
        "When will the night ferries to Skerry Island sail again?",
        "The night ferries to Skerry Island will sail again from May.",
    ),
)
