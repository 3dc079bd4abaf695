"""The page to sign in: markup of its own, no script, nothing from anywhere else."""

from importlib.resources import files

from ui.browser.templating import draw
from ui.server.access.accounts import OWNER
from ui.server.access.routes import SIGN_IN

POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def read_style() -> str:
    """Return the style of these pages."""
    return files("ui.browser.assets").joinpath("sign_in.css").read_text(encoding="utf-8")


def render_sign_in(names: tuple[str, ...], said: str = "", name: str = "", query: str = "") -> str:
    """Return the page; a name is asked for only where there is more than the owner's. It leads on to the `query`."""
    only = names[0] if names else OWNER
    return draw("sign_in", "sign_in", names, said, name if len(names) > 1 else only, _with(SIGN_IN, query))


def render_follow(query: str = "") -> str:
    """Return the page between a link on another site and ours."""
    return draw("sign_in", "follow", _with("/", query))


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
