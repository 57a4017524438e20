"""The command line: ``digest``."""

from digest.cli.app import main

__all__ = ["main"]
