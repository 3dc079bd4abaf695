"""What is fuzzed: each target takes bytes and raises where a promise is broken."""

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

from index import Article
from index.errors import LoadError
from index.loaders.base import ATTACHMENTS
from index.loaders.cleaning import clean_line, clean_text, title_from
from index.loaders.encoding import decode
from index.loaders.registry import LOADERS, read_file
from index.splitting import split_article, split_sentences
from index.types import Failure, Notice
from rag.answer.written.claims import split_claims
from rag.support.instructions import instruction_spans, without_instructions
from rag.types import Answer, Citation, Claim, Outcome, Receipt, Support, Timings
from ui.browser.views.markup import exact, line
from ui.contract import from_answer, write_json
from ui.conversations.markdown import in_line, in_paragraph
from ui.conversations.stored import from_saved, save, to_saved
from ui.conversations.urls import link_target

Target = Callable[[bytes], None]

_PACKAGE = str(Path(read_file.__code__.co_filename).parent)
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
_FOLDER = Path(tempfile.mkdtemp(dir=_SHARED_MEMORY if _SHARED_MEMORY.is_dir() else None))
MAILS = (".eml", ".msg", ".mbox", ".zip")
PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp")
_RECEIPT = Receipt(1, "hashed", "extractive", "", "", (), ())


def targets() -> dict[str, Target]:
    """Return all targets by name: one a format, and the functions that every text goes through."""
    first = {loader: suffix for suffix, loader in reversed([*LOADERS.items()])}  # the others are other names for it
    loaders = {f"load{suffix}": _loader(suffix) for suffix in first.values()}
    attached = {f"attached{suffix}": _attached(loaders[f"load{suffix}"]) for suffix in MAILS}
    texts: dict[str, Target] = {
        "decode": fuzz_decode,
        "split": fuzz_split,
        "claims": fuzz_claims,
        "instructions": fuzz_instructions,
        "markup": fuzz_markup,
        "markdown-export": fuzz_markdown_export,
        "contract": fuzz_contract,
        "stored": fuzz_stored,
    }
    return loaders | attached | texts


def _attached(load: Target) -> Target:
    """Return a target that reads what is attached to mails, too."""

    def fuzz(data: bytes) -> None:
        os.environ[ATTACHMENTS] = "1"
        try:
            load(data)
        finally:
            del os.environ[ATTACHMENTS]

    return fuzz


def _loader(suffix: str) -> Target:
    path = _FOLDER / f"{os.getpid()}{suffix}"

    def fuzz(data: bytes) -> None:
        path.write_bytes(data)
        try:
            loaded = [*read_file(path, "the-id")]
        except LoadError as error:
            check_reason(error, path)
            return
        assert loaded or suffix in PICTURES  # a picture may show no words
        for item in loaded:
            if isinstance(item, Failure | Notice):
                assert item.reason
                item.reason.encode(errors="backslashreplace")
            else:
                check_article(item)

    return fuzz


def check_reason(error: LoadError, path: Path) -> None:
    """Raise what lies behind a refusal when it is a mistake in our own code."""
    assert str(error)
    assert str(path) not in str(error)
    cause = error.__cause__
    if cause is None or isinstance(cause, (OSError, ValueError, MemoryError, RecursionError)):
        return
    if type(cause).__module__.partition(".")[0] not in ("builtins", "index"):
        return  # a library of others says so itself, from native code without a line of its own
    last = cause.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is not None and last.tb_frame.f_code.co_filename.startswith(_PACKAGE):
        raise cause


def check_article(article: Article) -> None:
    """Raise unless every field is clean UTF-8, the text is not blank, and its places lie in it in order."""
    assert article.text.strip()
    assert article.title.strip()
    assert clean_text(article.text) == article.text
    for field in (article.id, article.title, article.text, article.source, article.url, article.author):
        field.encode()
    for field in (article.title, article.source, article.url, article.author):
        assert clean_line(field) == field
    assert all(a.start < b.start for a, b in pairwise(article.places))
    assert all(0 <= place.start < len(article.text) for place in article.places)
    for place in article.places:
        assert clean_line(place.name) == place.name
        place.name.encode()


def fuzz_decode(data: bytes) -> None:
    """Decode, clean and title whatever the bytes are."""
    half = len(data) // 2
    for declared in ("", data[:half].decode("latin-1")):
        try:
            text = clean_text(decode(data[half:], declared))
        except LoadError:
            continue
        text.encode()
        if text.strip():
            title = title_from(text)
            assert title.strip()
            assert len(title) <= 101


def fuzz_split(data: bytes) -> None:
    """Split clean text: passages and sentences lie in it, in order, with only white space between."""
    target_words = 1 + data[0] % 80 if data else 70
    text = clean_text(data[1:].decode(errors="replace"))
    end = 0
    for passage in split_article(text, target_words):
        assert text[passage.start : passage.end] == passage.text
        assert passage.text.strip() == passage.text
        assert not text[end : passage.start].strip()
        end = passage.end
    assert not text[end:].strip()
    end = 0
    for span in split_sentences(text):
        assert not text[end : span.start].strip()
        end = span.end
    assert not text[end:].strip()


def fuzz_claims(data: bytes) -> None:
    """Split what a generator may have written: no claim twice, none without a letter, each on one line."""
    claims = split_claims(data.decode(errors="replace"))
    assert len(set(claims)) == len(claims)
    for claim in claims:
        assert any(map(str.isalnum, claim))
        assert " ".join(claim.split()) == claim


def fuzz_instructions(data: bytes) -> None:
    """Find instructions: spans are in order and apart, and leaving them out moves nothing."""
    text = data.decode(errors="replace")
    spans = instruction_spans(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.end <= len(text) for span in spans)
    rest = without_instructions(text)
    assert len(rest) == len(text)
    assert all(not span.of(rest).strip() for span in spans)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raise AssertionError(f"a tag came through: {tag} {attrs}")

    def handle_endtag(self, tag: str) -> None:
        raise AssertionError(f"an end tag came through: {tag}")

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment came through: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration came through: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction came through: {data}")


def fuzz_markup(data: bytes) -> None:
    """Escape any text, lone surrogates included: it reads back as the same characters and holds no tag."""
    text = data.decode(errors="surrogateescape")
    reader = _Text()
    reader.feed(exact(text))
    reader.close()
    shown = "".join(reader.text)
    assert len(shown) == len(text)
    assert all(a == b or b == "\ufffd" for a, b in zip(text, shown, strict=True))
    for markup in (exact(text), line(text)):
        markup.encode()
        assert not set(markup) & set("<>\"'\0")
    assert "\n" not in line(text)


def fuzz_markdown_export(data: bytes) -> None:
    """Escape any text for Markdown: no character that begins markup is left bare, no url becomes a script."""
    text = data.decode(errors="surrogateescape")
    for written in (in_line(text), in_paragraph(text, "    ")):
        written.encode()
        bare = written.replace("\\\\", "")
        for sign in "`*_{}[]<>#|~$":
            assert bare.count(sign) == bare.count(f"\\{sign}"), (sign, written)
    assert "\n" not in in_line(text)
    target = link_target(text)
    assert not target or target.lower().startswith(("http://", "https://"))
    assert not set(target) & set('<>"\\ \n\0`')


def answer_of(text: str) -> Answer:
    """Return an answer that has `text` in all its places."""
    half = len(text) // 2
    citation = Citation(text[:half], text[half:], 0, max(1, len(text)), text, text, text, None)
    claim = Claim(text[half:], Support.SUPPORTED, 0.5, (citation,), text[:half])
    timings = Timings(1.0, 2.0, 3.0)
    return Answer(text, text[:half], Outcome.ANSWERED, text[half:], text, (claim,), (), (), (claim,), timings, _RECEIPT)


def fuzz_contract(data: bytes) -> None:
    """Write an answer of any text as JSON: one line that encodes, and reads back as the same."""
    answer = answer_of(data.decode(errors="surrogateescape"))
    written = write_json(from_answer(answer))
    written.encode()
    assert len(written.splitlines()) == 1
    assert json.loads(written)["claims"][0]["text"] == answer.claims[0].text
    kept = save(answer)
    assert to_saved(write_json(from_saved(kept))) == replace(kept, answer=replace(kept.answer, hits=()))


def fuzz_stored(data: bytes) -> None:
    """Read any line as a stored answer: it is one, or a ValueError says that it is none."""
    try:
        saved = to_saved(data.decode(errors="replace"))
    except ValueError:
        return
    write_json(from_saved(saved))
