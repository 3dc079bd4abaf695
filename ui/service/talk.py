"""A conversation as the page shows it at one moment."""

from dataclasses import dataclass

from ui.service.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as it is shown: its exchanges, what stands in the question box, and a failure to tell.

    `conversation` is the id that it is kept under, "" before its first answer. `editing` is the number of the
    exchange whose question stands in the box to be asked otherwise, `wanted` of the one to be brought into view; 0
    when there is none.
    """

    exchanges: tuple[Exchange, ...] = ()
    box: str = ""
    alert: str = ""
    conversation: str = ""
    editing: int = 0
    wanted: int = 0
