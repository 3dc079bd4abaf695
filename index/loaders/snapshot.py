"""The first line of a page that was fetched: where it came from and when."""

import json
import re
from dataclasses import asdict, dataclass

_HEAD = re.compile(rb"<!-- snapshot (\{[^\n]{0,20000}\}) -->\n")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The origin of a page; dates are ISO, `published` is the one that a feed states, unknown fields are empty."""

    url: str = ""
    fetched: str = ""
    charset: str = ""
    published: str = ""

    def head(self) -> bytes:
        """Return the line to write before the page."""
        # No sign in it may end the comment.
        said = json.dumps(asdict(self)).replace("-", "\\u002d").replace(">", "\\u003e")
        return f"<!-- snapshot {said} -->\n".encode()


def read_head(data: bytes) -> Snapshot:
    """Return what the first line of a page says; an empty one for a page that was not fetched by Broadsheet."""
    found = _HEAD.match(data)
    try:
        said = json.loads(found[1]) if found else {}
        return Snapshot(**{name: str(said.get(name, "")) for name in ("url", "fetched", "charset", "published")})
    except (ValueError, RecursionError, AttributeError):
        return Snapshot()
