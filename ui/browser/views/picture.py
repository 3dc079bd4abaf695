"""A picture of the library: how many articles of each year, or month, and of each source."""

from collections import Counter
from collections.abc import Sequence

from index.types import ListedArticle
from ui.browser.views.markup import count, exact, isolated
from ui.service.holdings import Holdings

MAX_SOURCES = 12
MAX_BARS = 24
MONTHS_UP_TO = 2  # years: fewer are told apart by months
HEIGHT, STEP = 90, 28
LABEL_EVERY = 8  # labels at most under the bars


def render_picture(articles: Sequence[ListedArticle]) -> str:
    """Return the picture, closed at first; "" for an empty library. Each bar and source filters the table."""
    if not articles:
        return ""
    return (
        '<details class="bs-picture"><summary>A picture of the library</summary>'
        f"{_render_times(articles)}{_render_sources(articles)}</details>"
    )


def describe_holdings(held: Holdings) -> str:
    """Return what a library holds in a sentence: how many articles, of which days, and mostly of whom; as markup."""
    span = ""
    if held.years:
        first, last = held.years
        span = f" from {first}" if first == last else f" from {first} to {last}"
    named = ", ".join(f"{isolated(source)} ({number:,})" for source, number in held.sources)
    return f"Your library holds {count(held.articles, 'article')}{span}{f', most of them of {named}' if named else ''}."


def _render_times(articles: Sequence[ListedArticle]) -> str:
    dated = [article.published for article in articles if article.published]
    undated = len(articles) - len(dated)
    note = f"<p>{count(undated, 'article')} without a date.</p>" if undated else ""
    if not dated:
        return note
    years = {day.year for day in dated}
    form = "%Y-%m" if len(years) <= MONTHS_UP_TO else "%Y"
    counted = Counter(day.strftime(form) for day in dated)
    periods = sorted(counted)[-MAX_BARS:]
    left_out = len(counted) - len(periods)
    earlier = f"<p>{count(left_out, 'earlier period')} left out.</p>" if left_out else ""
    most = max(counted[period] for period in periods)
    bars = "".join(_render_bar(place, period, counted[period], most) for place, period in enumerate(periods))
    every = -(-len(periods) // LABEL_EVERY)
    labels = "".join(
        f'<text x="{place * STEP}" y="{HEIGHT + 14}">{period}</text>'
        for place, period in enumerate(periods)
        if place % every == 0
    )
    said = ", ".join(f"{period}: {counted[period]}" for period in periods)
    width = max(len(periods) * STEP, 120)
    return (
        f'<svg viewBox="0 0 {width} {HEIGHT + 18}" width="{width}" role="img" aria-label="Articles over time: {said}">'
        f"{bars}{labels}</svg>{note}{earlier}"
    )


def _render_bar(place: int, period: str, number: int, most: int) -> str:
    height = max(2, round(number / most * (HEIGHT - 16)))
    return (
        f'<g><title>{period}: {count(number, "article")}</title><rect x="{place * STEP}" y="{HEIGHT - height}" '
        f'width="{STEP - 8}" height="{height}"></rect><text x="{place * STEP}" y="{HEIGHT - height - 4}">{number}'
        "</text></g>"
    )


def _render_sources(articles: Sequence[ListedArticle]) -> str:
    counted = Counter(article.source for article in articles if article.source)
    if not counted:
        return ""
    most = counted.most_common(1)[0][1]
    rows = "".join(
        f'<tr><th scope="row"><button type="button" class="bs-title" data-event="filter" data-words="{exact(source)}">'
        f'{isolated(source)}</button></th><td><meter min="0" max="{most}" value="{number}">{number}</meter></td>'
        f'<td class="bs-figure">{number:,}</td></tr>'
        for source, number in counted.most_common(MAX_SOURCES)
    )
    left_out = len(counted) - MAX_SOURCES
    more = f"<p>{count(left_out, 'more source')}.</p>" if left_out > 0 else ""
    return f'<table><caption class="bs-hidden">Articles by source</caption><tbody>{rows}</tbody></table>{more}'
