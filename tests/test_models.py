"""The lock file, where models lie, and the hashes that are remembered."""

import hashlib
import os
import re
from pathlib import Path

import pytest

from index.errors import ModelDamaged, ModelMissing, ModelUnknown
from index.models import (
    DEFAULT_EMBEDDER,
    DEFAULT_GENERATOR,
    LockedFile,
    LockedModel,
    ensure_verified,
    find_model,
    load_lock,
    locked_model,
    missing_files,
    model_folder,
    verify_model,
)
from index.types import Progress

WEIGHTS = b"weights" * 1000
CONFIG = b'{"size": 3}'


def lock(path: str, content: bytes) -> LockedFile:
    return LockedFile(path, len(content), hashlib.sha256(content).hexdigest())


MODEL = LockedModel(
    name="tiny",
    kind="embedder",
    licence="MIT",
    hub_repo="",
    hub_revision="",
    files=(lock("model.safetensors", WEIGHTS), lock("1_Pooling/config.json", CONFIG)),
    mirror=(),
)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models" / "tiny"
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(WEIGHTS)
    (folder / "1_Pooling" / "config.json").write_bytes(CONFIG)
    return tmp_path / "models"


def rewrite(path: Path, content: bytes) -> None:
    """Write other bytes and put the old time back, as a failing disk would."""
    status = path.stat()
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_lock_names_the_four_models_and_the_defaults() -> None:
    names = [model.name for model in load_lock()]
    assert names == ["all-MiniLM-L6-v2", "qwen2.5-coder-1.5b", "qwen2.5-coder-0.5b", "smollm2-135m"]
    assert locked_model(DEFAULT_EMBEDDER).kind == "embedder"
    assert locked_model(DEFAULT_GENERATOR).kind == "generator"


def test_lock_holds_the_measured_files() -> None:
    sizes = {model.name: model.size for model in load_lock()}
    assert sizes["qwen2.5-coder-1.5b"] == 1_117_320_768
    assert sizes["qwen2.5-coder-0.5b"] == 491_400_064
    weights = {file.path: file.sha256 for file in locked_model("all-MiniLM-L6-v2").files}
    assert weights["model.safetensors"] == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@pytest.mark.parametrize("model", load_lock(), ids=lambda model: model.name)
def test_lock_entry_is_sound(model: LockedModel) -> None:
    assert model.licence == "Apache-2.0"
    assert bool(model.hub_repo) == bool(model.hub_revision)
    for file in model.files:
        assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)
        assert Path(file.path).suffix in {".json", ".txt", ".safetensors", ".gguf"}
        assert not Path(file.path).is_absolute()
        assert ".." not in Path(file.path).parts
        pieces = [piece for wheel in model.mirror for piece in wheel.pieces if piece.path == file.path]
        assert sum(piece.size for piece in pieces) == file.size
        assert len(pieces) > 1 or pieces[0].sha256 == file.sha256
    assert all("==" in wheel.requirement for wheel in model.mirror)
    assert model.kind == "embedder" or [Path(file.path).suffix for file in model.files] == [".gguf"]


def test_a_name_is_found_whatever_its_case() -> None:
    assert locked_model("ALL-minilm-l6-V2").name == "all-MiniLM-L6-v2"


def test_unknown_name_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ModelUnknown, match=r"no model called 'gpt'.*all-MiniLM-L6-v2, qwen2.5-coder-1.5b"):
        find_model(tmp_path, "gpt")


def test_missing_model_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"`broadsheet models pull smollm2-135m`"):
        find_model(tmp_path, "smollm2-135m")


def test_find_model_returns_the_gguf_of_a_generator(tmp_path: Path) -> None:
    model = locked_model("smollm2-135m")
    path = model_folder(tmp_path, model) / "SmolLM2-135M-Instruct.Q4_1.gguf"
    path.parent.mkdir(parents=True)
    with path.open("wb") as handle:
        handle.truncate(model.size)  # a hole: the size without the bytes
    assert find_model(tmp_path, "smollm2-135m") == path


def test_find_model_returns_the_folder_of_an_embedder(tmp_path: Path) -> None:
    model = locked_model("all-MiniLM-L6-v2")
    for file in model.files:
        path = model_folder(tmp_path, model) / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as handle:
            handle.truncate(file.size)
    assert find_model(tmp_path, "all-MiniLM-L6-v2") == tmp_path / "all-MiniLM-L6-v2"


def test_a_cut_file_is_damaged_without_hashing(tmp_path: Path) -> None:
    path = tmp_path / "smollm2-135m" / "SmolLM2-135M-Instruct.Q4_1.gguf"
    path.parent.mkdir()
    path.write_bytes(b"GGUF")
    with pytest.raises(ModelDamaged, match=r"has 4 bytes instead of 98362432.*`broadsheet models pull smollm2-135m`"):
        find_model(tmp_path, "smollm2-135m")


def test_missing_files_are_those_absent_or_of_another_size(models: Path) -> None:
    assert missing_files(models, MODEL) == ()
    (models / "tiny" / "model.safetensors").write_bytes(WEIGHTS[:-1])
    assert missing_files(models, MODEL) == (MODEL.files[0],)
    (models / "tiny" / "1_Pooling" / "config.json").unlink()
    assert missing_files(models, MODEL) == MODEL.files


def test_verify_counts_every_byte(models: Path) -> None:
    steps = list(verify_model(models, MODEL))
    assert steps == [
        Progress("verify", 7000, 7011, "model.safetensors"),
        Progress("verify", 7011, 7011, "1_Pooling/config.json"),
        Progress("done", 7011, 7011),
    ]


def test_verify_names_the_damaged_file_and_the_command(models: Path) -> None:
    rewrite(models / "tiny" / "model.safetensors", WEIGHTS[::-1])
    with pytest.raises(ModelDamaged, match=r"model\.safetensors has the sha256 .*`broadsheet models pull tiny`"):
        list(verify_model(models, MODEL))


def test_verify_of_a_missing_model(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"is not in .* yet; get it with `broadsheet models pull tiny`"):
        list(verify_model(tmp_path, MODEL))


def test_an_unchanged_file_is_hashed_once(models: Path) -> None:
    ensure_verified(models, MODEL)
    # Only a second hashing could see this change: size and time are the old ones.
    rewrite(models / "tiny" / "model.safetensors", WEIGHTS[::-1])
    ensure_verified(models, MODEL)
    with pytest.raises(ModelDamaged):
        list(verify_model(models, MODEL))


def test_a_touched_file_is_hashed_again(models: Path) -> None:
    ensure_verified(models, MODEL)
    path = models / "tiny" / "model.safetensors"
    path.write_bytes(WEIGHTS[::-1])
    os.utime(path, ns=(1, 1))
    with pytest.raises(ModelDamaged, match="sha256"):
        ensure_verified(models, MODEL)


def test_a_damaged_file_is_not_remembered_as_right(models: Path) -> None:
    (models / "tiny" / "model.safetensors").write_bytes(WEIGHTS[::-1])
    for _ in range(2):
        with pytest.raises(ModelDamaged):
            ensure_verified(models, MODEL)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"model.safetensors": 3}', "\udcff"])
def test_damaged_stamps_are_as_good_as_none(models: Path, content: str) -> None:
    stamps = models / "tiny" / ".verified.json"
    stamps.write_bytes(content.encode("utf-8", "surrogateescape"))
    (models / "tiny" / "model.safetensors").write_bytes(WEIGHTS[::-1])
    with pytest.raises(ModelDamaged):
        ensure_verified(models, MODEL)
    (models / "tiny" / "model.safetensors").write_bytes(WEIGHTS)
    ensure_verified(models, MODEL)
    assert '"model.safetensors"' in stamps.read_text()


def test_stamps_that_cannot_be_written_do_not_stop_anyone(models: Path) -> None:
    (models / "tiny" / ".verified.json").mkdir()
    ensure_verified(models, MODEL)
    assert list((models / "tiny" / ".verified.json").iterdir()) == []
