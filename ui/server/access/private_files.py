"""Small files that nobody but their owner can read, written whole or not at all."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path


def write_private(path: Path, value: Mapping[str, object]) -> None:
    """Write `value` as JSON to `path`, in place of what is there; raises OSError where that cannot be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arriving = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(arriving, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(f"{json.dumps(value, indent=1)}\n")
            stream.flush()
            os.fsync(stream.fileno())
        arriving.replace(path)
    finally:
        arriving.unlink(missing_ok=True)
