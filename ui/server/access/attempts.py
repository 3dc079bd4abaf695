"""Tries of a password: each failure in a row doubles the wait, for each computer that tries."""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

FREE_TRIES = 3
MAX_WAIT_S = 900.0
MAX_PEERS = 1000
FORGOTTEN_AFTER_S = 3600.0


@dataclass(slots=True)
class _Record:
    failures: int = 0
    free_at: float = 0.0


@dataclass(slots=True)
class Attempts:
    """The failed tries of the last hour, of at most MAX_PEERS computers; one thread works with it."""

    clock: Callable[[], float] = time.monotonic
    _records: OrderedDict[str, _Record] = field(default_factory=OrderedDict)

    def begin(self, peer: str) -> float:
        """Return how many seconds `peer` must wait; at 0 the try counts as failed until `succeed` is called.

        Counting first keeps a hundred tries at once from being a hundred tries for one.
        """
        now, key = self.clock(), network_of(peer)
        record = self._records.get(key)
        if record is not None and record.free_at > now:
            return record.free_at - now
        if record is None or now - record.free_at > FORGOTTEN_AFTER_S:
            record = self._records[key] = _Record()
        record.failures += 1
        over = record.failures - FREE_TRIES
        record.free_at = now + (min(2.0 ** min(over, 20), MAX_WAIT_S) if over >= 0 else 0.0)
        self._records.move_to_end(key)
        while len(self._records) > MAX_PEERS:
            self._records.popitem(last=False)
        return 0.0

    def succeed(self, peer: str) -> None:
        """Forget the failures of `peer`."""
        self._records.pop(network_of(peer), None)

    def __len__(self) -> int:
        return len(self._records)


def network_of(peer: str) -> str:
    """Return what counts as one computer: an IPv4 address, or the 64 bits that an IPv6 subscriber is given."""
    try:
        address = ipaddress.ip_address(peer.partition("%")[0])
    except ValueError:
        return peer
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
