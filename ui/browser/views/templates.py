"""Templates of the page: Jinja2 with every value escaped, and the filters by which article text enters markup."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rag.evidence.markup import show
from ui.browser.views.markup import day, exact, isolated, line

FOLDER = Path(__file__).parent.parent / "templates"


def fill(template: str, **values: object) -> str:
    """Return a template's markup; strings in `values` are escaped, `Markup` is not."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters |= {
        "exact": lambda text: Markup(exact(text)),  # noqa: S704 - `exact` escapes
        "clean": lambda text: Markup(exact(show(text))),  # noqa: S704
        "isolated": lambda text: Markup(isolated(text)),  # noqa: S704
        "line": lambda text: Markup(line(text)),  # noqa: S704
        "day": lambda published: Markup(day(published)),  # noqa: S704
    }
    return made
