"""The page to sign in: markup of its own, no script, nothing from anywhere else."""

from html import escape

from ui.server.access.accounts import OWNER

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


def render_sign_in(names: tuple[str, ...], said: str = "", name: str = "") -> str:
    """Return the page; a name is asked for only where there is more than the owner's."""
    alert = f'<p role="alert" id="said">{escape(said)}</p>' if said else ""
    described = ' aria-describedby="said" aria-invalid="true"' if said else ""
    asked = (
        f'<input type="hidden" name="name" value="{escape(names[0] if names else OWNER)}">'
        if len(names) <= 1
        else '<label for="name">Name</label><input id="name" name="name" autocomplete="username" autocapitalize="none" '
        f'spellcheck="false" required value="{escape(name)}">'
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in – Broadsheet</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/sign-in.css"></head><body><main><h1>Broadsheet</h1>'
        f'{alert}<form method="post" action="/sign-in">{asked}<label for="password">Password</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password" required '
        f'autofocus{described}><button type="submit">Sign in</button></form></main></body></html>'
    )


def render_follow(query: str = "") -> str:
    """Return the page between a link on another site and ours: what it leads to is asked for by ourselves."""
    address = escape(f"/?{query}" if query else "/")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Broadsheet</title>'
        f'<meta http-equiv="refresh" content="0;url={address}"></head><body>'
        f'<p><a href="{address}">Open Broadsheet</a></p>'
        "</body></html>"
    )
