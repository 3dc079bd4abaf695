"""Text in, unit vectors out. This module alone picks an implementation, by name."""

from pathlib import Path

from index.embedders.base import Embedder
from index.errors import ModelMissing, ModelUnknown

MULTILINGUAL = "multilingual-e5-small"


def open_embedder(name: str, models: Path) -> Embedder:
    """Return the embedder called `name`; its weights are read when they are first needed.

    `name` is "hashed", "multilingual-e5-small" (which comes as a package), a name of the lock file (its
    files lie in `models`), a folder, a hub name such as "owner/model", or a model on a server,
    `openai://host:port/MODEL`. Raises ModelUnknown for what is none of these or cannot be used, ModelMissing for what
    is not on this computer and cannot be fetched, ModelDamaged for locked files that are not what the lock file says.
    """
    if name == "hashed":
        from index.embedders.hashed import HashedEmbedder

        return HashedEmbedder()
    from index.servers.address import is_address

    if is_address(name):
        return _open_server(name)
    from index.embedders.folder import fingerprint
    from index.embedders.hub import fetch_snapshot, is_hub_name
    from index.embedders.sentence_transformer import SentenceTransformerEmbedder
    from index.models import ensure_verified, find_model, load_lock

    if name.casefold() == MULTILINGUAL:
        from index.embedders.centred import CentredEmbedder
        from index.embedders.e5_small import E5SmallEmbedder

        return CentredEmbedder(E5SmallEmbedder(MULTILINGUAL))
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
        return _open_folder(folder.absolute(), str(folder.absolute()))
    if is_hub_name(name):
        snapshot = fetch_snapshot(name)
        return _open_folder(snapshot, name, snapshot.name)
    if "/" in name:
        raise ModelMissing(f"There is no folder {name} to read an embedder from: give the path of one that exists.")
    raise ModelUnknown(
        f'No embedder is called "{name}": expected "hashed", a name that `broadsheet models list` shows, '
        "a sentence-transformers folder, a hub name such as owner/model, or openai://HOST:PORT/MODEL."
    )


def _open_folder(folder: Path, name: str, revision: str = "") -> Embedder:
    """Return the embedder in a folder; one that needs prompts is of the family whose vectors lie near each other."""
    from index.embedders.centred import CentredEmbedder
    from index.embedders.prompts import prompts_of
    from index.embedders.sentence_transformer import SentenceTransformerEmbedder

    prompts = prompts_of(name)
    plain = SentenceTransformerEmbedder(folder, name, revision, prompts)
    return CentredEmbedder(plain) if prompts else plain


def _open_server(name: str) -> Embedder:
    """Return the embedder on a server; a model of the E5 family gets its prompts, and its vectors moved apart."""
    from index.embedders.centred import CentredEmbedder
    from index.embedders.prompts import prompts_of
    from index.embedders.server import ServerEmbedder
    from index.servers.address import read_address

    address = read_address(name)
    prompts = prompts_of(address.model)
    plain = ServerEmbedder(address, prompts)
    return CentredEmbedder(plain) if prompts else plain
