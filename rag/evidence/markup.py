"""Raw markup shown as a reader expects it; the offsets of what is cited stay those of the article."""

import html
import re

QUOTATION_MARKS = ("“", "„", "«", '"', "‘", "”")
_RULE = re.compile(r"^[\s|:+=_*~#-]+$")
_HEAD = re.compile(r"^\s*(?:#{1,6}\s+|(?:[-*+•‣◦▪■●►·]|\\-)\s+(?=\S)|>\s+)+")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
_WIKI = re.compile(r"\[\[(?:[^\]|\n]*\|)?([^\]\n]*)\]\]")
_CODE = re.compile(r"`+([^`\n]+)`+")
_TAG = re.compile(
    r"</?(?:b|i|em|strong|p|div|br|span|u|a|ul|ol|li|td|tr|th|table|h[1-6]|blockquote)(?:\s[^<>]*)?/?>", re.I
)
_STRONG = re.compile(r"(\*{2,3}|_{2,3}|~~)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])|(?<![\w_])_(?=[^\s_])([^_\n]+?)(?<=[^\s_])_(?![\w_])"
)
_LEFT_OVER = re.compile(r"(?<!\S)(?:\*{2,3}|__|~~)(?=\S)|(?<=\S)(?:\*{2,3}|__|~~)(?!\w)|(?<=\n)#{1,6}\s+")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_CELL = re.compile(r"\s*(?<!\\)\|\s*")


def show(text: str) -> str:
    """Return `text`, a stretch of an article, without its markup: "**WTN:** *Why*" is "WTN: Why".

    The cells of a table's row are parted by " · ", rules of a table vanish, entities are letters, and all is on one
    line. What is no markup stays as it is: "2 * 3 * 4", "snake_case".
    """
    lines = (_line(line) for line in text.splitlines())
    shown = " ".join(line for line in lines if line)
    shown = _STRONG.sub(lambda found: found[2], shown)
    shown = _EMPHASIS.sub(lambda found: found[1] or found[2], shown)
    shown = _LEFT_OVER.sub("", shown)
    shown = _ESCAPED.sub(r"\1", html.unescape(shown))
    return " ".join(shown.split())


def _line(line: str) -> str:
    if _RULE.match(line):
        return ""
    line = _TAG.sub("", _WIKI.sub(r"\1", _LINK.sub(r"\1", _HEAD.sub("", line))))
    line = _CODE.sub(r"\1", line)
    cells = [cell.strip() for cell in _CELL.split(line)]
    is_row = line.lstrip().startswith("|") or len(cells) > 2
    return " · ".join(filter(None, cells)) if is_row else line
