"""What came back, read: bytes in, one vocabulary out. It does no I/O and proves nothing."""

from digest.deliver.returned.blame import kind_of
from digest.deliver.returned.reading import read_mail, unreadable

__all__ = ["kind_of", "read_mail", "unreadable"]
