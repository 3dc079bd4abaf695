"""The process whose children move a library and are killed on the way.

Reads lines of JSON, `{"source", "target", "at"}`, and answers each with `{"killed", "calls", "said"}`: a child dies
before the `at`-th call that `index` makes, of a function of its own or of another's; at 0 it lives, and counts them.
"""

import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType

import faiss  # noqa: F401 - here, not after each fork
import psycopg  # noqa: F401
import tantivy  # noqa: F401

from index.filling import moving
from index.postgres import storage  # noqa: F401
from index.storage import open_storage
from ui.errors import explain

PACKAGE = f"{Path(moving.__file__).parent.parent}{os.sep}"


class Deadline:
    """A profile function that ends the process."""

    def __init__(self, at: int) -> None:
        self.calls = 0
        self._at = at

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        if event in {"call", "c_call"} and frame.f_code.co_filename.startswith(PACKAGE):
            self.calls += 1
            if self.calls == self._at:
                os.kill(os.getpid(), signal.SIGKILL)


def run(source: str, target: str, at: int) -> dict[str, object]:
    told, tells = os.pipe()
    child = os.fork()
    if child == 0:
        said, deadline = "", Deadline(at)
        try:
            sys.setprofile(deadline)
            moved = moving.Move(open_storage(source), open_storage(target), at_once=2)
            for _ in moved.steps():
                pass
            moved.finish()
        except BaseException as error:
            said = explain(error) if isinstance(error, Exception) else repr(error)
        sys.setprofile(None)
        os.write(tells, json.dumps({"killed": False, "calls": deadline.calls, "said": said}).encode())
        os._exit(0)
    os.close(tells)
    os.waitpid(child, 0)
    with os.fdopen(told) as stream:
        return dict(json.loads(stream.read() or '{"killed": true, "calls": 0, "said": ""}'))


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(run(**json.loads(line))), flush=True)  # noqa: T201 - the answer
