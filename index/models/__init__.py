"""Model files: which ones there are, where they lie, and how they get here."""

from index.models.files import find_model, missing_files, model_folder
from index.models.lock import DEFAULT_EMBEDDER, DEFAULT_GENERATOR, LockedFile, LockedModel, load_lock, locked_model
from index.models.pull import pull
from index.models.verify import ensure_verified, verify_model

__all__ = [
    "DEFAULT_EMBEDDER",
    "DEFAULT_GENERATOR",
    "LockedFile",
    "LockedModel",
    "ensure_verified",
    "find_model",
    "load_lock",
    "locked_model",
    "missing_files",
    "model_folder",
    "pull",
    "verify_model",
]
