"""Requests to a server of the OpenAI protocol: tried again while it is busy, a few at once, each fault in a sentence.

`httpx2` is here already (the model hub's client speaks with it) and reads streams of events; the `openai` package
would add its own retries and types, and knows neither token ids nor `/tokenize`.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from ipaddress import ip_address
from typing import TypeVar

import httpx2
from pydantic import BaseModel, ValidationError

from index.errors import NotSpoken, ServerFailed
from index.servers.address import ServerAddress, read_key
from index.servers.faults import broken_off, garbage, refusal, told
from index.servers.replies import Body, Served, ServedModels

AT_ONCE = 8  # requests; more wait here and not in the server
SILENCE_S = 120.0  # a busy server of two cores reads 4,000 tokens in less
TIMEOUT = httpx2.Timeout(SILENCE_S, connect=10.0, pool=600.0)
PAUSES_S = (0.5, 1.0, 2.0, 4.0, 8.0)
LONGEST_PAUSE_S = 30.0
MOST_BYTES = 64 << 20  # of one reply: 64 vectors of 4,096 numbers take 6 MB
_BUSY = (429, 503)
_END = "[DONE]"

Form = TypeVar("Form", bound=BaseModel)


class Client:
    """Sends requests to the server at an address; threads may share it."""

    def __init__(self, address: ServerAddress, sleep: Callable[[float], None] = time.sleep) -> None:
        self.address = address
        self._sleep = sleep

    def get(self, path: str, form: type[Form]) -> Form:
        """Return what lies at `path`.

        Raises:
            ServerFailed: the server cannot be used; NotSpoken, where it does not know the request.
        """
        with self._request("GET", path, None) as response:
            return self._read(self._whole(response), form)

    def post(self, path: str, body: Body, form: type[Form]) -> Form:
        """Return the reply to `body`; raises as `get`."""
        with self._request("POST", path, body) as response:
            return self._read(self._whole(response), form)

    def stream(self, path: str, body: Body, form: type[Form]) -> Iterator[Form]:
        """Yield the events of the reply to `body`; raises as `get`. Closing it closes the connection: the server stops.

        Raises:
            ServerFailed: the stream ends without saying so.
        """
        with self._request("POST", path, body) as response:
            for event in httpx2.EventSource(response):
                if event.data.strip() == _END:
                    return
                if event.event == "error" or event.data.startswith('{"error"'):
                    raise refusal(self.address.base, 500, event.data.encode(), self._key)
                yield self._read(event.data.encode(), form)
        raise ServerFailed(broken_off(self.address.base))

    def find_model(self) -> Served:
        """Return the model of the address as the server describes it, as far as it does.

        Raises:
            ServerFailed: it holds others only, or cannot be used.
        """
        asked = self.address.model
        try:
            models = self.get("/v1/models", ServedModels).data
        except NotSpoken:
            return Served(id=asked)
        found = next((one for one in models if any(is_same(asked, name) for name in (one.id, *one.aliases))), None)
        if found is None and models:
            names = ", ".join(sorted(one.shown for one in models)[:12])
            raise ServerFailed(
                f"The server at {self.address.base} holds no model {asked}; it has {names}: name one of these behind "
                "the host, or load it there."
            )
        return found or Served(id=asked)

    def check_model(self, answered: str | None) -> None:
        """Raise ServerFailed when a reply is from `answered` instead of the model that was asked for."""
        if answered and not is_same(self.address.model, answered):
            raise ServerFailed(
                f"The server at {self.address.base} was asked for {self.address.model} and answered with {answered}: "
                "name that one, or load the other there."
            )

    def close(self) -> None:
        """Close all connections; a later request opens new ones."""
        http = self.__dict__.pop("_http", None)
        if http is not None:
            http.close()

    @cached_property
    def _key(self) -> str:
        return read_key(self.address.host)

    @cached_property
    def _http(self) -> httpx2.Client:
        return httpx2.Client(
            base_url=self.address.base,
            headers={"Authorization": f"Bearer {self._key}"} if self._key else None,
            timeout=TIMEOUT,
            limits=httpx2.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE),
            trust_env=not _is_loopback(self.address.host),  # no proxy between this computer and itself
        )

    @contextmanager
    def _request(self, method: str, path: str, body: Body | None) -> Iterator[httpx2.Response]:
        # Lone surrogates, which a broken text may hold, are no UTF-8.
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        headers = {"Content-Type": "application/json"} if content else None
        with told(self.address.base, SILENCE_S):
            for pause_s in (*PAUSES_S, None):
                with self._http.stream(method, path, content=content, headers=headers) as response:
                    if response.is_success:
                        yield response
                        return
                    if response.status_code not in _BUSY or pause_s is None:
                        raise refusal(self.address.base, response.status_code, self._whole(response), self._key)
                    wait_s = _retry_after(response.headers.get("Retry-After", ""))
                self._sleep(min(pause_s if wait_s is None else wait_s, LONGEST_PAUSE_S))

    def _whole(self, response: httpx2.Response) -> bytes:
        body = b""
        for part in response.iter_bytes():
            body += part
            if len(body) > MOST_BYTES:
                raise NotSpoken(garbage(self.address.base))
        return body

    def _read(self, body: bytes, form: type[Form]) -> Form:
        try:
            return form.model_validate_json(body)
        except ValidationError as error:
            # Not as its cause: that would quote the reply, and with it maybe the articles.
            fault = NotSpoken(garbage(self.address.base))
            fault.add_note(f"{error.error_count()} parts of a {form.__name__} are missing or of another kind")
            raise fault from None


def is_same(asked: str, served: str) -> bool:
    """Tell whether a server calls the model `asked` `served`: with its folder, its tag or its date, too."""
    names = asked.rpartition("/")[2].casefold(), served.rpartition("/")[2].casefold()
    asked_name, name = (one.removesuffix(".gguf").removesuffix(":latest") for one in names)
    dated = name.removeprefix(f"{asked_name}-").replace("-", "")
    return asked_name == name or (name.startswith(f"{asked_name}-") and dated.isdigit() and len(dated) >= 4)


def _retry_after(value: str) -> float | None:
    """Return the seconds that a `Retry-After` asks for, a number or a date; None where it says nothing."""
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
