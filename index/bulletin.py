"""Messages among the processes that have one library open, of what they are at; nothing of them is kept."""

from collections.abc import Callable

Hear = Callable[[str, str], None]


class Bulletin:
    """That of a library in a folder, which one process serves: there is nobody to tell."""

    def hear(self, kind: str, hear: Hear) -> None:
        """Have `hear` called with what others tell of this kind: what it is about, and the text.

        The text is "" where a process fell silent before it told the last of something.
        """

    def tell(self, kind: str, about: str, write: Callable[[], str], *, is_last: bool = False) -> None:
        """Tell the others the text that `write` returns; it takes the place of what was told of the same before.

        Unless it `is_last` it is told again now and then, to those who come later.
        """

    def close(self) -> None:
        """Tell what is still to be told, and nothing from then on."""
