"""The page to sign in: markup of its own, no script, nothing from anywhere else."""

from ui.browser.templating import draw
from ui.server.access.accounts import OWNER
from ui.server.access.routes import SIGN_IN

POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
STYLE = """
:root { color-scheme: light dark; --paper: #faf8f3; --sheet: #fff; --ink: #1f1d1a; --soft: #5d584f; --rule: #8d877a;
  --accent: #1f4a6d; --on-accent: #fff; --bad: #9a2f22; }
@media (prefers-color-scheme: dark) { :root { --paper: #171819; --sheet: #1f2123; --ink: #e8e4da; --soft: #b0aa9d;
  --rule: #8a857a; --accent: #9cc7ea; --on-accent: #12222e; --bad: #f0a096; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { width: 100%; max-width: 24rem; }
h1 { margin: 0 0 1rem; padding-bottom: .5rem; border-bottom: 3px double var(--rule);
  font: 600 1.8rem/1.2 "Iowan Old Style", Palatino, Charter, Georgia, "DejaVu Serif", serif; }
label { display: block; margin: 1rem 0 .25rem; }
input { width: 100%; padding: .6rem .7rem; font: inherit; color: inherit; background: var(--sheet);
  border: 1px solid var(--rule); border-radius: 4px; }
button { width: 100%; margin-top: 1.25rem; padding: .7rem; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent); border-radius: 4px; }
:is(input, button):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
[role=alert] { color: var(--bad); font-weight: 600; }
p { color: var(--soft); }
"""


def render_sign_in(names: tuple[str, ...], said: str = "", name: str = "", query: str = "") -> str:
    """Return the page; a name is asked for only where there is more than the owner's. It leads on to the `query`."""
    only = names[0] if names else OWNER
    return draw("sign_in", "sign_in", names, said, name if len(names) > 1 else only, _with(SIGN_IN, query))


def render_follow(query: str = "") -> str:
    """Return the page between a link on another site and ours."""
    return draw("sign_in", "follow", _with("/", query))


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
