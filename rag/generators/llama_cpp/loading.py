"""Getting llama.cpp and a model's file into memory."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from rag.errors import GeneratorError

_CPUS = Path("/sys/devices/system/cpu")
_SPIN_COUNT = "4000"


def load_engine_module() -> ModuleType:
    """Import llama.cpp, quiet, and return its low-level module."""
    with _short_waiting():
        from cyllama.llama import llama_cpp
    llama_cpp.disable_logging()
    llama_cpp.ggml_backend_load_all()
    module: ModuleType = llama_cpp
    return module


@contextmanager
def _short_waiting() -> Iterator[None]:
    """Let the engine's threads spin only briefly when they wait for each other, if the user has not said otherwise.

    By default they spin for milliseconds at each of the many barriers of a token. Beside one other busy
    program that is most of the time: the 1.5B model then writes 0.5 tokens a second on two cores instead
    of 3 to 5. OpenMP reads the variable once, when its library is loaded; it is taken back so that other
    libraries keep their own waiting.
    """
    if {"GOMP_SPINCOUNT", "OMP_WAIT_POLICY"} & os.environ.keys():
        yield
        return
    os.environ["GOMP_SPINCOUNT"] = _SPIN_COUNT
    try:
        yield
    finally:
        del os.environ["GOMP_SPINCOUNT"]


def load_model(path: Path, only_vocabulary: bool = False) -> Any:  # noqa: ANN401 - cyllama has no types
    """Return the `LlamaModel` of the GGUF file `path`.

    With `only_vocabulary` the weights stay on disk and the model can only count tokens.

    Raises:
        GeneratorError: the file is missing, or is not a whole GGUF file that llama.cpp knows.
    """
    llama = load_engine_module()
    settings = llama.LlamaModelParams()
    settings.use_mmap = not only_vocabulary
    # Not `vocab_only`: cyllama asks such a model for its heads, and llama.cpp then ends the process.
    settings.no_alloc = only_vocabulary
    try:
        return llama.LlamaModel(str(path), settings)
    except FileNotFoundError as error:
        raise GeneratorError(
            f"There is no model file {path}; expected a .gguf file; `broadsheet models` lists the models that "
            "can be pulled."
        ) from error
    except (ValueError, RuntimeError, OSError, MemoryError) as error:
        raise GeneratorError(
            f"The model file {path} cannot be loaded; it is damaged, cut short, or not a GGUF file that this "
            "version reads. Get it again, for a model of the list with `broadsheet models pull`."
        ) from error


def count_cores() -> int:
    """Return how many physical cores this process may use.

    Two threads on one core's hyper-threads hinder each other in matrix products.
    """
    if not hasattr(os, "sched_getaffinity"):
        return os.cpu_count() or 1
    cpus = os.sched_getaffinity(0)
    return len({_core_of(cpu) for cpu in cpus})


def _core_of(cpu: int) -> str:
    """Return the ids of the logical CPUs that share `cpu`'s core, or `cpu` itself where Linux does not say."""
    try:
        return (_CPUS / f"cpu{cpu}" / "topology" / "thread_siblings_list").read_text()
    except OSError:
        return str(cpu)
