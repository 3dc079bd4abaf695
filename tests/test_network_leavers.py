"""What is held for a page that was closed: the latest may come back, the others are let go."""

from dataclasses import dataclass, field

from ui.browser.access.leavers import MAX_LEFT, Leavers


@dataclass
class Forgotten:
    """Remembers which sessions were let go."""

    sessions: list[str] = field(default_factory=list)

    def __call__(self, session: str) -> None:
        self.sessions.append(session)


def test_of_the_pages_that_were_closed_the_latest_are_kept() -> None:
    forgotten = Forgotten()
    leavers = Leavers(forgotten)
    for number in range(MAX_LEFT + 3):
        leavers.come(str(number))
        leavers.leave(str(number))
    assert forgotten.sessions == ["0", "1", "2"]


def test_who_came_back_is_not_let_go() -> None:
    forgotten = Forgotten()
    leavers = Leavers(forgotten)
    leavers.come("back")
    leavers.leave("back")
    leavers.come("back")
    leavers.come("twice")
    leavers.come("twice")  # the new connection is there before the old one is seen to be broken
    leavers.leave("twice")
    for number in range(2 * MAX_LEFT):
        leavers.come(str(number))
        leavers.leave(str(number))
    assert forgotten.sessions == [str(number) for number in range(MAX_LEFT)]
