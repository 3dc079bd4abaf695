"""JSON (`.json`): notes, chats and tables that programs export, as prose, turns of a talk and rows with names."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from index.errors import LoadError
from index.loaders.base import NO_TEXT, Part, make_article, read_bytes
from index.loaders.encoding import decode
from index.loaders.front_matter import FrontMatter, stated_fields
from index.loaders.sheets import sheet_text
from index.types import Article, Failure

_TEXTS = ("text", "content", "body", "message", "textcontent", "note", "articlebody", "parts", "value")
_SAYERS = ("from", "author", "sender", "sendername", "user", "username", "name", "role", "realname", "displayname")
_TIMES = ("date", "timestamp", "time", "createdat", "createtime", "created", "ts", "timestampms", "senton", "datetime")
_TALKS = ("messages", "chatmessages", "conversation", "turns", "mapping")
_TITLES = ("title", "subject", "headline", "name")
_SECONDS = re.compile(r"(\d{10})(?:\d{3}|\d{6})?(?:\.\d+)?")
_MAX_DEPTH = 20
_SHORT = 80
_Fields = Mapping[str, object]


def load_json(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the file as one article; where it is a list of notes or talks, each is a place."""
    written = decode(read_bytes(path), "utf-8")
    if not written.strip():
        raise LoadError(NO_TEXT)
    try:
        value = json.loads(written.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise LoadError(f"is not JSON: {error.msg} (line {error.lineno}, column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise LoadError("is JSON that is nested too deeply or holds too long a number") from error
    stated = stated_fields(value) if isinstance(value, dict) else FrontMatter()
    title = (_first(value, _TITLES) if isinstance(value, dict) else "") or path.stem
    yield make_article(
        article_id,
        parts=[*_parts(value)],
        title=title,
        author=stated.author,
        source=stated.source,
        url=stated.url,
        published=stated.published or (_day(value) if isinstance(value, dict) else None),
    )


def _parts(value: object) -> Iterator[Part]:
    listed = value if isinstance(value, list) else []
    titles = [_first(one, _TITLES) if isinstance(one, dict) else "" for one in listed]
    if turns := _turns_of(value):
        others = _without(value, (*_TALKS, *_TITLES)) if isinstance(value, dict) else {}
        yield Part("", _block(others, 1))
        yield from _talk_parts("", turns)
    elif listed and all(titles) and any(map(_holds_prose, listed)):
        for one, title in zip(listed, titles, strict=True):
            turns = _turns_of(one)
            others = _without(one, (*_TITLES, *(_TALKS if turns else ()))) if isinstance(one, dict) else {}
            yield Part(title, "\n\n".join(filter(None, (f"## {title}", _block(others, 1)))))
            yield from _talk_parts(title, turns)
    else:
        yield Part("", _block(value, 0))


def _talk_parts(title: str, turns: Sequence["_Turn"]) -> Iterator[Part]:
    """Yield the turns of a talk, each a place that names its time, and each day once as a line of its own."""
    day = ""
    for turn in turns:
        is_next = turn.when[:10] != day
        day = turn.when[:10]
        said = "\n\n".join(filter(None, (day if is_next else "", turn.line)))
        yield Part(", ".join(filter(None, (title, turn.when))), said)


def _block(value: object, depth: int) -> str:
    """Return a value as text: paragraphs, "name: value" lines, turns of a talk, or rows of a table."""
    if depth > _MAX_DEPTH:
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return _object(value, depth)
    if isinstance(value, list):
        return _list(value, depth)
    return _plain(value)


def _object(fields: _Fields, depth: int) -> str:
    if turns := _turns_of(fields):
        others = _block(_without(fields, (*_TALKS, *_TITLES)), depth + 1)
        return "\n\n".join(filter(None, (others, *(part.text for part in _talk_parts("", turns)))))
    lines: list[str] = []
    blocks: list[str] = []
    for name, value in fields.items():
        text = _said(value) if _key(name) in _TEXTS else ""
        if text:
            blocks.append(text)  # what a note is about needs no name
        elif depth == 0 and _key(name) in ("title", "headline"):
            continue  # the article is called so
        elif isinstance(value, dict | list) and not _is_plain_list(value) and not _named(value):
            inner = _block(value, depth + 1)
            blocks += [f"{name}:\n{inner}"] if inner.strip() else []
        elif shown := _named(value) or (_moment(value) if _is_time(name) else _plain(value)):
            lines.append(f"{name}: {shown}")
    return "\n\n".join(filter(None, ("\n".join(lines), *blocks)))


def _list(values: Sequence[object], depth: int) -> str:
    if _is_plain_list(values):
        shown = [_plain(value) for value in values]
        return ", ".join(shown) if all(len(one) < _SHORT for one in shown) else "\n\n".join(shown)
    if turns := _turns_of(values):
        return "\n\n".join(part.text for part in _talk_parts("", turns))
    rows = [value for value in values if isinstance(value, dict)]
    if named := _named(values):
        return named
    if len(rows) == len(values) and all(map(_is_flat, rows)):
        names = [*dict.fromkeys(name for row in rows for name in row)]
        return sheet_text([names, *([_plain(row.get(name)) for name in names] for row in rows)])
    return "\n\n".join(filter(str.strip, (_block(value, depth + 1) for value in values)))


class _Turn(NamedTuple):
    """One turn of a talk: "Anna: Hello", and when it was had."""

    line: str
    when: str


def _turns_of(value: object) -> list[_Turn]:
    """Return the talk that a list, or an object, holds, in the order in which it was had; nothing where it is none."""
    if isinstance(value, dict):
        value = next((one for name, one in value.items() if _key(name) in _TALKS), None)
    if isinstance(value, dict):  # a tree of turns, each under its id, as ChatGPT exports it
        nodes = [node.get("message") for node in value.values() if isinstance(node, dict)]
        value = sorted((node for node in nodes if isinstance(node, dict)), key=lambda node: _seconds(node) or 0.0)
    listed = value if isinstance(value, list) else []
    turns = [one for one in listed if isinstance(one, dict) and any(_key(name) in _TEXTS for name in one)]
    if not turns or len(turns) < 0.5 * len(listed) or not any(_first(turn, _SAYERS) for turn in turns):
        return []
    if any(_first(turn, ("title", "headline", "subject")) for turn in turns):
        return []  # articles, which have a text and an author, too
    return [turn for turn in map(_turn, turns) if turn.line]


def _turn(turn: _Fields) -> _Turn:
    text = next((said for name, value in turn.items() if _key(name) in _TEXTS and (said := _said(value))), "")
    when = next((shown for name, value in turn.items() if _is_time(name) and (shown := _moment(value))), "")
    profile = next((value for name, value in turn.items() if _key(name) in ("userprofile", "profile")), None)
    who = _first(profile, ("realname", "displayname", "name")) or _first(turn, _SAYERS)
    return _Turn((f"{who}: {text}" if who else text) if text else "", when)


def _said(value: object) -> str:
    """Return a text, also one in pieces or in parts of a message."""
    if isinstance(value, list):
        return "".join(_said(one) for one in value)
    if isinstance(value, dict):
        return next((said for name, one in value.items() if _key(name) in _TEXTS and (said := _said(one))), "")
    return value.strip("\n") if isinstance(value, str) else ""


def _moment(value: object) -> str:
    seconds = _SECONDS.fullmatch(str(value))
    if seconds and not isinstance(value, bool):
        return datetime.fromtimestamp(int(seconds[1]), UTC).strftime("%Y-%m-%d %H:%M")
    return value.strip().replace("T", " ")[:16] if isinstance(value, str) and value[:4].isdigit() else _plain(value)


def _seconds(turn: _Fields) -> float | None:
    stated = next((value for name, value in turn.items() if _is_time(name)), None)
    return float(stated) if isinstance(stated, int | float) and not isinstance(stated, bool) else None


def _day(fields: _Fields) -> date | None:
    """Return the day of a note whose program counts in microseconds, as Google Keep does."""
    stated = (str(value) for name, value in fields.items() if _key(name).endswith("timestampusec"))
    found = next((one for text in stated if (one := _SECONDS.fullmatch(text))), None)
    return datetime.fromtimestamp(int(found[1]), UTC).date() if found else None


def _first(fields: object, names: Sequence[str]) -> str:
    """Return the first of these fields that says something, on one line; of an object its own name."""
    if not isinstance(fields, dict):
        return ""
    known = {_key(name): value for name, value in fields.items()}
    for name in names:
        value = known.get(name)
        said = _first(value, _SAYERS) if isinstance(value, dict) else _plain(value)
        if said:
            return " ".join(said.split())
    return ""


def _named(value: object) -> str:
    """Return the names that an object, or objects, consist of: `[{"name": "Ida"}, {"name": "Bo"}]`."""
    listed = value if isinstance(value, list) else [value]
    if not listed or not all(isinstance(one, dict) and len(one) <= 2 and _is_flat(one) for one in listed):
        return ""
    names = [_first(one, _SAYERS) for one in listed]
    return ", ".join(names) if all(names) else ""


def _is_time(name: str) -> bool:
    return _key(name) in _TIMES or "timestamp" in _key(name)


def _without(fields: _Fields, names: Sequence[str]) -> _Fields:
    return {name: value for name, value in fields.items() if _key(name) not in names}


def _holds_prose(fields: object) -> bool:
    return isinstance(fields, dict) and any(_key(name) in (*_TEXTS, *_TALKS) for name in fields)


def _is_flat(fields: _Fields) -> bool:
    return not any(isinstance(value, dict | list) for value in fields.values())


def _is_plain_list(value: object) -> bool:
    return isinstance(value, list) and not any(isinstance(one, dict | list) for one in value)


def _plain(value: object) -> str:
    if isinstance(value, list):
        return _list(value, 0) if _is_plain_list(value) else ""
    if value is None or isinstance(value, dict):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value).strip()


def _key(name: object) -> str:
    return re.sub(r"[\W_]", "", str(name).lower())
