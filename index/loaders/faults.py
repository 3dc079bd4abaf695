"""Faults in reading a file: the file's, or Broadsheet's own."""

from collections.abc import Iterator
from types import FrameType, TracebackType

from index.errors import LoaderFault

# Damaged data makes parsers raise anything; raised by a line of our own, these mean that the line is wrong.
_MISTAKES = (AttributeError, NameError, AssertionError, TypeError)
_OURS = "index"
_IMPORTING = "<module>"  # the code of a module that is being imported
_MAX_CHARS = 300


def is_ours(error: BaseException) -> bool:
    """Tell whether an exception is no fault of the file that was being read.

    That is: what is imported is missing, the memory is spent, or a line of our own has a mistake. Where a file has
    a limit of memory to itself, ask `is_over_limit` first.
    """
    if isinstance(error, ImportError | MemoryError):
        return True
    frames = [*_frames(error.__traceback__)]
    return isinstance(error, _MISTAKES) and bool(frames) and _is_own(frames[-1][0])


def is_over_limit(error: BaseException | None) -> bool:
    """Tell whether reading a file, not importing what reads it, took all memory that a file may take."""
    if not isinstance(error, MemoryError):
        return False
    return all(frame.f_code.co_name != _IMPORTING for frame, _ in _frames(error.__traceback__))


def to_fault(error: BaseException) -> LoaderFault:
    """Return the exception that says so, with the place in the code."""
    said = " ".join(str(error).split())[:_MAX_CHARS]
    told = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return LoaderFault(
        f"Broadsheet could not read this; the fault is not yours and not the file's: {told}. Run `broadsheet doctor`; "
        "the file is read with the next sync when the fault is gone",
        f"{type(error).__name__} {_place(error.__traceback__)}",
    )


def _frames(traceback: TracebackType | None) -> Iterator[tuple[FrameType, int]]:
    """Yield the frames of a traceback with their lines, the outermost first."""
    while traceback is not None:
        yield traceback.tb_frame, traceback.tb_lineno
        traceback = traceback.tb_next


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def _is_own(frame: FrameType) -> bool:
    return _module(frame).partition(".")[0] == _OURS


def _place(traceback: TracebackType | None) -> str:
    """Return the innermost place of our own as `module:line`; a log may hold names of code, but no text of a file."""
    places = [f"{_module(frame)}:{line}" for frame, line in _frames(traceback) if _is_own(frame)]
    return places[-1] if places else ""
