"""Standard output and standard error: styled on a terminal, plain text in a pipe.

Everything shown passes `harmless`: a control sequence in an article is text, never obeyed.
"""

import sys
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from ui.contract import JsonValue, write_json

if TYPE_CHECKING:
    from rich.console import Console

_CONTROL = {code: "\ufffd" for code in (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_CONTROL |= {ord("\n"): "\n", ord("\t"): "\t", ord("\r"): ""}


def harmless(text: str) -> str:
    """Return `text` with what a terminal would obey made visible; line ends and tabs stay."""
    return text.translate(_CONTROL)


def one_line(text: str) -> str:
    """Return `text` on one line, each run of white space one space."""
    return " ".join(text.split())


class Screen:
    """The streams of a command: what was asked for goes to `out`, everything else to `err`."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out = out
        self._err = err
        self._line_open = False

    @property
    def is_terminal(self) -> bool:
        """Tell whether a person reads standard output as it is written."""
        return self._out.isatty()

    @property
    def shows_progress(self) -> bool:
        """Tell whether standard error is a terminal, on which a bar can move."""
        return self._err.isatty()

    @cached_property
    def console(self) -> "Console":
        """Return the rich console on standard output."""
        return _open_console(self._out)

    @cached_property
    def error_console(self) -> "Console":
        """Return the rich console on standard error."""
        return _open_console(self._err)

    def say(self, text: str = "", style: str = "", indent: int = 0) -> None:
        """Write one paragraph; `indent` counts columns."""
        self.end_line()
        if not self.is_terminal:
            self._out.write(f"{' ' * indent}{harmless(text)}\n")
            return
        from rich.padding import Padding
        from rich.text import Text

        self.console.print(Padding(Text(harmless(text), style), (0, 0, 0, indent)))

    def write(self, piece: str, style: str = "") -> None:
        """Write a piece of a line at once."""
        if self.is_terminal:
            from rich.text import Text

            self.console.print(Text(harmless(piece), style), end="", soft_wrap=True)
        else:
            self._out.write(harmless(piece))
        self._out.flush()
        self._line_open = not piece.endswith("\n")

    def end_line(self) -> None:
        """End a line that `write` began."""
        if self._line_open:
            self._out.write("\n")
            self._line_open = False

    def notice(self, text: str) -> None:
        """Write one line to standard error."""
        self.end_line()
        self._out.flush()
        self._err.write(f"{harmless(text)}\n")
        self._err.flush()

    def outcome(self, said: str, told: JsonValue, as_json: bool) -> None:
        """Write what a command has done: in words, or as JSON where that was asked for."""
        if as_json:
            self.json(told)
        else:
            self.say(said)

    def json(self, value: JsonValue) -> None:
        """Write one line of JSON."""
        self._out.write(f"{write_json(value)}\n")

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write a table: aligned under headings on a terminal, else one line a row, cells parted by tabs."""
        if not self.is_terminal:
            for row in rows:
                self._out.write("\t".join(harmless(one_line(cell)) for cell in row) + "\n")
            return
        from rich.table import Table
        from rich.text import Text

        table = Table(*columns, box=None, pad_edge=False, header_style="bold")
        for row in rows:
            table.add_row(*(Text(harmless(one_line(cell)), overflow="fold") for cell in row))
        self.console.print(table)


def open_screen() -> Screen:
    """Return the screen on this process's standard output and standard error."""
    return Screen(sys.stdout, sys.stderr)


def _open_console(file: TextIO) -> "Console":
    from rich.console import Console

    # Asked of the file, not of FORCE_COLOR and its like: a pipe never gets control codes.
    return Console(file=file, force_terminal=file.isatty(), markup=False, highlight=False, emoji=False)
