"""The description that a sentence-transformers folder gives of itself, read without loading its weights."""

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from index.disk import sha256_of
from index.errors import ModelMissing, ModelUnknown

CODE = "sentence_transformers."  # modules of other packages would be code that came with the model
PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt")
CONFIG_AND_WEIGHTS = frozenset({".json", ".txt", ".model", ".safetensors"})


def check_folder(folder: Path) -> None:
    """Raise ModelMissing or ModelUnknown unless the folder can be loaded without running code that lies in it."""
    if not folder.is_dir():
        raise ModelMissing(f"There is no folder {folder} to read an embedder from: give the path of one that exists.")
    modules = read_modules(folder)
    for kind, part in modules:
        if not kind.startswith(CODE):
            raise ModelUnknown(
                f"The model in {folder} needs code of its own ({kind}), which Broadsheet does not run: "
                "choose a model that sentence-transformers can load by itself."
            )
        if any(next(part.glob(pattern), None) for pattern in PICKLES) and not any(part.glob("*.safetensors")):
            raise ModelUnknown(
                f"The weights in {part} are pickles, which can run code: choose a model with a model.safetensors file."
            )
    if not any(any(part.glob("*.safetensors")) for _, part in modules):
        raise ModelUnknown(f"{folder} holds no weights: expected a model.safetensors file beside its modules.json.")


def read_dim(folder: Path) -> int | None:
    """Return the length of the vectors that the folder's configuration promises; None when it does not say."""
    dim = None
    for kind, part in read_modules(folder):
        config = read_config(part / "config.json")
        if kind.endswith(".Pooling"):
            width = config.get("embedding_dimension", config.get("word_embedding_dimension"))
            dim = width * _pooling_modes(config) if isinstance(width, int) else None
        elif kind.endswith(".Dense"):
            width = config.get("out_features")
            dim = width if isinstance(width, int) else None
    return dim


def fingerprint(files: Iterable[tuple[str, int, str]]) -> str:
    """Return one sha256 for files, each given as its path in the model's folder, size in bytes and sha256.

    Only configuration and weights count: a README may change without changing a vector.
    """
    lines = sorted(
        f"{path}\t{size}\t{sha256}\n" for path, size, sha256 in files if Path(path).suffix in CONFIG_AND_WEIGHTS
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def fingerprint_folder(folder: Path) -> str:
    """Return the fingerprint of the files in a folder; each is read once in the life of the process."""
    files = []
    for path in folder.rglob("*.*"):
        name = path.relative_to(folder).as_posix()
        # Hidden files are notes of the tools that fetched the model.
        if path.suffix in CONFIG_AND_WEIGHTS and path.is_file() and not f"/{name}".count("/."):
            status = path.stat()
            files.append((name, status.st_size, _sha256(path, status.st_size, status.st_mtime_ns)))
    return fingerprint(files)


def read_modules(folder: Path) -> list[tuple[str, Path]]:
    """Return the type and the folder of each module, in the order in which they are applied."""
    if not (folder / "modules.json").is_file():
        raise ModelUnknown(
            f"{folder} is not a sentence-transformers folder, it has no modules.json: "
            "give a folder that SentenceTransformer.save wrote."
        )
    listed = _read_json(folder / "modules.json")
    try:
        if not isinstance(listed, list):
            raise TypeError(f"it holds a {type(listed).__name__}")
        return [(str(module["type"]), folder / str(module["path"])) for module in listed]
    except (KeyError, TypeError) as error:
        raise ModelUnknown(f"{folder / 'modules.json'} does not list modules with a type and a path.") from error


def read_config(path: Path) -> dict[str, object]:
    """Return the settings in a file; none where there is no such file, or it holds something else."""
    config = _read_json(path) if path.is_file() else {}
    return config if isinstance(config, dict) else {}


def _read_json(path: Path) -> object:
    try:
        parsed: object = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelUnknown(f"{path} cannot be read as JSON: get the model again.") from error
    return parsed


def _pooling_modes(config: dict[str, object]) -> int:
    """Return how many poolings are joined: older files have a flag for each, newer ones name them."""
    modes = config.get("pooling_mode")
    if isinstance(modes, list):
        return len(modes)
    if isinstance(modes, str):
        return 1
    return max(1, sum(value is True for key, value in config.items() if key.startswith("pooling_mode_")))


@cache
def _sha256(path: Path, size: int, changed_ns: int) -> str:
    """Return a file's sha256; its size and time are there to tell the cache that it has changed."""
    return sha256_of(path)
