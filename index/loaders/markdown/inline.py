"""Runs of text in Markdown: what of them is read, from the parser's tokens."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.loaders.markdown.tags import closing_tag, read_tag

if TYPE_CHECKING:
    from markdown_it.token import Token

_EMPHASIS = re.compile(r"(?<![\w*])([*_]{1,3})(?=[^\s*_])([^*_]+)(?<=\S)\1(?![\w*])")


def read_inline(tokens: "Sequence[Token]", *, plain: bool = False) -> str:
    """Return the tokens of a run of text as text, with the marks of emphasis unless it is to be `plain`."""
    pieces: list[str] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        position += 1
        if token.type != "html_inline":
            pieces.append(_read_token(token, plain))
            continue
        tag = read_tag(token.content, "".join(pieces[-1:]))
        pieces.append(tag.text)
        if tag.hides:
            position = closing_tag(tag.name, tokens, position)
    text = "".join(pieces)
    return "\n".join(line.strip() for line in text.split("\n") if line.strip()) if "\n" in text else text.strip()


def _read_token(token: "Token", plain: bool) -> str:
    match token.type:
        case "softbreak" | "hardbreak":
            return "\n"
        case "code_inline":
            space = " " if token.content.startswith("`") or token.content.endswith("`") else ""
            return token.content if plain else f"{token.markup}{space}{token.content}{space}{token.markup}"
        case "image":
            return _EMPHASIS.sub(r"\2", read_inline(token.children or (), plain=True)) or str(
                token.attrs.get("title", "")
            )
        case "math_inline" | "math_inline_double":
            return f"{token.markup}{token.content}{token.markup}"
        case "em_open" | "em_close" | "strong_open" | "strong_close":
            return "" if plain else token.markup
    return token.content
