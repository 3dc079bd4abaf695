"""GET and POST /api/collections; GET, PATCH and DELETE of one."""

from dataclasses import replace

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from index import Filter
from ui.contract import from_held
from ui.server.api.bodies import Body, Facts
from ui.server.dependencies import Gathered, allows, as_json
from ui.service.identity import Scope

routes = APIRouter(prefix="/api/collections", tags=["collections"])
ASKS, WRITES = Depends(allows(Scope.ASK)), Depends(allows(Scope.WRITE))


class Rule(Facts):
    """Which articles are in a collection by themselves, new ones included; an empty rule holds none."""

    folders: list[str] = Field(default=[], max_length=1000, examples=[[]], description="Whole paths.")

    def filter(self) -> Filter:
        """Return the filter that the articles pass."""
        return replace(super().filter(), folders=frozenset(self.folders))


class Made(Body):
    """A new collection: by rule, picked, or both. `readers` are users' names, none for everybody."""

    name: str = Field(examples=["Harbour"])
    rule: Rule = Rule()
    picked: list[str] = Field(default=[], max_length=10_000, examples=[["harbour/sea-wall.md"]])
    readers: list[str] = Field(default=[], max_length=1000, examples=[[]])


class Changed(Body):
    """What is to be otherwise; what is left out stays. `add` and `remove` are ids of picked articles."""

    name: str | None = Field(default=None, examples=["Harbour and quay"])
    rule: Rule | None = None
    picked: list[str] | None = Field(default=None, max_length=10_000)
    readers: list[str] | None = Field(default=None, max_length=1000)
    add: list[str] = Field(default=[], max_length=10_000)
    remove: list[str] = Field(default=[], max_length=10_000)


@routes.get("", dependencies=[ASKS])
def list_collections(collections: Gathered) -> Response:
    """List the collections that can be asked."""
    return as_json([from_held(collections.held(one)) for one in collections.all()])


@routes.get("/{name}", dependencies=[ASKS])
def show_collection(name: str, collections: Gathered) -> Response:
    """Return one collection."""
    return as_json(from_held(collections.held(collections.get(name))))


@routes.post("", dependencies=[WRITES], status_code=201)
def make_collection(made: Made, collections: Gathered) -> Response:
    """Make a collection."""
    one = collections.make(made.name, made.rule.filter(), made.picked, made.readers)
    return as_json(from_held(collections.held(one)), 201)


@routes.patch("/{name}", dependencies=[WRITES])
def change_collection(name: str, changed: Changed, collections: Gathered) -> Response:
    """Change a collection: its name, its rule, its articles, its readers."""
    one = collections.change(
        name,
        new_name=changed.name,
        rule=changed.rule.filter() if changed.rule else None,
        picked=changed.picked,
        readers=changed.readers,
        add=changed.add,
        remove=changed.remove,
    )
    return as_json(from_held(collections.held(one)))


@routes.delete("/{name}", dependencies=[WRITES])
def delete_collection(name: str, collections: Gathered) -> Response:
    """Delete a collection; its articles stay."""
    return as_json({"deleted": [collections.delete(name).slug]})
