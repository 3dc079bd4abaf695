"""The folder of the documents that were added in the browser: files come in, wait, and go."""

import re
import shutil
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml  # type: ignore[import-untyped]

from index.durable import move_whole
from index.library import Library
from index.loaders import supported_suffixes
from index.types import Failure, ListedArticle

LEAVING = ".leaving"
MAX_NAME_BYTES = 150  # file systems allow 255; copies and temporary names need some of it
_UNSAFE = re.compile('[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff<>:"|?*\ud800-\udfff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)  # devices on Windows


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of uploaded files: names that are new, names that replaced a file, and refusals."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    refused: tuple[Failure, ...] = ()


def safe_name(name: str) -> str:
    """Return a file name that is no path, is not hidden, and is the same on every system."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = _UNSAFE.sub("", last).strip(" .") or "document"
    if _RESERVED.match(kept):
        kept = f"_{kept}"
    stem, dot, suffix = kept.partition(".") if kept.lower().endswith(".jsonl.gz") else kept.rpartition(".")
    if not dot:
        stem, suffix = kept, ""
    room = MAX_NAME_BYTES - len(f"{dot}{suffix}".encode())
    return stem.encode()[: max(room, 1)].decode(errors="ignore") + dot + suffix if room > 0 else kept[:40]


def take_in(files: Iterable[Path], documents: Path) -> Taken:
    """Move `files` into `documents` under safe names; one of the same name is replaced."""
    documents.mkdir(parents=True, exist_ok=True)
    added: list[str] = []
    replaced: list[str] = []
    refused: list[Failure] = []
    for file in files:
        name = safe_name(file.name)
        if not name.lower().endswith(supported_suffixes()):
            reason = f"this format is not supported; supported are {', '.join(supported_suffixes())}"
            refused.append(Failure(name, reason))
            file.unlink()
            continue
        target = documents / name
        (replaced if target.exists() or name in added else added).append(name)
        arriving = documents / f".{name}.arriving"  # hidden, so that no sync reads half a file
        shutil.move(file, arriving)
        move_whole(arriving, target)
    return Taken(tuple(added), tuple(replaced), tuple(refused))


def waiting(documents: Path, listed: Iterable[ListedArticle]) -> tuple[str, ...]:
    """Return the names of the files in `documents` that no article of the library comes from, sorted."""
    if not documents.is_dir():
        return ()
    known = {article.path for article in listed}
    return tuple(
        sorted(
            file.name
            for file in documents.absolute().iterdir()
            if file.is_file() and not file.name.startswith(".") and str(file) not in known
        )
    )


def discard(documents: Path, name: str) -> None:
    """Delete the file `name` of `documents`; a name that is not there is passed over."""
    for file in documents.iterdir():  # compared, never joined: a name is no path
        if file.name == name and file.is_file():
            file.unlink()


@dataclass(frozen=True, slots=True)
class Removal:
    """A removed article: its title, the file it came from, and where that lies until the next removal, if moved."""

    title: str
    path: Path
    aside: Path | None = None


def remove_article(library: Library, documents: Path, article_id: str) -> Removal:
    """Remove an article, and set its file aside when that was added in the browser.

    A file that holds other articles as well stays. Raises what `Library.remove` raises.
    """
    for old in documents.glob(f".*{LEAVING}") if documents.is_dir() else ():
        old.unlink(missing_ok=True)
    listed = library.articles()
    title = library.article(article_id).title
    path = next(Path(article.path) for article in listed if article.id == article_id)
    alone = sum(article.path == str(path) for article in listed) == 1
    if not (alone and path.is_file() and path.is_relative_to(documents.absolute())):
        library.remove(article_id)
        return Removal(title, path)
    # Aside first: an article whose file lies there would be remembered as left out, and the same
    # document could not be added again.
    aside = path.with_name(f".{path.name}{LEAVING}")
    path.replace(aside)
    try:
        library.remove(article_id)
    except BaseException:
        aside.replace(path)
        raise
    return Removal(title, path, aside)


def put_back(library: Library, removal: Removal) -> None:
    """Bring a removed article back. Raises FileNotFoundError when its file is gone, and what a sync raises."""
    if removal.aside is not None and removal.aside.exists():
        removal.aside.replace(removal.path)
    if not removal.path.exists():  # the next removal, in another tab, may have deleted it for good
        raise FileNotFoundError(f"The file {removal.path} is not there any more: add the document again.")
    for _ in library.sync_steps(removal.path, restore=True):
        pass


def write_pasted(documents: Path, title: str, text: str, source: str, published: str) -> Taken:
    """Write a pasted text into `documents` as an article; one of the same title is replaced.

    Raises:
        ValueError: there is no text, or `published` is no ISO date.
    """
    if not text.strip():
        raise ValueError("There is no text: paste what the article says.")
    first = next(one.strip() for one in text.splitlines() if one.strip())
    name = " ".join((title.strip() or first[:80]).split())
    facts = {"title": name, "source": source.strip(), "date": date.fromisoformat(published) if published else None}
    head = yaml.safe_dump({key: value for key, value in facts.items() if value}, allow_unicode=True, sort_keys=False)
    documents.mkdir(parents=True, exist_ok=True)
    stem = safe_name(f"{name[:80]}.md".replace("/", " "))
    arriving, target = documents / f".{stem}.arriving", documents / stem
    replaced = target.exists()
    arriving.write_text(f"---\n{head}---\n\n{text}\n", encoding="utf-8", errors="replace")
    arriving.replace(target)
    return Taken(replaced=(stem,)) if replaced else Taken(added=(stem,))
