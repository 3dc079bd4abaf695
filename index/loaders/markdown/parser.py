"""The CommonMark parser, with what people write beyond CommonMark, and without what would lose a text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

_MAX_NESTING = 200
_WIKI_LINK = re.compile(r"!?\[\[(?!\s)([^\[\]\n]{1,300})(?<!\s)\]\](?![(\[])")
_PICTURE_SIZE = re.compile(r"\d+(?:x\d+)?")
_DEFINITION = re.compile(r"\[((?:[^\]\\\[]|\\.){1,999})\]:\s*(\S+)")
_ADDRESS = re.compile(r"<[^<>]*>|#|[./]{0,2}/|[A-Za-z][A-Za-z0-9+.-]+:\S|\S*\w\.[A-Za-z]\w|\S*\w/\w")
_USED_LABEL = re.compile(r"\]\[((?:[^\]\\\[]|\\.){1,999})\]")
# Addresses with spaces are none in CommonMark, and common.
_SPACED_ADDRESS = re.compile(r"\((?=[^()\n]* )[^()\n\"]{1,500}\.\w{1,5}(?:#[^()\n\"]*)?(?:\s+\"[^()\n\"]*\")?\s*\)")
_FORMULA = re.compile(r"\\\((?P<inline>.{1,500}?)\\\)|\\\[(?P<display>.{1,2000}?)\\\]", re.DOTALL)
_SIGN = re.compile(r"[\\`\[<&$]")
_RUN = "run"
_FORMULA_SIGN = re.compile(r"\\[A-Za-z]|[\^_=]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree of a text's blocks; `env` holds the addresses of its links."""

    root: "SyntaxTreeNode"
    env: dict[str, object]

    def plain_run(self, source: str) -> "Sequence[Token]":
        """Return the tokens of one of the text's runs with those of emphasis, which the tree leaves in the words."""
        return _parser(with_emphasis=True).parseInline(source, self.env)[0].children or ()


def parse_markdown(text: str) -> Parsed:
    """Return the blocks of a text."""
    from markdown_it.tree import SyntaxTreeNode

    labels = frozenset(label.strip().casefold() for label in _USED_LABEL.findall(text))
    env: dict[str, object] = {"used_labels": labels}
    tokens = _parser().parse(text, env)
    for token in tokens:
        if token.children:  # a node for each of them would take as long as the blocks do
            token.meta, token.children = {_RUN: token.children}, None
    return Parsed(SyntaxTreeNode(tokens), env)


def run_of(inline: "SyntaxTreeNode") -> "Sequence[Token]":
    """Return the tokens of a run of text."""
    return () if inline.token is None else inline.token.meta.get(_RUN, ())


@cache
def _parser(*, with_emphasis: bool = False) -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import reference
    from mdit_py_plugins.amsmath import amsmath_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    def define(state: "StateBlock", first: int, last: int, silent: bool) -> bool:
        return _is_definition(state, first) and reference(state, first, last, silent)

    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    parser.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    parser.use(amsmath_plugin)
    parser.block.ruler.at("reference", define)
    parser.core.ruler.at("inline", _read_runs)
    if not with_emphasis:
        # Its marks stay in the text, so that nobody need find out what they span.
        parser.disable(["emphasis", "balance_pairs", "fragments_join", "text_join"])
    parser.inline.ruler.before("escape", "formula", _take_formula)
    parser.inline.ruler.before("link", "wiki_link", _take_wiki_link)
    parser.inline.ruler.after("image", "spaced_link", _take_spaced_link)
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # only a link's text is kept
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return parser


def _read_runs(state: "StateCore") -> None:
    """Read runs of text by the rules; one without a sign that a rule begins with is text as it is."""
    from markdown_it.token import Token

    for token in state.tokens:
        if token.type != "inline":
            continue
        if _SIGN.search(token.content) or state.md.inline.ruler2.get_active_rules():
            token.children = token.children or []
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        else:
            token.children = [Token("text", "", 0, content=token.content)]


def _is_definition(state: "StateBlock", line: int) -> bool:
    """Tell whether a line gives a link its address: `[Anna]: Yes.` is somebody who speaks, `[^1]:` a footnote."""
    found = _DEFINITION.match(state.src, state.bMarks[line] + state.tShift[line])
    if found is None or found[1].startswith("^"):
        return False
    return _ADDRESS.match(found[2]) is not None or found[1].strip().casefold() in state.env["used_labels"]


def _take_formula(state: "StateInline", silent: bool) -> bool:
    found = _FORMULA.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "\\" else None
    # Else the brackets are escaped, as some programs write every one.
    if found is None or not _FORMULA_SIGN.search(found["inline"] or found["display"]):
        return False
    _put(state, found.end(), "" if silent else found[0])
    return True


def _take_wiki_link(state: "StateInline", silent: bool) -> bool:
    found = _WIKI_LINK.match(state.src, state.pos, state.posMax) if state.src[state.pos] in "![" else None
    if found is None:
        return False
    _put(state, found.end(), "" if silent else _wiki_text(found[1]))
    return True


def _wiki_text(link: str) -> str:
    """Return the text of a link between notes: `[[note|text]]`, `[[note#heading]]`, `[[picture.png|300]]`."""
    target, _, shown = link.replace("\\|", "|").partition("|")
    if shown.strip() and not _PICTURE_SIZE.fullmatch(shown.strip()):
        return shown.rpartition("|")[2].strip()
    parts = [part.strip() for part in re.split(r"#\^?|\^", target)]
    return " > ".join(part for part in parts[: 1 if "^" in target and parts[0] else None] if part)


def _take_spaced_link(state: "StateInline", silent: bool) -> bool:
    is_picture = state.src[state.pos] == "!"
    start = state.pos + is_picture
    if not state.src.startswith("[", start):
        return False
    end = state.md.helpers.parseLinkLabel(state, start)
    found = _SPACED_ADDRESS.match(state.src, end + 1, state.posMax) if end >= 0 else None
    if found is None:
        return False
    if not silent:
        last = state.posMax
        state.pos, state.posMax = start + 1, end
        state.md.inline.tokenize(state)
        state.posMax = last
    state.pos = found.end()
    return True


def _put(state: "StateInline", end: int, text: str) -> None:
    if text:
        state.push("text_special", "", 0).content = text
    state.pos = end
