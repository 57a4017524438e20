"""The command line: ``digest``."""

from digest.cli.starting import main

__all__ = ["main"]
