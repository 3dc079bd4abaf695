"""POST /api/sync and /api/rebuild, and how far that is: GET /api/work."""

from fastapi import APIRouter, Depends
from starlette.responses import Response

from ui.contract import JsonObject, from_report, pick
from ui.server.dependencies import Asker, Working, allows, as_json
from ui.service.errors import WorkUnderWay
from ui.service.identity import Scope
from ui.service.work import Doing

BEGUN = 202
routes = APIRouter(prefix="/api", tags=["library"])
READS, WRITES = Depends(allows(Scope.READ)), Depends(allows(Scope.WRITE))


@routes.post("/sync", dependencies=[WRITES], status_code=BEGUN)
def sync(work: Working) -> Response:
    """Begin to bring the library up to date with its folders; GET /api/work tells how far it is."""
    return _begun(work.sync(), work)


@routes.post("/rebuild", dependencies=[WRITES], status_code=BEGUN)
def rebuild(work: Working) -> Response:
    """Begin to bring the library up to date, then to split and embed every article anew."""
    return _begun(work.rebuild(), work)


@routes.get("/work", dependencies=[READS])
def look(work: Working, asker: Asker) -> Response:
    """Tell how far the latest piece of work is; `report` is what `sync --json` prints, once it is over."""
    asker.require_all()
    return as_json(from_doing(work.resources.work.now))


@routes.delete("/work", dependencies=[WRITES])
def cancel(work: Working) -> Response:
    """Let the work that is under way end with its next step; what is done until then stays."""
    work.resources.work.cancel()
    return as_json(from_doing(work.resources.work.now))


def _begun(has_begun: bool, work: Working) -> Response:
    now = work.resources.work.now
    if not has_begun:
        raise WorkUnderWay(f"“{now.name}” is under way: wait for its end, or cancel it with DELETE /api/work.")
    return as_json(from_doing(now), BEGUN)


def from_doing(doing: Doing) -> JsonObject:
    """Return a piece of work: `done` of `total` steps of its `stage`, 0 when unknown."""
    return (
        pick(doing, "number", "name")
        | pick(doing.step, "stage", "done", "total")
        | {
            "over": doing.is_over,
            "cancelled": doing.is_cancelled,
            "report": from_report(doing.report) if doing.report else None,
            "trouble": doing.trouble,
        }
    )
