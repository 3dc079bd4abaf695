"""A model's files: their places, and whether they are there."""

from pathlib import Path

from index.errors import ModelDamaged, ModelMissing
from index.models.lock import LockedFile, LockedModel, locked_model


def model_folder(models: Path, model: LockedModel) -> Path:
    """Return the folder of one model inside the models' folder."""
    return models / model.name


def missing_files(models: Path, model: LockedModel) -> tuple[LockedFile, ...]:
    """Return the files that are not there or have another size; nothing is hashed."""
    folder = model_folder(models, model)
    return tuple(file for file in model.files if file_size(folder / file.path) != file.size)


def find_model(models: Path, name: str) -> Path:
    """Return the folder of an embedder or the GGUF file of a generator; nothing is hashed.

    Raises:
        ModelUnknown: the lock file has no such name.
        ModelMissing: at least one file is not there.
        ModelDamaged: a file has another size than the lock file says.
    """
    model = locked_model(name)
    check_sizes(models, model)
    folder = model_folder(models, model)
    return folder if model.kind == "embedder" else folder / model.files[0].path


def check_sizes(models: Path, model: LockedModel) -> None:
    """Raise ModelMissing or ModelDamaged for the first file that is absent or has a wrong size."""
    folder = model_folder(models, model)
    for file in missing_files(models, model):
        path = folder / file.path
        size = file_size(path)
        if size is None:
            raise ModelMissing(
                f"The model '{model.name}' is not in {models} yet; get it with `broadsheet models pull {model.name}`."
            )
        raise damaged(model, path, f"has {size} bytes instead of {file.size}")


def damaged(model: LockedModel, path: Path, finding: str) -> ModelDamaged:
    """Return the error that names a damaged file and the command that mends it."""
    return ModelDamaged(f"The model file {path} {finding}; replace it with `broadsheet models pull {model.name}`.")


def file_size(path: Path) -> int | None:
    """Return the bytes of a file, or None where there is no file."""
    return path.stat().st_size if path.is_file() else None
