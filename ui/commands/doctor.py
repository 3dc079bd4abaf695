"""`broadsheet doctor`: what is not well, and how to mend it."""

from typing import Annotated

import typer

from ui.commands.options import AsJson
from ui.commands.settings import settings_of
from ui.contract import pick
from ui.terminal.screen import open_screen


def doctor(
    context: typer.Context,
    mending: Annotated[
        bool,
        typer.Option("--mend", help="Mend the library first: build its caches anew, drop what is damaged."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Find what is not well, and how to mend it.

    Looks at the installation, the home folder, the models, the library and the conversations, and asks a test
    question. Exit 1 when something is not well.
    """
    from ui.commands.checks import examine, mend

    screen = open_screen()
    settings = settings_of(context)
    mended = mend(settings) if mending else ()
    if not as_json:
        for done in mended:
            screen.say(f"mended  {done}")
    findings = []
    for finding in examine(settings):
        findings.append(finding)
        if not as_json:
            screen.say(f"{'ok     ' if finding.ok else 'NOT OK '} {finding.check}: {finding.says}")
            if not finding.ok:
                screen.say(f"mend it: {finding.mend}", indent=8)
    all_well = all(finding.ok for finding in findings)
    if as_json:
        rows = [pick(finding, "check", "ok", "says", "mend") for finding in findings]
        screen.json({"ok": all_well, "findings": rows, "mended": list(mended)})
    if not all_well:
        raise typer.Exit(1)
