"""Passwords: their hashes (argon2id), and what a password has to be."""

from __future__ import annotations

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from selon.errors import SelonError

SHORTEST, LONGEST = 10, 200
# The hash of a password that nobody has: a name that is not there takes as long to refuse as one that is.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c2Vsb24tbm9ib2R5LWhlcmU$Zk1wQmJxY3lMN2dXb3JqVnZuZWZPcWh5TXhKc0R0S2k"
# Each look at a password takes 64 MB for as long as it lasts: whoever sends many at once waits in line.
_AT_ONCE = BoundedSemaphore(4)


def hash_password(password: str) -> str:
    """Return the hash under which a password is kept; raises SelonError for one too short, too long or all one sign."""
    if not SHORTEST <= len(password) <= LONGEST or len(set(password)) < SHORTEST // 3:
        remedy = f"Choose one of {SHORTEST} to {LONGEST} signs, not all the same; several words are good"
        raise SelonError("this password is too easy, or too long", where="password", remedy=remedy)
    with _AT_ONCE:
        return PasswordHasher().hash(password)


def is_password(kept: str | None, password: str) -> bool:
    """Return whether a password is the one under a hash; None, for no such user, takes as long."""
    try:
        with _AT_ONCE:
            return PasswordHasher().verify(kept or _NOBODY, password[:LONGEST]) and kept is not None
    except (VerificationError, InvalidHashError, UnicodeError):
        return False
