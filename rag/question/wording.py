"""Wording of a stand-alone question: a name for its pronoun, "besides ...", or brackets behind it."""

import re
from collections.abc import Sequence

from rag.question.follow_up import OTHER
from rag.question.selection import Excerpt
from rag.words import words

KINDS = {
    "he": (frozenset("he him his himself".split()), frozenset("she her hers herself".split())),
    "they": (frozenset("they them their theirs".split()),),
    "it": (frozenset("it its itself".split()),),
}
PLACES = {
    "he": (r"(?:he|she|him)", r"his", r"her"),
    "they": (r"(?:they|them)", r"their", ""),
    "it": (r"it", r"its", ""),
}
EMPTY_IT = re.compile(
    r"\bit\s+(?:\w+\s+)?(?:true|possible|likely|known|said|that|take|took|mean|rain\w*|snow\w*|clear|time)\b",
    re.IGNORECASE,
)
EXCEPT = re.compile(r"\b(?:besides?|other than|apart from|aside from|except|in addition)\b", re.IGNORECASE)
END = re.compile(r"\s*[?.!]*\s*$")


def word_question(question: str, excerpts: Sequence[Excerpt]) -> str:
    """Return `question` with what it leans on."""
    text, rest = _in_place(question, list(excerpts))
    if OTHER.search(question) and not EXCEPT.search(question):
        known = [excerpt.text for excerpt in rest if not excerpt.is_subject]
        if known:
            end = END.search(text)
            mark = end.group().strip() if end else ""
            text = f"{END.sub('', text)} besides {_listed(known)}{mark or '?'}"
            rest = [excerpt for excerpt in rest if excerpt.is_subject]
    behind = ", ".join(excerpt.text for excerpt in rest)
    return f"{text.rstrip()} ({behind})" if behind else text


def _listed(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def _in_place(question: str, excerpts: list[Excerpt]) -> tuple[str, list[Excerpt]]:
    """Return the question with each pronoun replaced that can mean one excerpt only, and the excerpts left over."""
    text = question
    rest = excerpts
    said = {word.text.lower() for word in words(question)}
    for kind, pronouns in KINDS.items():
        fitting = [excerpt for excerpt in excerpts if kind in excerpt.pronouns]
        if len(fitting) != 1 or fitting[0] not in rest or sum(bool(said & group) for group in pronouns) != 1:
            continue
        changed = text if kind == "it" and EMPTY_IT.search(text) else _replace(text, kind, fitting[0].text)
        if changed != text:
            text = changed
            rest = [excerpt for excerpt in rest if excerpt is not fitting[0]]
    return text, rest


def _replace(text: str, kind: str, name: str) -> str:
    """Return `text` with the first pronoun of its kind replaced by `name`, as it stands there."""
    plain, owning, either = PLACES[kind]
    owner = f"{name}'" if name.endswith("s") else f"{name}'s"
    for pattern, owns in ((plain, False), (owning, True), (either, None)):
        match = re.search(rf"\b{pattern}\b(?!['’])", text, re.IGNORECASE) if pattern else None
        if match and match.end() == len(text.rstrip()) and owns:
            continue
        if match:
            has = _has_more(text[match.end() :]) if owns is None else owns
            shown = owner if has else name
            if match.start() == 0:
                shown = shown[0].upper() + shown[1:]
            return f"{text[: match.start()]}{shown}{text[match.end() :]}"
    return text


def _has_more(rest: str) -> bool:
    """Tell whether "her" is followed by what she has."""
    following = words(rest)[:1]
    return bool(following) and not following[0].is_stop and rest[: following[0].start].isspace()
