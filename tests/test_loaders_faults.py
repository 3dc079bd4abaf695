"""A fault of Broadsheet's own is never called the file's: a missing library, a mistake in a loader."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import ROOT, start

from index import Library
from index.errors import LoaderFault, LoadError
from index.loaders import load_file
from index.loaders.faults import is_ours, is_over_limit
from index.loaders.libraries import loader_libraries, missing_libraries
from index.loaders.sandbox.messages import Refused, to_line, to_reply
from index.loaders.sandbox.parent import end_workers
from index.types import Failure, SyncReport

pytestmark = pytest.mark.slow

PAGE = "<html><body><article><p>The tide gate of Merrow was hung in 1911 by two smiths.</p></article></body></html>"
NO_LIBRARY = 'raise ImportError("lxml.html.clean is a project of its own now", name="lxml_html_clean")'
# The worker runs this at its start: a loader with a mistake, as a careless change would leave it.
MISTAKE = "import index.loaders.formats.txt as txt\ntxt.decode = None\n"
NO_MEMORY = "raise MemoryError"


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a folder of modules that the reading process finds before the true ones."""
    modules = tmp_path / "modules"
    modules.mkdir()
    end_workers()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "path", [str(modules), *sys.path])
        patched.setenv("PYTHONPATH", os.pathsep.join([str(modules), str(ROOT)]))
        yield modules
    end_workers()


def page(folder: Path, name: str = "gate.html", text: str = PAGE) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.mark.parametrize(
    ("module", "code", "file", "told"),
    [
        ("trafilatura", NO_LIBRARY, "gate.html", "ImportError: lxml.html.clean is a project of its own now"),
        (
            "trafilatura",
            "import no_such_library",
            "gate.html",
            "ModuleNotFoundError: No module named 'no_such_library'",
        ),
        ("trafilatura", NO_MEMORY, "gate.html", "MemoryError"),
        ("pypdfium2", NO_LIBRARY, "gate.pdf", "ImportError: lxml.html.clean is a project of its own now"),
        ("sitecustomize", MISTAKE, "gate.txt", "TypeError: 'NoneType' object is not callable"),
    ],
)
def test_a_fault_of_ours_is_said_to_be_ours(
    broken: Path, tmp_path: Path, module: str, code: str, file: str, told: str
) -> None:
    (broken / f"{module}.py").write_text(code, encoding="utf-8")
    text = PAGE if file != "gate.pdf" else "%PDF-1.4\n%%EOF\n"
    with pytest.raises(LoaderFault) as raised:
        [*load_file(page(tmp_path, file, text), "x")]
    assert str(raised.value).startswith(
        f"Broadsheet could not read this; the fault is not yours and not the file's: {told}. Run `broadsheet doctor`"
    )
    assert raised.value.place.startswith(f"{told.split(':')[0]} index.loaders.")


def test_damage_that_a_parser_stumbles_over_is_still_the_files(tmp_path: Path) -> None:
    path = page(tmp_path, "cut.docx", "PK\x03\x04")
    with pytest.raises(LoadError) as raised:
        [*load_file(path, "x")]
    assert not isinstance(raised.value, LoaderFault)


def test_whose_fault_an_exception_is() -> None:
    def caught(code: str, name: str) -> BaseException:
        module: dict[str, Any] = {"__name__": name}
        exec(f"def act():\n    {code}", module)  # noqa: S102 - a frame of a module of that name
        try:
            module["act"]()
        except BaseException as error:
            return error
        raise AssertionError

    assert is_ours(caught("None.text", "index.loaders.formats.html"))
    assert is_ours(caught("assert False", "index.loaders.formats.html"))
    assert not is_ours(caught("None.text", "trafilatura.core"))
    assert not is_ours(caught("None.text", "indexing"))
    assert not is_ours(caught("{}['part']", "index.loaders.formats.docx"))
    assert is_ours(caught("raise MemoryError", "trafilatura.core"))
    assert is_over_limit(caught("raise MemoryError", "trafilatura.core"))
    assert not is_over_limit(caught("raise KeyError", "trafilatura.core"))
    assert is_ours(caught("raise ImportError", "trafilatura.core"))
    assert not is_ours(TypeError("without a traceback"))


def sync(library: Library, folder: Path) -> SyncReport:
    return [*library.sync_steps(folder)][-1].report or SyncReport()


def test_the_file_is_read_untouched_when_the_fault_is_gone(
    broken: Path,
    tmp_path: Path,
    library: Library,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (broken / "trafilatura.py").write_text(NO_LIBRARY, encoding="utf-8")
    folder = page(tmp_path / "articles").parent
    page(folder, "note.txt", "Ina Moor keeps the gate.")
    first = sync(library, folder)
    (broken / "trafilatura.py").unlink()
    end_workers()
    second = sync(library, folder)
    assert (len(first.added), [failure.ours for failure in first.failures]) == (1, [True])
    logged = [record for record in caplog.records if record.getMessage() == "loader_fault"]
    assert [sorted(vars(record)["facts"]) for record in logged] == [["suffix", "where"]]
    assert "gate" not in str(vars(logged[0])["facts"])
    assert (second.added, second.unchanged, second.failures) == (("articles/gate.html",), 1, ())


@pytest.mark.parametrize("as_json", [False, True])
def test_sync_counts_it_apart_and_ends_with_a_code_of_its_own(broken: Path, tmp_path: Path, as_json: bool) -> None:
    (broken / "trafilatura.py").write_text(NO_LIBRARY, encoding="utf-8")
    folder = page(tmp_path / "articles").parent
    page(folder, "broken.pdf", "no pdf")
    command = start("sync", str(folder), "--home", str(tmp_path / "home"), "--embedder", "hashed")
    ended = subprocess.run([*command, *(["--json"] if as_json else [])], capture_output=True, text=True, check=False)
    assert ended.returncode == 3
    assert "1 file could not be read by a fault of Broadsheet: `broadsheet doctor` says what" in ended.stderr
    assert "1 file could not be read in full; everything else was loaded." in ended.stderr
    if as_json:
        failures = {Path(row["path"]).name: row.get("ours", False) for row in json.loads(ended.stdout)["failures"]}
        assert failures == {"gate.html": True, "broken.pdf": False}
    else:
        assert ended.stdout == "1 failed, 1 not read by a fault of Broadsheet\n"


def test_check_ends_with_that_code_too(broken: Path, tmp_path: Path) -> None:
    (broken / "trafilatura.py").write_text(NO_LIBRARY, encoding="utf-8")
    command = start("check", str(page(tmp_path)), "--home", str(tmp_path / "home"))
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 3
    assert "broadsheet: Broadsheet could not read this; the fault is not yours" in ended.stderr


def test_the_doctor_names_the_library_and_what_to_type(broken: Path, tmp_path: Path) -> None:
    (broken / "pypdfium2.py").write_text("import no_such_library", encoding="utf-8")
    options = ("--home", str(tmp_path), "--embedder", "hashed", "--generator", "extractive", "--json")
    ended = subprocess.run(start("doctor", *options), capture_output=True, text=True, check=False)
    rows = [row for row in json.loads(ended.stdout)["findings"] if row["check"] == "loaders"]
    assert (ended.returncode, [row["ok"] for row in rows]) == (1, [False])
    assert rows[0]["says"].startswith("pypdfium2 cannot be imported (ModuleNotFoundError: No module named 'no_such")
    assert 'python -m pip install --force-reinstall "no-such-library"' in rows[0]["mend"]


def test_all_that_the_loaders_import_is_there() -> None:
    """The list is read from the code, so that no loader can forget to name its library."""
    assert {"lxml", "pypdfium2", "trafilatura", "yaml"} <= {name.partition(".")[0] for name in loader_libraries()}
    assert [*missing_libraries()] == []


@pytest.mark.parametrize("fault", ["", "TypeError index.loaders.formats.txt:12"])
def test_the_place_of_a_fault_travels_and_is_only_a_place(fault: str) -> None:
    assert to_reply(to_line(Refused("is odd", fault))) == Refused("is odd", fault)
    for other in ("a\nb", "The tide gate, hung in 1911", "x" * 201):
        with pytest.raises(ValueError, match="no place in the code"):
            to_reply(to_line(Refused("is odd", other)))
    assert to_reply(to_line(Failure("a:1", "is odd"))) == Failure("a:1", "is odd")
