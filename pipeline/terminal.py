"""Text from outside, made safe for a terminal."""

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def printable(text: str, *, keep_length: bool = False) -> str:
    """Remove control characters and bidirectional overrides, so that no feed can move the cursor or hide text.

    With `keep_length` each becomes a space, so that offsets still hold.

    >>> printable("a\\x1b[31mred\\u202eback")
    'a[31mredback'
    """
    return _CONTROL.sub(" " if keep_length else "", text)
