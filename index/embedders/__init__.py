"""Text in, unit vectors out. This module alone picks an implementation, by name."""

from pathlib import Path

from index.embedders.base import Embedder
from index.errors import ModelMissing, ModelUnknown


def open_embedder(name: str, models: Path) -> Embedder:
    """Return the embedder called `name`; its weights are read when they are first needed.

    `name` is "hashed", a name of the lock file (its files lie in `models`), a folder, or a hub
    name such as "owner/model". Raises ModelUnknown for what is none of these or cannot be used,
    ModelMissing for what is not on this computer and cannot be fetched, ModelDamaged for locked
    files that are not what the lock file says.
    """
    if name == "hashed":
        from index.embedders.hashed import HashedEmbedder

        return HashedEmbedder()
    from index.embedders.folder import fingerprint
    from index.embedders.hub import fetch_snapshot, is_hub_name
    from index.embedders.sentence_transformer import SentenceTransformerEmbedder
    from index.models import ensure_verified, find_model, load_lock

    for model in load_lock():
        if model.name.casefold() == name.casefold():
            if model.kind != "embedder":
                raise ModelUnknown(f"{model.name} is a {model.kind}, not an embedder: name one of the embedders.")
            # The lock file's fingerprint is taken for the revision, so the files must be those it lists.
            ensure_verified(models, model)
            revision = fingerprint((file.path, file.size, file.sha256) for file in model.files)
            return SentenceTransformerEmbedder(find_model(models, model.name), model.name, revision)
    folder = Path(name).expanduser()
    if folder.is_dir():
        return SentenceTransformerEmbedder(folder.absolute(), str(folder.absolute()))
    if is_hub_name(name):
        snapshot = fetch_snapshot(name)
        return SentenceTransformerEmbedder(snapshot, name, revision=snapshot.name)
    if "/" in name:
        raise ModelMissing(f"There is no folder {name} to read an embedder from: give the path of one that exists.")
    raise ModelUnknown(
        f'No embedder is called "{name}": expected "hashed", a name that `broadsheet models list` shows, '
        "a sentence-transformers folder, or a hub name such as owner/model."
    )
