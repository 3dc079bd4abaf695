"""Parsing a page into a tree, with the pages that are written inside it and however deep it nests."""

import re

from index.loaders.elements import Element

PARSED_DEPTH = 2040  # the parser drops what lies deeper
_FLAT_DEPTH = 500
_MAX_INNER = 100
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)>")
# No tree can hold these, written as they are or by their numbers.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    "|&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])|0*(?:[0-8]|1[1245-9]|2[0-9]|3[01]|6553[45]))(?![0-9a-f]);?",
    re.IGNORECASE,
)
_EMPTY = frozenset("area base br col embed hr img input link meta source track wbr".split())


def parsed(page: str) -> Element | None:
    """Return the page's tree, without comments; None when there is nothing in it."""
    tree = _tree(page)
    if tree is None:
        return None
    if page.count("<") > PARSED_DEPTH and _is_cut(tree):
        tree = _tree(_flattened(page))
    if tree is not None:
        _unfold(tree)
    return tree


def _tree(page: str) -> Element | None:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(_CONTROLS.sub(" ", page).encode(errors="replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def _is_cut(tree: Element) -> bool:
    """Tell whether the last elements lie as deep as the parser goes, where it stops."""
    last = tree
    depth = 0
    while len(last):
        last = last[-1]
        depth += 1
    return depth >= PARSED_DEPTH


def _flattened(page: str) -> str:
    """Return the page without its deepest tags, which say nothing but that they nest; tags that say more stay."""
    are_kept: list[bool] = []

    def kept(tag: "re.Match[str]") -> str:
        if tag[2].lower() in _EMPTY:
            return tag[0]
        if tag[1]:
            return tag[0] if not are_kept or are_kept.pop() else "\n"
        are_kept.append(len(are_kept) < _FLAT_DEPTH or bool(tag[3].strip()))
        return tag[0] if are_kept[-1] else "\n"

    return _TAG.sub(kept, page)


def _unfold(tree: Element) -> None:
    """Put the pages that frames hold, and what stands for frames, in their places; part terms that were not ended."""
    for part in tree.iter("dt", "dd"):
        for following in reversed([child for child in part if child.tag in ("dt", "dd")]):
            part.addnext(following)
    for frame in list(tree.iter("iframe", "noframes"))[:_MAX_INNER]:
        inner = _tree(frame.get("srcdoc", "") if frame.tag == "iframe" else frame.text or "")
        frame.clear(keep_tail=True)
        frame.tag = "div"
        frame.extend([] if inner is None else list(inner.iterchildren("body")))
        for body in frame:
            body.tag = "div"
    for frameset in tree.iter("frameset"):
        frameset.tag = "div" if tree.find("body") is not None else "body"
    for root in list(tree.iter("template")):
        if root.get("shadowrootmode") is not None or root.get("shadowroot") is not None:
            root.tag = "div"
