"""Contacts (`.vcf`): each card with its name, phones, addresses and notes; pictures and keys are not text."""

from collections.abc import Iterator
from pathlib import Path

from index.errors import LoadError
from index.loaders.base import Part, make_article, read_bytes
from index.loaders.content_lines import Component, Property, read_components
from index.loaders.encoding import decode
from index.types import Article, Failure

_SAID = {
    "NICKNAME": "Nickname",
    "ORG": "Organisation",
    "TITLE": "Title",
    "ROLE": "Role",
    "TEL": "Phone",
    "EMAIL": "Mail",
    "ADR": "Address",
    "URL": "Web",
    "BDAY": "Birthday",
    "ANNIVERSARY": "Anniversary",
    "CATEGORIES": "Categories",
    "NOTE": "Note",
}
_STRUCTURED = frozenset({"ADR", "ORG"})
_SAYS_NOTHING = frozenset({"INTERNET", "PREF", "VOICE", "OTHER", "CHARSET", "ENCODING"})


def load_vcf(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the contacts as one article whose places are the names on the cards."""
    cards = [one for one in read_components(decode(read_bytes(path))) if one.name == "VCARD"]
    parts = [Part(f"contact {name}", _row(card)) for card in cards if (name := _name(card))]
    if not parts:
        raise LoadError("holds no contact that has a name")
    yield make_article(article_id, parts=parts, title=_name(cards[0]) if len(cards) == 1 else path.stem)


def cards_text(text: str) -> str:
    """Return the cards of a file as rows that name their facts."""
    return "\n\n".join(_row(card) for card in read_components(text) if card.name == "VCARD" and _name(card))


def _row(card: Component) -> str:
    facts = (f"{_label(one)}: {said}" for name in _SAID for one in card.all(name) if (said := _value(one)))
    return " | ".join([f"Name: {_name(card)}", *dict.fromkeys(facts)])


def _name(card: Component) -> str:
    full = card.text("FN")
    if full:
        return full
    stated = card.first("N")
    family, given, *more = (*(stated.parts if stated else ()), "", "", "")[:5]
    middle, before, behind = (*more, "", "", "")[:3]
    return " ".join(filter(None, (before, given, middle, family, behind))) or card.text("ORG")


def _label(one: Property) -> str:
    kinds = [kind.lower() for kind in one.parameters.get("TYPE", "").split(",") if kind.upper() not in _SAYS_NOTHING]
    kind = ", ".join(dict.fromkeys(filter(None, kinds)))
    return f"{_SAID[one.name]} ({kind})" if kind else _SAID[one.name]


def _value(one: Property) -> str:
    if one.name in _STRUCTURED:
        return ", ".join(" ".join(part.split()) for part in one.parts if part.strip())
    if one.name == "BDAY" and len(one.raw.strip()) == 8 and one.raw.strip().isdigit():
        day = one.raw.strip()
        return f"{day[:4]}-{day[4:6]}-{day[6:]}"
    return " ".join(one.text.removeprefix("tel:").removeprefix("mailto:").split())
