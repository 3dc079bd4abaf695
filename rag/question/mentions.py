"""The people and things that a text names, and which pronouns can mean them.

There is no grammar here but articles, capitals and a few endings: a name is a run of capitals, a thing is the run of
words behind "the" and its like, without the verb at its end ("did the council | decide").
"""

import re
from calendar import day_name, month_name
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.language import FUNCTION_WORDS, language_of
from rag.question.beings import GROUP, PERSON, THING
from rag.support.names import is_joined
from rag.words import Word, fold, words

YEAR_DIGITS = 4
MAX_CHARS = 800  # of an answer; what stands further back is hardly ever meant
MAX_WORDS = 6  # of one thing
MAX_PLAIN_WORDS = 3  # of those without a capital
HE, THEY, IT, THERE = "he", "they", "it", "there"
DETERMINERS = frozenset(
    """the a an this that these those his her its their some any which what der die das den dem des ein eine einen einem
    einer eines dieser diese dieses le la les l un une du ce cette ces el los las unos unas este esta many
    much viele quantos cuántos cuántas""".split()
)
_JOINING = frozenset("of the and for de la le du des von van der del & y et und".split())
_LINKS = re.compile(
    r"\s+(?:of|for|about|with|between|von|vom|de|du|des|d['’]|del|der)\s+(?:(?:the|an?|la|les|den|der|dem)\s+|l['’])?",
    re.I,
)
_PLACED = re.compile(r"\s+(?:in|on|at|off)\s+(?:the\s+)?")
_PLACES = frozenset("in at near across around im am an en dans nach bei aus".split())
_HELPS = frozenset("did does do will would can could should has have had may might must".split())
_BEFORE_PLURALS = frozenset("do did are were have had will can could should must".split())
_IS = frozenset("is are was were been be".split())
_PAST = re.compile(
    r"(?:[^e]ed|^(?:built|held|made|found|sold|lost|won|paid|put|lit|shut|said|took|gave|went|came|began|left|kept))$"
)
_PARTICIPLE = re.compile(rf"{_PAST.pattern}|(?:en|wn|ing|^set|^cut)$")
_VERBS = frozenset(  # behind a noun: "will the sea wall be", "did the lighthouse keeper say"
    "be been have has had do get got say tell think make go take see come give know mean want need".split()
)
# Behind a noun, verbs for sure: "The square belongs to people". "Costs", "needs" or "lives" may be nouns.
_DOES = frozenset(
    """belongs remains becomes seems contains includes consists begins opens closes keeps says makes goes takes gives
    comes wants sells carries rises falls loses wins holds owns knows gets has does depends exists happens
    brings""".split()
)
_ASKING = frozenset(("what", "which", "many", "much"))
_NO_VERB = frozenset("building wedding evening morning painting meeting garden children women men kitchen".split())
# Words that name nothing which could be asked about again.
GENERIC = frozenset(
    """article articles aspect aspects thing things kind kinds sort sorts type types part parts time times year years
    day days way ways fact facts number numbers name names people person information
    other others else case reason reasons
    latest newest news example examples result end
    beginning rest way lot date place anything something interesting important
    artikel art jahr zeit fois annee chose cosa ano vez parte""".split()
)
_ORDERS = frozenset("tell name list give show describe explain compare summarise summarize besides aside apart".split())
_SHORT_IS = re.compile(  # "What's Line 4?" names no Line 4 of What's
    r"\b(?:what|who|where|when|why|how|that|there|here|he|she|it|let)['’]s\b", re.IGNORECASE
)
# "The torc from Corran" comes from a place; only of what is sent does "from" name a person.
_SENT = frozenset(
    """letter letters message messages email note notes call calls word words text texts gift gifts present
    presents answer answers reply replies money loan quote quotation statement help vote votes""".split()
)
_OF_ORIGIN = re.compile(r"\b(?:the|an?)\s+(?:[\w-]+\s+){0,2}(?P<noun>[^\W\d_]+)\s+from\s+$", re.IGNORECASE)
_WHEN_SAID = frozenset("yesterday today tomorrow twice again together".split())
_QUOTED = re.compile(r"[“\"«*]([^”\"»*]{2,80})[”\"»*]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A person or thing as a text names it, where, and the pronouns among "he", "they", "it", "there" that can mean it.

    `head` is the stem of its main noun; `is_new` says that it is led in by "a" or "which".
    """

    text: str
    start: int
    end: int
    stems: frozenset[str]
    head: str
    means: frozenset[str]
    is_name: bool
    is_new: bool = False


@lru_cache(maxsize=256)
def find_mentions(text: str) -> tuple[Mention, ...]:
    """Return the people and things that `text` names, in order; of a long text, those of its beginning."""
    text = _SHORT_IS.sub(lambda match: "is".ljust(len(match[0])), text[:MAX_CHARS])  # as long as before: offsets stay
    found = words(text)
    language = language_of(text)
    stops = FUNCTION_WORDS[language] if language != "en" else frozenset()
    names = [one for one in _names(text, found, stops) if language != "de" or len(one.stems) > 1]
    things = list(_things(text, found, language, stops))
    quoted = [_quotation(text, match) for match in _QUOTED.finditer(text)]
    spans = {(one.start, one.end) for one in things}
    named = [one for one in (*quoted, *names) if (one.start, one.end) not in spans]
    return tuple(sorted((*things, *named), key=lambda one: (one.start, -one.end)))


def _is_stop(word: Word, stops: frozenset[str]) -> bool:
    return word.is_stop or word.text.lower() in stops


def _names(text: str, found: Sequence[Word], stops: frozenset[str]) -> Iterator[Mention]:
    run: list[Word] = []
    for place, word in enumerate(found):
        begins = _begins_sentence(text, word)
        initial = len(word.text) == 1 and text[word.end : word.end + 1] == "."
        capital = (
            word.is_name and (initial or not _is_stop(word, stops)) and not (begins and word.text.lower() in _ORDERS)
        )
        if run and not capital and word.text.lower() in _JOINING:
            continue
        if run and (capital or _is_number_of(run[-1], word)) and _is_joined(text, run[-1], word):
            run.append(word)
            continue
        if run:
            yield from _name(text, run)
        run = []
        alone = begins and not (place + 1 < len(found) and found[place + 1].is_name) and not _stands_out(text, word)
        if capital and not alone:
            run = [word]
    if run:
        yield from _name(text, run)


def _is_number_of(last: Word, word: Word) -> bool:
    """Tell whether a number goes on a name: "Line 4", not "July 4" nor a year."""
    return word.text.isdigit() and len(word.text) < YEAR_DIGITS and last.text not in month_name


def _stands_out(text: str, word: Word) -> bool:
    """Tell whether a capital at a sentence's beginning is a name: all capitals, or a mark behind it."""
    return (len(word.text) > 2 and word.text.isupper()) or text[word.end :].lstrip()[:1] in ("", "(", ",", ".")


def _begins_sentence(text: str, word: Word) -> bool:
    before = text[: word.start].rstrip(" \"'“‘(*¿¡«")
    return not before or before[-1] in ".!?:\n"


def _is_joined(text: str, last: Word, word: Word) -> bool:
    gap = text[last.end : word.start]
    if last.text.endswith(("'s", "’s")) and gap != " ":
        return False
    if gap in ("’", "'") or is_joined(text, last, word):
        return True
    inner = gap.strip().split()
    return 0 < len(inner) <= 2 and gap[0] == gap[-1] == " " and all(part in _JOINING for part in inner)


def _name(text: str, run: Sequence[Word]) -> Iterator[Mention]:
    start, end = run[0].start, run[-1].end
    shown = _bare(text[start:end])
    before = text[:start].rstrip().rsplit(" ", 1)[-1].lower()
    inside = f" {text[start:end]} "
    origin = _OF_ORIGIN.search(text, 0, start) if before == "from" else None
    if before == "the":
        start = text[:start].rstrip().rfind(" ") + 1
        shown = f"the {shown}"
    if " and " in inside or " & " in inside or " und " in inside or " et " in inside or " y " in inside:
        means = frozenset((THEY,))
    elif before in _PLACES or (origin and origin["noun"].lower() not in _SENT):
        means = frozenset((IT, THERE))
    elif len(run) == 1 and run[0].text.removesuffix("'s").removesuffix("’s") in day_name:
        means = frozenset()  # nobody, and nothing that is asked of again
    elif before == "the" or any(THING.match(word.text) or (word.text.isupper() and len(word.text) > 2) for word in run):
        means = frozenset((IT, THEY))
    else:
        means = frozenset((HE, THEY, IT, THERE) if before in ("to", "from", "a", "à") else (HE, THEY, IT))
    yield Mention(shown, start, end, frozenset(word.stem for word in run), run[-1].stem, means, True)


def _quotation(text: str, match: re.Match[str]) -> Mention:
    inside = [word for word in words(match[1])]
    stems = frozenset(word.stem for word in inside)
    head = inside[-1].stem if inside else ""
    return Mention(match.group(), match.start(), match.end(), stems, head, frozenset((IT,)), True)


def _things(text: str, found: Sequence[Word], language: str, stops: frozenset[str]) -> Iterator[Mention]:
    place = 0
    while place < len(found):
        lead = found[place]
        lowered = lead.text.lower()
        owner = lead.text.endswith(("'s", "’s", "s'", "s’"))
        bare = lowered in _BEFORE_PLURALS
        if not owner and not bare and lowered not in DETERMINERS:
            place += 1
            continue
        helper = lowered if bare else found[place - 1].text.lower() if place else ""
        most = MAX_PLAIN_WORDS + (helper in _HELPS)
        run = _run(text, found, place, language, stops, most)
        after = next((word.text.lower() for word in found if run and word.start > run[-1].start), "")
        if helper in _HELPS and run and _verb_behind_place(text, found, run[-1]):
            helper = ""
        run = _without_verb(run, "" if after in _VERBS else helper)
        if lowered in _ASKING and len(run) > 1 and _has_object(text, found, run[-1]):
            run.pop()  # "which shipyard | builds the ferries"
        if lowered in _ASKING and run and _PARTICIPLE.search(run[0].text):
            run = []  # "what happened", "which burned"
        if not run or (bare and (run[-1].is_name or not is_plural(run[-1].text.lower()))):
            place += 1
            continue
        place += 1 + len(run)
        chain = list(run)
        link = _LINKS.match(text, chain[-1].end) or _placed(text, chain[-1], helper)
        while link is not None and (more := _after(text, found, link.end(), language, stops)):
            chain += more
            link = _LINKS.match(text, chain[-1].end)
        yield _thing(text, lead, run, chain, helper in _PLACES)


def _placed(text: str, last: Word, helper: str) -> re.Match[str] | None:
    """Return the link to the place where a thing is ("the lighthouse on Gull Point"); None behind a verb."""
    link = _PLACED.match(text, last.end)
    named = link is not None and text[link.end() : link.end() + 1].isupper()
    return link if named and helper not in _HELPS and not _PARTICIPLE.search(last.text) else None


def _verb_behind_place(text: str, found: Sequence[Word], last: Word) -> bool:
    """Tell whether a noun has its place and then the verb: "does the lending library on Fore Street | fear"."""
    link = _PLACED.match(text, last.end)
    behind = [word for word in found if link and word.start >= link.end()]
    verb = next((word for word in behind if not word.is_name), None)
    if verb is None or verb is behind[0] or verb.is_stop or text[: verb.start].rstrip()[-1:] in ",;:":
        return False
    return verb.text.lower() not in _WHEN_SAID and not verb.text.endswith(("ly", "ed", "ing"))


def _has_object(text: str, found: Sequence[Word], last: Word) -> bool:
    after = next((word for word in found if word.start > last.start), None)
    return not last.is_name and after is not None and after.text.lower() in DETERMINERS and text[last.end] == " "


def _run(
    text: str, found: Sequence[Word], place: int, language: str, stops: frozenset[str], most: int = MAX_PLAIN_WORDS
) -> list[Word]:
    """Return the words behind a determiner that belong to its noun."""
    run: list[Word] = []
    plain = 0
    joint = 0
    for number, word in enumerate(found[place + 1 : place + 1 + MAX_WORDS], place + 1):
        if run and _joins_names(found, number, place):
            joint = number
            continue
        last = run[-1] if run else found[place]
        gap = text[last.end : word.start] if run and joint != number - 1 else " "
        if _is_stop(word, stops) or gap not in (" ", "-", "", "’", "'", ". ", " “", ' "', " *", "' ", "’ "):
            break
        if (gap == ". " and len(last.text) > 3) or (gap in ("' ", "’ ") and not last.text.endswith("s")):
            break  # "the nurses' nap trial" goes on
        if run and not word.is_name and (language in ("fr", "es") or plain >= most):
            break  # what follows the noun is as often a verb
        run.append(word)
        plain += not word.is_name
    if language == "de":  # up to its last noun, which has a capital
        while run and not run[-1].is_name:
            run.pop()
    return run


def _joins_names(found: Sequence[Word], place: int, lead: int) -> bool:
    """Tell whether an "and" stands in one thing's name: "When was the Tarn and Ouseby canal opened?"."""
    helper = found[lead - 1].text.lower() if lead else ""
    is_led = found[lead].text.lower() == "the" and helper not in _HELPS
    if found[place].text.lower() != "and" or not is_led or place + 1 == len(found):
        return False
    after = next((word for word in found[place + 1 :] if not word.is_name), None)
    return found[place - 1].is_name and found[place + 1].is_name and after is not None and not after.is_stop


def _without_verb(run: list[Word], helper: str) -> list[Word]:
    """Return a noun's words without the verb behind it: "did the council | decide", "many people | came yesterday"."""
    lowered = [word.text.lower() for word in run]
    verbs = (place for place, word in enumerate(lowered) if place and (_PAST.search(word) or word in _DOES))
    past = next(verbs, len(run))
    if past < len(run) and not run[past].is_name:
        return run[:past]
    if len(run) > 1 and not run[-1].is_name:
        last = run[-1].text.lower()
        done = helper in _IS and _PARTICIPLE.search(last) and last not in _NO_VERB
        if helper in _HELPS or done:
            return run[:-1]
    return run


def _after(text: str, found: Sequence[Word], start: int, language: str, stops: frozenset[str]) -> list[Word]:
    """Return the noun that begins at `start`."""
    place = next((place for place, word in enumerate(found) if word.start >= start), len(found))
    if place == len(found) or found[place].start != start or _is_stop(found[place], stops):
        return []
    run = _run(text, found, place - 1, language, stops)
    if run and run[0].is_name and language != "de":
        plain = next((number for number, word in enumerate(run) if not word.is_name), len(run))
        return run[:plain]
    return run


def _thing(text: str, lead: Word, run: Sequence[Word], chain: Sequence[Word], is_place: bool) -> Mention:
    owner = lead.text.endswith(("'s", "’s", "s'", "s’"))
    head = next((word for word in reversed(run) if not word.is_name), run[-1])
    plain = fold(head.text).removesuffix("'s")
    named = any(word.is_name for word in run)
    if PERSON.match(plain):
        means = frozenset((HE, THEY))
    elif GROUP.search(plain) or (head.is_name and not owner):
        means = frozenset((THEY, IT))
    elif is_plural(plain):
        means = frozenset((THEY,))
    else:
        means = frozenset((IT, THERE)) if is_place else frozenset((IT,))
    start = lead.start
    shown = _bare(text[start : chain[-1].end])
    if not owner:
        behind = _bare(text[run[0].start : chain[-1].end])
        article = _ARTICLES.get(lead.text.lower(), "")
        shown = f"{article}{behind}"
    stems = frozenset(word.stem for word in chain) | (frozenset((lead.stem,)) if owner else frozenset())
    is_new = lead.text.lower() in ("a", "an", "which", "what", "some", "any", "ein", "eine", "une", "un", "una")
    return Mention(shown, start, chain[-1].end, stems, head.stem, means, named, is_new)


_ARTICLES = {word: "the " for word in (*"the a an this that these those his her its their some any".split(), *_ASKING)}
_ARTICLES |= {word: f"{word} " for word in "der die das den dem le la les el los las".split()} | {"l": "l’"}


def is_plural(noun: str) -> bool:
    """Tell whether a noun looks like more than one thing."""
    return noun in ("people", "men", "women", "children") or (
        noun.endswith("s") and not noun.endswith(("ss", "us", "is"))
    )


def _bare(text: str) -> str:
    shown = " ".join(text.split())
    return re.sub(r"['’]s?$", "", shown) if shown.endswith(("'s", "’s", "'", "’")) else shown
