"""What can go wrong with people and permission.

::

    SubscribersError
    ├ AddressError(address)     not an address that mail can be sent to
    ├ NotPermitted(why)         the person left or was suppressed; only they can change that
    ├ TokenError(reason)        "expired" or "forged"
    ├ PreferenceError(what)     a wish that cannot be meant
    ├ ListRefused               a file that cannot be read as a list of people
    ├ RowRefused(line, field)   one row of such a file
    └ SegmentError(text, at)    a segment that says nothing that can be understood; the message points at the place
"""

from __future__ import annotations


class SubscribersError(Exception):
    """Something is wrong with a subscriber."""

    def __init__(self, message: str = "") -> None:
        self.message = message or (type(self).__doc__ or "").strip()
        super().__init__(self.message)


class AddressError(SubscribersError, ValueError):
    """This is not an email address."""

    def __init__(self, message: str = "", *, address: str = "") -> None:
        self.address = address
        super().__init__(message)


class NotPermitted(SubscribersError, PermissionError):
    """This person may not be written to."""

    def __init__(self, message: str = "", *, why: str = "") -> None:
        self.why = why
        super().__init__(message)


class TokenError(SubscribersError, ValueError):
    """A link's token is not valid."""

    def __init__(self, message: str = "", *, reason: str = "forged") -> None:
        self.reason = reason  # "expired" or "forged"
        super().__init__(message)


class PreferenceError(SubscribersError, ValueError):
    """This cannot be chosen."""

    def __init__(self, message: str = "", *, what: str = "") -> None:
        self.what = what
        super().__init__(message)


class ListRefused(SubscribersError, ValueError):
    """This file cannot be read as a list of people."""


class RowRefused(SubscribersError, ValueError):
    """A row of an import cannot be used."""

    def __init__(self, message: str = "", *, line: int = 0, field: str = "", address: str = "") -> None:
        self.line = line
        self.field = field
        self.address = address  # of whom it is about, where that can be read
        super().__init__(message)


class SegmentError(SubscribersError, ValueError):
    """This is no segment."""

    def __init__(self, message: str = "", *, text: str = "", at: int = 0) -> None:
        self.text = text
        self.at = at
        super().__init__(message)
