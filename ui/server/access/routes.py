"""The open routes; every other one of Gradio is closed.

What the page asks for was recorded in a browser; test_network_routes.py compares it with every route that the
installed Gradio has.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

KB, MB = 1024, 1024 * 1024
MAX_FILE_BYTES = 64 * MB
MAX_EVENT_BYTES = 1 * MB
MAX_FORM_BYTES = 16 * KB
MAX_QUESTION_BYTES = 64 * KB  # with what it is asked of; a longer one is refused by its event, which says why
_NAME = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}"
_SESSION = r"[A-Za-z0-9_-]{1,64}"


class Kind(Enum):
    """What a route is for, and so what is asked of its callers."""

    DOCUMENT = auto()  # may be opened by a link
    ASSET = auto()  # the same for everybody, holds nothing of anybody
    EVENT = auto()  # acts or reads for a session: only the page itself may
    STREAM = auto()  # an event that answers as long as something happens
    SIGN_IN = auto()
    SIGN_OUT = auto()
    PROGRAM = auto()  # for programs: a token, or the page's own visitor


@dataclass(frozen=True, slots=True)
class Route:
    """A route that is open; `parameters` are the names its query may have."""

    path: re.Pattern[str]
    methods: tuple[str, ...]
    kind: Kind
    max_bytes: int = 0
    parameters: tuple[str, ...] = ()


def _route(path: str, methods: str, kind: Kind, max_bytes: int = 0, parameters: tuple[str, ...] = ()) -> Route:
    return Route(re.compile(path), tuple(methods.split()), kind, max_bytes, parameters)


JOIN = "/gradio_api/queue/join"
CANCEL = "/gradio_api/cancel"
DATA = "/gradio_api/queue/data"
HEARTBEAT = "/gradio_api/heartbeat/"
# Our own:
DOCUMENTS, PULSE = "/documents", "/pulse"
ARTICLE, SHELF, SOURCES, TYPING = "/article", "/shelf", "/sources", "/typing"
GUIDE = "/guide"
MCP = "/mcp"
SIGN_IN, SIGN_OUT, SIGN_IN_STYLE = "/sign-in", "/sign-out", "/sign-in.css"
OPENED = ("turn", "number", "window", "checked", "article", "start", "end")  # what may lead to an article
LED_ON = ("answer", "article", "start", "end")  # in links to an answer, or to characters of an article
ROUTES = (
    _route("/", "GET HEAD", Kind.DOCUMENT, parameters=("__theme", *LED_ON)),
    _route(rf"/assets/{_NAME}", "GET HEAD", Kind.ASSET),
    _route(rf"/static/(?:{_NAME}/){{0,3}}{_NAME}", "GET HEAD", Kind.ASSET),
    _route(r"/theme\.css", "GET HEAD", Kind.ASSET, parameters=("v",)),
    _route(r"/favicon\.ico", "GET HEAD", Kind.ASSET),
    _route(re.escape(JOIN), "POST", Kind.EVENT, MAX_EVENT_BYTES, ("__theme",)),
    _route(re.escape(CANCEL), "POST", Kind.EVENT, MAX_EVENT_BYTES),
    _route(re.escape(DATA), "GET", Kind.STREAM, parameters=("session_hash",)),
    _route(rf"{HEARTBEAT}{_SESSION}", "GET", Kind.STREAM),
    _route(re.escape(DOCUMENTS), "PUT", Kind.EVENT, MAX_FILE_BYTES, ("name",)),
    _route(re.escape(PULSE), "GET", Kind.EVENT),
    _route(re.escape(ARTICLE), "GET", Kind.EVENT, parameters=("session_hash", *OPENED)),
    _route(re.escape(GUIDE), "GET", Kind.EVENT, parameters=("session_hash", "article")),
    _route(re.escape(SHELF), "GET", Kind.EVENT, parameters=("session_hash", "page", "order", "down", "words")),
    _route(re.escape(SOURCES), "POST", Kind.EVENT, MAX_QUESTION_BYTES, ("session_hash",)),
    _route(re.escape(TYPING), "POST", Kind.EVENT, MAX_QUESTION_BYTES, ("session_hash",)),
    _route(re.escape(SIGN_IN), "GET HEAD POST", Kind.SIGN_IN, MAX_FORM_BYTES, LED_ON),
    _route(re.escape(SIGN_IN_STYLE), "GET HEAD", Kind.SIGN_IN),
    _route(re.escape(SIGN_OUT), "POST", Kind.SIGN_OUT, MAX_FORM_BYTES),
    _route(r"/api/(?:ask|check|search)", "POST", Kind.PROGRAM, MAX_EVENT_BYTES),
    _route(r"/api/own/(?:ask|check|search)", "POST", Kind.PROGRAM, MAX_EVENT_BYTES),
    _route(r"/api/(?:articles|count|openapi\.json)", "GET", Kind.PROGRAM),
    _route(r"/api/articles/.+", "GET PATCH DELETE", Kind.PROGRAM, MAX_FORM_BYTES),
    _route(r"/api/(?:guides|pages)/.+", "GET", Kind.PROGRAM),
    _route(r"/api/documents", "PUT", Kind.PROGRAM, MAX_FILE_BYTES),
    _route(r"/api/(?:sync|rebuild)", "POST", Kind.PROGRAM, MAX_FORM_BYTES),
    _route(r"/api/work", "GET DELETE", Kind.PROGRAM),
    _route(r"/api/conversations(?:/[^/]+)?", "GET DELETE", Kind.PROGRAM),
    _route(r"/api/collections", "GET POST", Kind.PROGRAM, MAX_EVENT_BYTES),
    _route(r"/api/collections/[^/]+", "GET PATCH DELETE", Kind.PROGRAM, MAX_EVENT_BYTES),
    _route(r"/api/notes", "GET POST", Kind.PROGRAM, MAX_EVENT_BYTES),
    _route(r"/api/notes/[^/]+", "GET PATCH DELETE", Kind.PROGRAM, MAX_EVENT_BYTES),
    _route(r"/api/notes/[^/]+/(?:pins|check)", "POST", Kind.PROGRAM, MAX_EVENT_BYTES),
    _route(r"/api/notes/[^/]+/pins/\d{1,9}", "DELETE", Kind.PROGRAM),
    _route(r"/v1/models(?:/.+)?", "GET", Kind.PROGRAM),
    _route(r"/v1/chat/completions", "POST", Kind.PROGRAM, MAX_EVENT_BYTES),
    _route(re.escape(MCP), "POST DELETE", Kind.PROGRAM, 4 * MB),
)
PROGRAMS = ("/api", "/v1", MCP)  # below these, refusals are JSON


def find_route(path: str) -> Route | None:
    """Return the open route that `path` (unquoted, as the application sees it) names."""
    return next((route for route in ROUTES if route.path.fullmatch(path)), None)
