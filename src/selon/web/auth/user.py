"""A user and their role."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a user may do: read; judge and ingest as well; manage users as well."""

    READER = "reader"
    REVIEWER = "reviewer"
    ADMIN = "admin"

    def includes(self, other: Role) -> bool:
        """Return whether this role may do all that the other may.

        >>> Role.ADMIN.includes(Role.REVIEWER), Role.READER.includes(Role.REVIEWER)
        (True, False)
        """
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who asks; `by_token` where a program asks for them."""

    name: str
    role: Role
    by_token: bool = False

    def may(self, role: Role | str) -> bool:
        """Return whether this user may do what a role may."""
        return self.role.includes(Role(role))


NOBODY = User("", Role.READER)
