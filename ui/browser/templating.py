"""Markup from the templates of the page, in which every value is escaped unless it is markup already."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rag.evidence.markup import QUOTATION_MARKS, show
from rag.types import Point
from ui.browser.told import tell
from ui.browser.views.claims import SUPPORT, name_origin
from ui.browser.views.markup import exact, line
from ui.browser.wording import LOCALES, count, decimal, language, number, translations
from ui.conversations.urls import link_target

TEMPLATES = Path(__file__).parent / "templates"
# What messages tell people to type; other backticks are somebody's text, and stay.
_COMMAND = re.compile(r"`((?:broadsheet|pip|make) [^`\n]+)`")


def fill(name: str, /, **values: object) -> Markup:
    """Return the template `name`.html filled with `values`; a value that the template names and nobody gave raises."""
    return Markup(_environment(language()).get_template(f"{name}.html").render(values).strip())  # noqa: S704


def draw(name: str, macro: str, *values: object) -> Markup:
    """Return what the macro of a template makes of `values`."""
    drawn: Markup = getattr(_environment(language()).get_template(f"{name}.html").module, macro)(*values)
    return drawn


@cache
def _environment(spoken: str) -> Environment:
    """Return the environment of a language; its filters make harmless text of an article's words."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        auto_reload=False,
        cache_size=-1,
    )
    made.globals["spoken"] = language
    made.policies["ext.i18n.trimmed"] = True
    said = translations(spoken)
    made.install_gettext_callables(said.gettext, said.ngettext, newstyle=True)  # type: ignore[attr-defined]
    # With the number in the language, too, which the extension would leave as it is.
    made.globals["ngettext"] = lambda one, many, num, **values: (
        Markup(said.ngettext(one, many, num)) % {"num": number(num), **values}  # noqa: S704 - ours
    )
    filters: dict[str, Callable[[Any], str]] = {
        "line": line,
        "exact": exact,
        "clean": lambda text: exact(show(text)),
    }
    made.filters.update({name: _marking(words) for name, words in filters.items()})
    made.filters |= {
        "isolated": lambda text: draw("inline", "isolated", text),
        "quoted": quote,
        "pointed": quote_point,
        "day": lambda day: draw("inline", "day", day, _write_day(day, "long")) if day else "",
        "short_day": lambda day: draw("inline", "day", day, _write_day(day, "medium")) if day else "",
        "coded": lambda text: draw("inline", "coded", _COMMAND.split(text)),
        "count": count,
        "number": number,
        "decimal": decimal,
        "shown": show,
        "support": SUPPORT.__getitem__,
        "origin": name_origin,
        "link_target": link_target,
        "groups": lambda points: [(group, list(some)) for group, some in groupby(points, lambda point: point.group)],
        "told": tell,
        "said": lambda message: said.gettext(message) if message else "",
    }
    return made


def _marking(words: Callable[[Any], str]) -> Callable[[Any], Markup]:
    return lambda value: Markup(words(value))  # noqa: S704 - these escape


def quote(text: str) -> Markup:
    """Return an article's words as a quotation, clean of its markup; one that begins with a mark gets no second one."""
    said = show(text)
    return draw("inline", "quoted", said, said.startswith(QUOTATION_MARKS))


def quote_point(point: Point) -> Markup:
    """Return what a point quotes, as `quote` does, the sentence for which it was chosen marked."""
    before, best, behind = map(show, point.parts)
    said = show(point.citations[0].quote)
    if " ".join(filter(None, (before, best, behind))) != said:  # markup goes over the sentence's ends
        return quote(point.citations[0].quote)
    return draw("inline", "pointed", before, best, behind, said.startswith(QUOTATION_MARKS))


def _write_day(published: date, length: Literal["medium", "long"]) -> str:
    from babel.dates import format_date

    return format_date(published, length, LOCALES[language()])
