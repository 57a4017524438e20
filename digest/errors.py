"""What can go wrong, drawn as a tree.

::

    DigestError                    message, facts as attributes, permanent: bool, __cause__
    ├ SettingsError(file, key)     what stands in digest.toml, the environment or a command line is wrong
    ├ SourceError(url)             a source could not be read
    │ ├ Unreachable                no answer in time, or a server's passing fault (wait: seconds it asked for)
    │ │ └ NotYet                   nobody was asked: its host had said that it wants no requests for a while
    │ ├ Gone*                      404 or 410: it will not come back by itself
    │ ├ NotAFeed*                  it answered, but not with anything we can read
    │ │ └ TooHeavy                 reading it took too much time or memory: perhaps not when less goes on
    │ └ Forbidden*                 we must not fetch it: a private address, a wrong scheme, too many redirects
    ├ SummaryError(article_id)     never leaves summarise/chain.py
    │ └ Unwritten                  an optional writer could not be asked, or did not answer: worth telling
    ├ TemplateError(template, line)*
    ├ StoreError                   the database
    │ ├ Away                       its server is not there, or not yet
    │ ├ NotFound(kind, key)*
    │ ├ Damaged*                   what is stored cannot be read, by this version or by any
    │ ├ Taken                      somebody else has it (a slot, a name)
    │ └ SchemaBehind(have, want)*
    └ DeliveryError(address)
      ├ RelayDown(wait)            our relay: pause everything, blame no reader (wait: seconds it is left alone)
      ├ MailboxDown                a mailbox in which mail comes back cannot be read
      ├ Unfetched                  one mail in it cannot; the others can
      ├ Unproven*                  somebody posted what comes back and cannot prove that they may
      ├ Deferred(wait)             try this reader again later
      ├ Refused(code)*             this reader's server said no for good
      └ InDoubt                    the letter may or may not have been accepted

    (* permanent: trying again without a change will not help)

Every message is one sentence for a person: what, where, what was expected, what to do.
"""

from __future__ import annotations


class DigestError(Exception):
    """Something went wrong in Digest. ``wait``: in so many seconds trying again makes sense, where that is known."""

    permanent: bool = False
    wait: float | None = None

    def __init__(self, message: str = "") -> None:
        self.message = message or (type(self).__doc__ or "").strip()
        super().__init__(self.message)


class SettingsError(DigestError, ValueError):
    """A setting is missing or wrong."""

    permanent = True

    def __init__(self, message: str = "", *, file: str = "", key: str = "") -> None:
        self.file = file
        self.key = key
        super().__init__(message)


class SourceError(DigestError):
    """A source could not be read."""

    def __init__(self, message: str = "", *, url: str = "") -> None:
        self.url = url
        super().__init__(message)


class Unreachable(SourceError, ConnectionError):
    """The source gave no usable answer this time."""

    def __init__(self, message: str = "", *, url: str = "", wait: float | None = None, status: int = 0) -> None:
        self.status = status  # of HTTP, when it answered at all
        self.wait = wait  # seconds the server asked us to stay away (Retry-After), if it did
        super().__init__(message, url=url)


class NotYet(Unreachable):
    """Nobody was asked: the host said not long ago that it wants no requests for a while."""


class Gone(SourceError, LookupError):
    """The source is no longer there."""

    permanent = True

    def __init__(self, message: str = "", *, url: str = "", for_good: bool = False) -> None:
        self.for_good = for_good  # 410: its server says that it will not come back
        super().__init__(message, url=url)


class NotAFeed(SourceError, ValueError):
    """The source answered with something that cannot be read."""

    permanent = True


class TooHeavy(NotAFeed):
    """Reading what the source answered took too much time or memory."""

    permanent = False


class Forbidden(SourceError, PermissionError):
    """The source must not be fetched."""

    permanent = True


class SummaryError(DigestError):
    """A writer could not summarise an article."""

    def __init__(self, message: str = "", *, article_id: int = 0) -> None:
        self.article_id = article_id
        super().__init__(message)


class Unwritten(SummaryError):
    """An optional writer could not be asked, or did not answer."""


class TemplateError(DigestError, ValueError):
    """A template cannot be used."""

    permanent = True

    def __init__(self, message: str = "", *, template: str = "", line: int = 0) -> None:
        self.template = template
        self.line = line
        super().__init__(message)


class StoreError(DigestError):
    """The database could not do what was asked."""


class Away(StoreError):
    """The database's server is not there, or not yet: it may be soon."""


class NotFound(StoreError, LookupError):
    """There is no such thing."""

    permanent = True

    def __init__(self, message: str = "", *, kind: str = "", key: str = "") -> None:
        self.kind = kind
        self.key = key
        super().__init__(message or f"There is no {kind} {key!r}.")


class Damaged(StoreError):
    """What is stored cannot be read."""

    permanent = True


class Taken(StoreError):
    """Somebody else has it."""


class SchemaBehind(StoreError):
    """The database has an older or newer schema than this program."""

    permanent = True

    def __init__(self, message: str = "", *, have: str = "", want: str = "") -> None:
        self.have = have
        self.want = want
        super().__init__(message)


class DeliveryError(DigestError):
    """A letter could not be handed over."""

    def __init__(self, message: str = "", *, address: str = "") -> None:
        self.address = address
        super().__init__(message)


class RelayDown(DeliveryError, ConnectionError):
    """Our own relay cannot be used."""

    def __init__(self, message: str = "", *, address: str = "", wait: float | None = None) -> None:
        self.wait = wait  # seconds until it is asked again
        super().__init__(message, address=address)


class MailboxDown(DeliveryError, ConnectionError):
    """A mailbox in which mail comes back cannot be read."""


class Unfetched(DeliveryError):
    """One mail in a mailbox cannot be read; the others can."""


class Unproven(DeliveryError, PermissionError):
    """A notice of what came back is not proven to come from whom it says."""

    permanent = True


class Deferred(DeliveryError):
    """The receiving server asked us to try again later."""

    def __init__(self, message: str = "", *, address: str = "", wait: float | None = None) -> None:
        self.wait = wait  # seconds
        super().__init__(message, address=address)


class Refused(DeliveryError):
    """The receiving server refused the letter for good."""

    permanent = True

    def __init__(self, message: str = "", *, address: str = "", code: int = 0) -> None:
        self.code = code
        super().__init__(message, address=address)


class InDoubt(DeliveryError):
    """The letter may or may not have been accepted."""
