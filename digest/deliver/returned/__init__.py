"""What came back, read: bytes in, one vocabulary out. It does no I/O and proves nothing."""

from digest.deliver.returned.reading import read_mail

__all__ = ["read_mail"]
