"""The library at a glance: the first screen, and how many articles are of each stretch of time and each source."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from index.inventory import Inventory
from ui.browser.templating import fill
from ui.browser.wording import gettext
from ui.service.demo import find_demo
from ui.service.holdings import Holdings

SOURCES, NEWEST = 4, 3  # shown
MAX_SOURCES = 12
MAX_BARS = 24
STEPS = (1, 3, 12, 24, 60, 120, 300, 600, 1200)  # months of a bar; the least that is few bars enough is taken
ROOM = 80  # percent of the height, above which the number stands


def render_welcome(inventory: Inventory) -> Markup:
    """Return the first screen: how to fill an empty library, or what it holds."""
    return fill(
        "welcome",
        articles=len(inventory.articles),
        has_demo=find_demo() is not None,
        times=render_times(inventory),
        sources=inventory.sources.most_common(SOURCES),
        more_sources=max(0, len(inventory.sources) - SOURCES),
        newest=inventory.newest[:NEWEST],
    )


def render_starters(questions: Sequence[str]) -> Markup:
    """Return the questions to begin with, each of which asks itself; "" for none."""
    return fill("starters", questions=questions)


@dataclass(frozen=True, slots=True)
class Bar:
    """Articles of one stretch of time; `share` is the bar's height in percent."""

    name: str
    number: int
    share: int = 0


def render_picture(inventory: Inventory) -> Markup:
    """Return the picture, closed at first; "" for an empty library. Each source filters the table."""
    if not inventory.articles:
        return Markup()
    return fill(
        "picture",
        times=render_times(inventory),
        undated=inventory.undated,
        sources=inventory.sources.most_common(MAX_SOURCES),
        more_sources=max(0, len(inventory.sources) - MAX_SOURCES),
    )


def render_times(inventory: Inventory) -> Markup:
    """Return the dates of articles as bars; "" where none has a date."""
    bars = count_times(inventory.months)
    return fill("times", bars=bars, said=", ".join(f"{bar.name}: {bar.number}" for bar in bars if bar.number))


def count_times(months: Mapping[int, int]) -> tuple[Bar, ...]:
    """Return equal stretches of time from the first month to the last, those without an article too."""
    if not months:
        return ()
    step = next((one for one in STEPS if max(months) // one - min(months) // one < MAX_BARS), STEPS[-1])
    counted: Counter[int] = Counter()
    for month, number in months.items():
        counted[month // step] += number
    most = max(counted.values())
    places = range(min(counted), max(counted) + 1)[-MAX_BARS:]
    return tuple(
        Bar(_name(place * step, step), counted[place], round(ROOM * counted[place] / most)) for place in places
    )


def _name(month: int, step: int) -> str:
    year, first = divmod(month, 12)
    if step in (1, 12):
        return f"{year}-{first + 1:02}" if step == 1 else f"{year}"
    if step < 12:
        return gettext("%(first)s to %(last)s", first=f"{year}-{first + 1:02}", last=f"{first + step:02}")
    return gettext("%(first)s to %(last)s", first=year, last=year + step // 12 - 1)


def describe_holdings(held: Holdings) -> Markup:
    """Return what a library holds in a sentence: how many articles, of which days, and mostly of whom."""
    return fill("holdings", held=held)
