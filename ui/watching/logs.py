"""The log: a line of JSON an event in the home's `logs` folder, rotated, with numbers and names of code alone.

No question, answer, title, id, path or message of an exception is written, unless `--debug` asks for it.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from index.home import Home

LOGGER = "broadsheet"
FILE = "broadsheet.jsonl"
MAX_BYTES = 1_000_000
KEPT = 5  # older files beside the newest
Fact = str | int | float | bool


class _Handler(RotatingFileHandler):
    """A file that cannot be written is no reason to fail: what the user does matters more than its log."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Pass over it."""


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Return one line of JSON."""
        told: dict[str, Fact | None] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        }
        told |= {"level": record.levelname.lower(), "event": record.getMessage(), "process": record.process}
        return json.dumps(told | getattr(record, "facts", {}), ensure_ascii=True)


def open_log(home: Home, debug: bool = False) -> None:
    """Write this process's events below `home`, and no longer elsewhere; no home is made for them."""
    close_log()
    logger = logging.getLogger(LOGGER)
    logger.setLevel(logging.DEBUG if debug else logging.INFO)
    logger.propagate = False
    if not home.root.is_dir():
        return
    try:
        folder = home.root / "logs"
        folder.mkdir(mode=0o700, exist_ok=True)
        handler = _Handler(folder / FILE, maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(_Lines())
    logger.addHandler(handler)


def close_log() -> None:
    """Close the file of the log."""
    logger = logging.getLogger(LOGGER)
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


def log(event: str, **facts: Fact) -> None:
    """Write an event; `facts` hold numbers and names of code, never text of articles, questions or answers."""
    _logger().info(event, extra={"facts": facts})


def log_failure(event: str, error: BaseException) -> None:
    """Write what failed by its type and its place in the code; its message, which may quote, only with `--debug`."""
    logger = _logger()
    facts: dict[str, Fact | list[str]] = {"error": type(error).__name__, "where": _places(error)}
    if logger.isEnabledFor(logging.DEBUG):
        facts["message"] = str(error)
        facts["traceback"] = "".join(traceback.format_exception(error))
    logger.error(event, extra={"facts": facts})


def _logger() -> logging.Logger:
    logger = logging.getLogger(LOGGER)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())  # else logging itself would write to standard error
    return logger


def _places(error: BaseException) -> list[str]:
    """Return the innermost places of the traceback as `file:line function`, without any code or value."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
