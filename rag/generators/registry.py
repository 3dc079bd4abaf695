"""From a generator's name to the generator; the engines are imported only when they are asked for."""

from pathlib import Path

from index.disk import sha256_of
from index.models import find_model, load_lock
from index.servers.address import is_address, read_address
from rag.errors import GeneratorError
from rag.generators.base import Generator
from rag.generators.extractive import ExtractiveGenerator
from rag.generators.states import States


def open_generator(name: str, models: Path, states: States | None = None) -> Generator:
    """Return the generator `name`; its weights are loaded with the first reading or by `warm_up`.

    `name` is `extractive`, a model of the lock file (its file lies in the folder `models`), the path of a
    `.gguf` file, a model on a server as `openai://host:port/MODEL`, or for transformers a folder or a hub name like
    `owner/model`. `states` keeps what a GGUF model made of the passages it read, by default until the program ends.

    Raises:
        GeneratorError: `name` is none of these.
        ModelError: a model of the lock file that is not in `models` yet, or is damaged; an address that is none.
    """
    if name == "extractive":
        return ExtractiveGenerator()
    if is_address(name):
        from rag.generators.server import ServerGenerator

        return ServerGenerator(read_address(name))
    if name.endswith(".gguf"):
        return _open_gguf(Path(name).expanduser(), states)
    locked = {model.name: model for model in load_lock() if model.kind == "generator"}
    known = next((model for model in locked.values() if model.name.casefold() == name.casefold()), None)
    if known is not None:
        from rag.generators.llama_cpp import LlamaCppGenerator

        path = find_model(models, known.name)
        return LlamaCppGenerator(path, known.name, known.files[0].sha256, states=states)
    if name and ("/" in name or Path(name).expanduser().is_dir()):
        from rag.generators.transformers_lm import TransformersGenerator

        return TransformersGenerator(name)
    names = ", ".join(["extractive", *locked])
    raise GeneratorError(
        f"There is no generator {name!r}; expected one of {names}, the path of a .gguf file, a model folder, a "
        "hub name like owner/model, or openai://HOST:PORT/MODEL."
    )


def _open_gguf(path: Path, states: States | None) -> Generator:
    from rag.generators.llama_cpp import LlamaCppGenerator

    if not path.is_file():
        raise GeneratorError(f"There is no model file {path}; expected the path of a .gguf file that exists.")
    return LlamaCppGenerator(path, path.name, sha256_of(path), states=states)
