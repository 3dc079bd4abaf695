"""Markup from the templates of the page, in which every value is escaped unless it is markup already."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rag.evidence.markup import show
from ui.browser.views.markup import count, day, exact, isolated, line, quoted

TEMPLATES = Path(__file__).parent / "templates"


def fill(name: str, **values: object) -> str:
    """Return the template `name`.html filled with `values`; a value that the template names and nobody gave raises."""
    return _environment().get_template(f"{name}.html").render(values).strip()


@cache
def _environment() -> Environment:
    """Return the environment; its filters make harmless text of an article's words, as `views.markup` says."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    filters: dict[str, Callable[[Any], str]] = {
        "isolated": isolated,
        "line": line,
        "exact": exact,
        "day": day,
        "quoted": quoted,
        "clean": lambda text: exact(show(text)),
    }
    made.filters.update({name: _marking(words) for name, words in filters.items()})
    made.filters["count"] = count
    return made


def _marking(words: Callable[[Any], str]) -> Callable[[Any], Markup]:
    return lambda value: Markup(words(value))  # noqa: S704 - these escape
