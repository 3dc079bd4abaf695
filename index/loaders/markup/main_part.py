"""The main part of a page: what is kept of it once a reader of many pages has said which words matter."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from index.loaders.elements import Element
from index.loaders.markup.controls import is_filled
from index.loaders.markup.tags import BLOCK_TAGS, HEADINGS

MIN_SHARE = 0.5  # of a block's word triples among those of the main text
MIN_FOUND = 0.5  # of the main text's letters
MIN_PART = 0.9  # of the chosen text in one element, which then is the main part
MAX_LINKED = 0.6
MIN_SHORT_CHARS = 12
MAX_WALL_CHARS = 500
MIN_WALL_PHRASES = 3  # of a paragraph that no class names
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")
_SURROUNDINGS = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu|breadcrumbs?|pagination|sidebar|toolbar|share\w*|sharing|social|follow-us|related"
    r"|recommend\w*|promo\w*|advert\w*|ads?|banner|sponsor\w*|cookies?|consent|newsletter|sign-?up|subscri\w*|log-?in"
    r"|comments?|disqus\w*|tags?|popular|trending|most-read|read-?more|read-?next|teasers?|outbrain|taboola|widget"
    r"|popup|modal|mw-editsection|sr-only|skip\w*|copyright|print\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NO_TEXT = ("script", "style")
_SURROUNDING_TAGS = ("nav", "aside", "footer", "dialog", "search")
_SURROUNDING_ROLES = ("navigation", "complementary", "contentinfo", "search", "banner", "menu", "dialog", "alert")
_WALL_CLASS = re.compile(r"pay-?wall|reg-?wall|subscri|meter(?:ed)?-|premium|piano|paid-?content|upsell", re.IGNORECASE)
_WALL_PHRASES = tuple(
    re.compile(phrase, re.IGNORECASE)
    for phrase in (
        r"subscri(?:be|ption|bers)|become a member|abonn(?:ieren|ement|enten|ez|és)|suscr[ií]|free trial",
        r"log ?in|sign ?in|anmelden|einloggen|connectez|inici[ae]r? sesión",
        r"already (?:a|have)|bereits|déjà|ya eres",
        r"(?:keep|continue|to|full|rest of the) (?:reading|read|article|story)|weiterlesen|lire la suite|seguir ley",
        r"(?:only )?for (?:subscribers|members)|exclusive to|unlock|nur für|réservé|exclusivo",
    )
)
# Whatever three of the phrases a paragraph has, one of these is among them; they are found faster.
_WALL_WORDS = (
    "subscri", "member", "abonn", "suscr", "trial", "log in", "login", "sign in", "signin", "anmelden", "einloggen",
    "connectez", "inici", "exclusiv", "unlock", "nur für", "réservé",
)  # fmt: skip


@dataclass(slots=True)
class _Part:
    """Counts of letters of an element and all in it: in all, in links, and of the main text's.

    `own` is what it says itself, `is_unit` whether that stands for itself as a block.
    """

    own: list[str] = field(default_factory=list)
    own_linked: int = 0
    is_own_chosen: bool = False
    is_unit: bool = False
    chars: int = 0
    linked: int = 0
    chosen: int = 0


def without_walls(tree: Element) -> None:
    """Take out what only asks to subscribe or to log in."""
    for element in list(tree.iter("div", "section", "aside", "p", "form", "h2", "h3")):
        needed = 1 if _WALL_CLASS.search(_about(element)) else MIN_WALL_PHRASES
        if element.tag != "p" and needed > 1:
            continue
        text = "".join(_texts_up_to(element, MAX_WALL_CHARS))
        lowered = text.lower()
        if needed > 1 and not any(word in lowered for word in _WALL_WORDS):
            continue
        said = sum(phrase.search(text) is not None for phrase in _WALL_PHRASES)
        if len(text) <= MAX_WALL_CHARS and said >= needed and element.getparent() is not None:
            element.drop_tree()


def _texts_up_to(element: Element, limit: int) -> "list[str]":
    texts: list[str] = []
    length = 0
    for text in element.itertext():
        texts.append(text)
        length += len(text)
        if length > limit:
            break
    return texts


def without_surroundings(tree: Element, main_text: Sequence[str]) -> bool:
    """Leave in the tree what belongs to the main text; return False where the page does not show that text.

    Kept is what says what the main text says, and what stands among that and does not look like surroundings.
    """
    body = tree.find("body")
    if body is None:
        return False
    words = [_WORD.findall(part) for part in main_text]
    grams = {gram for part in words for size in (1, 2, 3) for gram in _grams(part, size)}
    parts = _measured(body, grams)
    chosen, wanted = parts[body].chosen, sum(len(word) for part in words for word in part)
    if not wanted or parts[body].chars <= wanted:
        return True  # there is nothing around it
    if chosen < MIN_FOUND * wanted:
        return parts[body].chars < 2 * wanted
    main = body
    while (inner := max(main, key=lambda part: parts[part].chosen, default=None)) is not None:
        if parts[inner].chosen < MIN_PART * chosen or not any(parts[part].is_unit for part in inner):
            break
        main = inner
    _prune(body, main, parts)
    return True


def _grams(words: Sequence[str], size: int) -> "Iterator[tuple[str, ...]]":
    return zip(*(words[start:] for start in range(size)), strict=False)


def _measured(body: Element, grams: AbstractSet[tuple[str, ...]]) -> dict[Element, _Part]:
    parts = _written(body)
    for element, part in reversed(parts.items()):
        own = _WORD.findall("".join(part.own))
        letters = sum(map(len, own))
        part.is_own_chosen = _is_chosen(own, grams)
        part.chars += letters
        part.linked += part.own_linked
        part.chosen += letters if part.is_own_chosen else 0
        if element is not body:
            above = parts[element.getparent()]
            above.chars += part.chars
            above.linked += part.linked
            above.chosen += part.chosen
    return parts


def _is_chosen(words: Sequence[str], grams: AbstractSet[tuple[str, ...]]) -> bool:
    """Tell whether the main text says these words in this order; a short word or two says nothing of itself."""
    size = min(3, len(words))
    if not size or (size < 3 and sum(map(len, words)) < MIN_SHORT_CHARS):
        return False
    found = [gram in grams for gram in _grams(words, size)]
    return sum(found) >= MIN_SHARE * len(found)


def _written(body: Element) -> dict[Element, _Part]:
    """Return for each element, in document order, what it says itself; what inline elements say is their block's."""
    from lxml.etree import iterwalk

    parts = {element: _Part(is_unit=element.tag in BLOCK_TAGS) for element in body.iter()}
    for element, part in reversed(parts.items()):
        if part.is_unit and element is not body:
            parts[element.getparent()].is_unit = True
    units = [body]
    links = 0
    for event, element in iterwalk(body, events=("start", "end")):
        is_unit, is_end = parts[element].is_unit, event == "end"
        if is_end and is_unit and element is not body:
            units.pop()
        links += (element.tag == "a") * (-1 if is_end else 1)
        text = (element.tail if is_end else element.text) or ""
        if is_unit and element is not body:
            parts[units[-1]].own.append(" ")
        if not is_end and is_unit and element is not body:
            units.append(element)
        if element.tag not in _NO_TEXT or is_end:
            parts[units[-1]].own.append(text)
            parts[units[-1]].own_linked += sum(map(len, _WORD.findall(text))) if links else 0
    return parts


def _prune(body: Element, main: Element, parts: dict[Element, _Part]) -> None:
    waiting = [(body, body is main)]
    while waiting:
        element, is_inside = waiting.pop()
        part = parts[element]
        is_linking = part.own_linked > MAX_LINKED * len("".join(part.own)) and element.tag not in HEADINGS
        if not part.is_own_chosen and (is_linking or not is_inside):
            _strip_own(element, parts)
        for child in list(element):
            inner = parts[child]
            if not inner.is_unit:
                if element.tag in HEADINGS and _SURROUNDINGS.search(_about(child)):
                    child.drop_tree()
            elif _is_left_out(child, parts, is_inside):
                child.drop_tree()
            else:
                waiting.append((child, is_inside or child is main))


def _strip_own(element: Element, parts: dict[Element, _Part]) -> None:
    element.text = None
    for child in list(element):
        child.tail = None
        if not parts[child].is_unit:
            element.remove(child)


def _about(element: Element) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


def _is_left_out(element: Element, parts: dict[Element, _Part], is_inside: bool) -> bool:
    part = parts[element]
    if _is_marked_off(element):
        return part.chosen <= MIN_SHARE * part.chars
    return not part.chosen and (not is_inside or _is_linking(element, parts))


def _is_marked_off(element: Element) -> bool:
    """Tell whether an element says itself that it is there for the site, not for the article."""
    if element.tag == "footer" and next(element.iterancestors("blockquote", "figure"), None) is not None:
        return False  # it says who is quoted
    if element.tag in _SURROUNDING_TAGS or element.get("role", "") in _SURROUNDING_ROLES:
        return True
    return _SURROUNDINGS.search(_about(element)) is not None


def _is_linking(element: Element, parts: dict[Element, _Part]) -> bool:
    """Tell whether an element that says nothing of the main text leads elsewhere, or is an empty form."""
    part = parts[element]
    if element.tag == "form":
        return not is_filled(element)
    if element.tag in HEADINGS:
        return part.linked > MAX_LINKED * part.chars and not parts[element.getparent()].chosen
    return part.linked > MAX_LINKED * part.chars or any(parts[heading].linked for heading in element.iter(*HEADINGS))
