"""What all prints of one decision number share, by the ministry that issued it as it was called then."""

from __future__ import annotations

from extract.issuers import ministry_of
from extract.numbers import number_key

__all__ = ["ministry_of", "number_identity"]


def number_identity(number: str) -> str:
    """What all prints of one number share: its serial and the ministry, whichever way the symbol is spelled.

    "4347/QĐ-BVHTT&DL" is "4347/QĐ-BVHTTDL", and a unit's tail may be left out; numbers of other bodies
    are compared as they stand.
    """
    key = number_key(number)
    ministry = ministry_of(key)
    return f"{key.partition('/')[0]} {ministry}" if ministry else key
