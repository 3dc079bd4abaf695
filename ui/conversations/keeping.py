"""The place of what readers keep: files of the home, or beside the library on its server."""

from index.home import Home
from ui.conversations.database import Kept, KeptFile, Tables


def keep(home: Home, file: str, tables: Tables) -> Kept:
    """Return where `tables` are kept; nothing is read or made yet."""
    if not home.server:
        return KeptFile(home.root / file, tables)
    from ui.conversations.server import KeptOnServer

    return KeptOnServer(home.server, tables)
