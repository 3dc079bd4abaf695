"""Web addresses as markup: where one is added, and the feeds that are followed."""

from collections.abc import Sequence

from ui.browser.views.markup import count, exact, isolated, line, trouble

_FORM = (
    '<form data-event="address"><label>A web page, or a feed (RSS, Atom) to follow <input name="address" '
    'inputmode="url" autocomplete="off" spellcheck="false" placeholder="https://example.org/page" required></label>'
    '<button type="submit">Add this address</button></form>'
)


def render_web(feeds: Sequence[str], may_fetch: bool, wrong: str = "") -> str:
    """Return the form, and the followed feeds; "" where addresses may not be added and no feed is followed."""
    if not (feeds or may_fetch or wrong):
        return ""
    rows = "".join(
        f"<li><span>{isolated(feed)}</span>{_render_leave(feed) if may_fetch else ''}</li>" for feed in feeds
    )
    held = f", {count(len(feeds), 'feed')} followed" if feeds else ""
    return (
        f'<details class="bs-paste bs-watched bs-web"><summary>Add an address{held}</summary><p>A page is fetched '
        "once, and kept as it is that day. A feed is followed: “Update” brings what is new in it. Questions "
        f"never fetch anything.</p>{trouble(wrong) if wrong else ''}<ul>{rows}</ul>"
        f"{_FORM if may_fetch else ''}</details>"
    )


def _render_leave(feed: str) -> str:
    return (
        f' <button type="button" data-event="unfollow" data-feed="{exact(feed)}" '
        f'aria-label="Follow {line(feed)} no longer">Unfollow</button>'
    )
