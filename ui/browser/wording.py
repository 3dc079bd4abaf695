"""The words of the page in the language of who asks: which language that is, and the catalogues of its messages."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from gettext import NullTranslations
from pathlib import Path

CATALOGUES = Path(__file__).parent / "words"
SOURCE = "en"  # the language that the messages are written in
LANGUAGES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español"}
LOCALES = {"en": "en_GB", "de": "de_DE", "fr": "fr_FR", "es": "es_ES"}  # of days and numbers
COOKIE = "broadsheet-language"  # what was chosen on the page

_asked: ContextVar[str] = ContextVar("language of the request", default="")


def mark(message: str) -> str:
    """Return `message`, which is marked by this for the catalogues and translated where it is shown."""
    return message


def _mark_both(one: str, many: str) -> tuple[str, str]:
    return one, many


_COUNTED = {
    "answer": _mark_both("%(num)s answer", "%(num)s answers"),
    "article": _mark_both("%(num)s article", "%(num)s articles"),
    "document": _mark_both("%(num)s document", "%(num)s documents"),
    "passage": _mark_both("%(num)s passage", "%(num)s passages"),
    "pin": _mark_both("%(num)s pin", "%(num)s pins"),
    "question": _mark_both("%(num)s question", "%(num)s questions"),
    "sentence": _mark_both("%(num)s sentence", "%(num)s sentences"),
}


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Have everything inside say its words in `language`, one of `LANGUAGES`: for what is no event of Gradio's."""
    before = _asked.set(language)
    try:
        yield
    finally:
        _asked.reset(before)


def language() -> str:
    """Return the language of the request that is being answered, one of `LANGUAGES`."""
    return _asked.get() or _of_event()


def choose(headers: Mapping[str, str]) -> str:
    """Return the language that a request's headers ask for: what was chosen on the page, else the browser's."""
    return _choose(headers.get("cookie") or "", headers.get("accept-language") or "")


def gettext(message: str, **values: object) -> str:
    """Return `message` in the language of the request, with `values` in the places that it names."""
    said = translations(language()).gettext(message) if message else ""
    return said % values if values else said


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Return the message for this `num`, which it may name, in the language of the request."""
    said = translations(language()).ngettext(one, many, num)
    return said % {"num": number(num), **values}


def count(num: int, noun: str) -> str:
    """Return a number with its noun, one of a few."""
    return ngettext(*_COUNTED[noun], num)


def number(value: int) -> str:
    """Return a whole number with the separators of the language."""
    from babel.numbers import format_decimal

    return f"{value}" if -1000 < value < 1000 else format_decimal(value, locale=LOCALES[language()])


def decimal(written: str) -> str:
    """Return a number that is written with a point with the sign that the language has for it."""
    from babel.numbers import get_decimal_symbol

    return written.replace(".", get_decimal_symbol(LOCALES[language()]))


@cache
def translations(wanted: str) -> NullTranslations:
    """Return the messages of a language, read from its catalogue once; the source's own are themselves."""
    if wanted == SOURCE:
        return NullTranslations()
    from io import BytesIO

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po
    from babel.support import Translations

    # Read as it is written: a compiled file beside it would be one more thing to fall behind.
    with (CATALOGUES / wanted / "LC_MESSAGES" / "messages.po").open("rb") as file:
        written = BytesIO()
        write_mo(written, read_po(file, locale=wanted))
    written.seek(0)
    return Translations(written)


def _of_event() -> str:
    """Return the language of the event that Gradio is working on in this thread; the source's where there is none."""
    gradio = sys.modules.get("gradio.context")  # a command line that exports a conversation never loads it
    request = gradio.LocalContext.request.get(None) if gradio else None
    return SOURCE if request is None else choose(request.headers)


@lru_cache(maxsize=256)
def _choose(cookie: str, accepted: str) -> str:
    from http.cookies import CookieError, SimpleCookie

    from babel import negotiate_locale

    try:
        kept = SimpleCookie(cookie).get(COOKIE)
    except CookieError:
        kept = None
    if kept is not None and kept.value in LANGUAGES:
        return kept.value
    ranked = sorted(filter(None, map(_rank, accepted.split(",")[:20])), key=lambda pair: -pair[0])
    return negotiate_locale([tag for _, tag in ranked], LANGUAGES, sep="-") or SOURCE


def _rank(part: str) -> tuple[float, str] | None:
    """Return how much one language of a header is wanted, and its name; None for what is none, or not wanted."""
    tag, _, weight = part.partition(";")
    try:
        wanted = float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        return None
    return (wanted, tag.strip()) if wanted > 0 else None
