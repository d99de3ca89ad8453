"""Rates: how often somebody may try to log in, and how many passwords are looked at at once."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from ipaddress import IPv6Address, ip_address
from threading import Lock

_OFTEN, _WHILE, _MOST_KEPT = 8, 300.0, 20_000
_NETWORK = 64  # bits of an IPv6 address: whoever has one has all that begin so


class Limiter:
    """Counts attempts by key (a user, an address) over the last minutes; in memory, so a restart forgets them.

    >>> limiter = Limiter(often=2)
    >>> limiter.try_("zoe"), limiter.try_("zoe"), limiter.try_("zoe") > 0, limiter.try_("ali")
    (0.0, 0.0, True, 0.0)
    """

    def __init__(self, *, often: int = _OFTEN, during: float = _WHILE, most: int = _MOST_KEPT) -> None:
        """Allow so many failures during so many seconds, and keep so many keys."""
        self._often, self._during, self._most = often, during, most
        self._attempts: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def try_(self, *keys: str) -> float:
        """Count an attempt, before anybody knows how it ends; return how many seconds to wait instead, 0 for none.

        So nobody gets more attempts by making many at once.
        """
        with self._lock:
            wait = max((self._wait(key) for key in keys), default=0.0)
            for key in () if wait else keys:
                self._attempts.setdefault(key, deque(maxlen=self._often)).append(time.monotonic())
                self._attempts.move_to_end(key)
            while len(self._attempts) > self._most:
                self._attempts.popitem(last=False)
        return wait

    def clear(self, *keys: str) -> None:
        """Forget the attempts of keys, after a success."""
        with self._lock:
            for key in keys:
                self._attempts.pop(key, None)

    def take_back(self, *keys: str) -> None:
        """Forget the latest attempt of keys: it was none to guess."""
        with self._lock:
            for key in keys:
                if self._attempts.get(key):
                    self._attempts[key].pop()

    def _wait(self, key: str) -> float:
        """Return how many seconds to wait for one key."""
        attempts = self._attempts.get(key)
        if not attempts or len(attempts) < self._often:
            return 0.0
        return max(0.0, attempts[0] + self._during - time.monotonic())


def network_of(address: str) -> str:
    """Return what of an address stands for whoever asks from there.

    >>> network_of("192.0.2.7"), network_of("2001:db8:1:2:3:4:5:6"), network_of("desk")
    ('192.0.2.7', '2001:db8:1:2::', 'desk')
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        rest = 128 - _NETWORK
        return str(found.ipv4_mapped or IPv6Address(int(found) >> rest << rest))
    return str(found)
