"""Checks of `broadsheet doctor`; each yields findings and raises nothing on purpose."""

import os
import platform
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from index import BroadsheetError
from index.servers.address import OnServer, is_address
from rag.reach import Sized, find_reach
from ui.commands.settings import Settings, check_model, open_library, open_shelf
from ui.errors import explain

if TYPE_CHECKING:
    from index.library import Library

PACKAGES = ("torch", "transformers", "sentence-transformers", "faiss-cpu", "tantivy", "ik-llama-cpp-python", "gradio")
CPU_FLAGS = ("avx2", "avx512f", "avx512_bf16", "avx512_vnni", "amx_bf16", "asimd")
MENDS = {"library": "`broadsheet restore BACKUP`, or sync your folders into a new --home FOLDER"}
MIN_FREE_BYTES = 2_000_000_000  # the default models take 1.3 GB, and a download needs room beside them


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding of one check: `says` in one sentence, and `mend`, what to do when it is not `ok`."""

    check: str
    ok: bool
    says: str
    mend: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield the findings of all checks, in the order in which one would mend them."""
    for name, check in CHECKS.items():
        try:
            yield from check(settings)
        except (BroadsheetError, OSError) as error:
            mend = "" if settings.home.server else MENDS.get(name)  # a backup is of a folder
            yield Finding(name, False, explain(error), mend or "see the sentence before")


def check_environment(_: Settings) -> Iterator[Finding]:
    """Look at Python, the packages and the processor."""
    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    yield Finding("python", True, f"Python {platform.python_version()} on {platform.system()} {platform.machine()}")
    if missing:
        yield Finding("packages", False, f"not installed: {', '.join(missing)}", "pip install broadsheet")
    else:
        yield Finding("packages", True, ", ".join(found))
    yield from _check_loaders()
    flags = ", ".join(read_cpu_flags(Path("/proc/cpuinfo"))) or "no vector instructions known"
    yield Finding("processor", True, f"{os.cpu_count()} cores, {flags}")


def _check_loaders() -> Iterator[Finding]:
    """Import what the loaders import, most of which no other command does."""
    from index.loaders.libraries import loader_libraries, missing_extras, missing_libraries

    missing = [*missing_libraries()]
    for library in missing:
        says = f"{library.module} cannot be imported ({library.reason}), so some files cannot be read"
        yield Finding("loaders", False, says, f"`{library.install}`, then sync again")
    if not missing:
        more = "".join(f"; for pictures of text: `pip install 'broadsheet[{extra}]'`" for extra in missing_extras())
        yield Finding("loaders", True, f"all {len(loader_libraries())} modules that read files can be imported{more}")


def read_cpu_flags(path: Path) -> tuple[str, ...]:
    """Return which of `CPU_FLAGS` the processor has; () where the system does not say."""
    try:
        words = set(path.read_text(encoding="utf-8", errors="replace").split())
    except OSError:
        return ()
    return tuple(flag for flag in CPU_FLAGS if flag in words)


def check_home(settings: Settings) -> Iterator[Finding]:
    """Look at the home folder and at the room that is left there."""
    root = settings.home.root
    standing = next(folder for folder in (root, *root.parents) if folder.exists())
    mend = "make it writable, or choose another with --home FOLDER or BROADSHEET_HOME"
    if standing.is_dir() and os.access(standing, os.W_OK | os.X_OK):
        yield Finding("home", True, str(root) if standing == root else f"{root} (not made yet)")
    else:
        yield Finding("home", False, f"the home folder {root} cannot be written", mend)
    free = shutil.disk_usage(standing).free
    says = f"{free / 1e9:.1f} GB free"
    if free < MIN_FREE_BYTES:
        mend = f"free {MIN_FREE_BYTES / 1e9:.0f} GB, or choose a folder on another disk with --home FOLDER"
        yield Finding("disk", False, f"only {says} at {standing}", mend)
    else:
        yield Finding("disk", True, says)


def check_models(settings: Settings) -> Iterator[Finding]:
    """Look whether the embedder and the generator are there and are what the lock file says."""
    from index.embedders import open_embedder
    from index.models import DEFAULT_EMBEDDER, DEFAULT_GENERATOR
    from rag.generators import open_generator

    embedder = settings.embedder or DEFAULT_EMBEDDER
    if not settings.embedder and _has_library(settings):
        with open_shelf(settings) as library:
            embedder = library.embedder_name
    generator = settings.generator or DEFAULT_GENERATOR
    models = settings.home.models
    yield _check_model("embedder", embedder, settings, lambda: open_embedder(embedder, models))
    yield _check_model("generator", generator, settings, lambda: open_generator(generator, models))


def _check_model(role: str, name: str, settings: Settings, open_model: Callable[[], object]) -> Finding:
    """Open a model; a server is asked, and says what it has and how it is spoken to."""
    try:
        check_model(name, settings.home.models)
        opened = open_model()
        told = f": {opened.describe()}" if isinstance(opened, OnServer) else ""
        if isinstance(opened, Sized):
            told += f"; {find_reach(opened, settings.reach).says}"
    except BroadsheetError as error:
        other = f"choose another with --{role}"
        mend = (
            f"see the sentence before, or {other}"
            if is_address(name)
            else f"`broadsheet models pull {name}`, or {other}"
        )
        return Finding(role, False, explain(error), mend)
    return Finding(role, True, f"{name} can be used{told}")


def _has_library(settings: Settings) -> bool:
    return bool(settings.home.server) or (settings.home.library / "library.sqlite").exists()


def check_library(settings: Settings) -> Iterator[Finding]:
    """Open the library, check its files, and ask it for the first article by its title."""
    from rag.embedder_fit import describe_misfit

    if not _has_library(settings):
        yield Finding("library", True, "none yet: `broadsheet sync FOLDER` starts one")
        return
    with open_library(settings) as library:
        wrong = library.check()
        for says in wrong:
            yield Finding("integrity", False, says, "`broadsheet doctor --mend`, then sync the same folders again")
        if wrong:
            return
        rows = library.articles()
        passages = sum(row.passages for row in rows)
        yield Finding(
            "library", True, f"{len(rows)} articles, {passages} passages, embedded by {library.embedder_name}"
        )
        if misfit := describe_misfit(library):
            yield Finding("language", True, misfit)
        yield Finding("integrity", True, "the database and its search caches hold what was written")
        gone = [folder for folder in library.folders() if not folder.exists()]
        if gone:
            says = f"{len(gone)} of the synced folders or files cannot be reached, the first is {gone[0]}"
            yield Finding("folders", True, f"{says}; what was loaded from them can still be asked for")
        if rows:
            yield _search(library, rows[0].title)
            yield _ask(library, rows[0].title)


def _search(library: "Library", question: str) -> Finding:
    start = time.perf_counter()
    hits = library.search(question, k=3)
    took = (time.perf_counter() - start) * 1000
    if hits:
        return Finding("search", True, f"a test question found {len(hits)} passages in {took:.0f} ms")
    return Finding("search", False, f"a test question ({question!r}) found nothing", "`broadsheet doctor --mend`")


def _ask(library: "Library", title: str) -> Finding:
    """Ask without a model, so that only what is Broadsheet's own can fail."""
    from rag.assistant import MAX_QUESTION_CHARS, Assistant

    answer = Assistant(library).ask(f"What is said about {title}?"[:MAX_QUESTION_CHARS])
    took = answer.timings.total_ms
    return Finding("question", True, f"a test question was answered in {took:.0f} ms: {answer.outcome.value}")


def check_conversations(settings: Settings) -> Iterator[Finding]:
    """Look at the file of the conversations, which stays as it is."""
    from index.database.copying import check_database
    from ui.conversations.store import FILE

    file = settings.home.root / FILE
    if not file.exists():
        yield Finding("conversations", True, "none yet")
        return
    wrong = check_database(file)
    if wrong:
        mend = "`broadsheet conversations list` sets the file aside and begins a new one; a backup brings it back"
        yield Finding("conversations", False, f"the file {file} is damaged ({wrong[0]})", mend)
    else:
        yield Finding("conversations", True, f"{file.stat().st_size / 1e6:,.1f} MB, whole")


def mend(settings: Settings) -> tuple[str, ...]:
    """Mend what can be mended in the library, and return what was done, in sentences."""
    if not _has_library(settings):
        return ()
    with open_shelf(settings) as library:
        if not library.check():
            return ()
        mended = library.mend()
    done = ["the search caches were built anew"]
    if mended.dropped:
        folders = " ".join(f"'{folder}'" for folder in mended.folders)
        done.append(
            f"{len(mended.dropped)} damaged articles were dropped ({', '.join(mended.dropped[:5])}); "
            f"`broadsheet sync {folders}` reads them again"
        )
    return tuple(done)


Check = Callable[[Settings], Iterator[Finding]]
CHECKS: dict[str, Check] = {
    "environment": check_environment,
    "home": check_home,
    "models": check_models,
    "library": check_library,
    "conversations": check_conversations,
}
