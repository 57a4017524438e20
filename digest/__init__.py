"""Digest: gather → choose → summarise → compose → render → deliver → account.

Each step is one folder; only ``digest.jobs`` and ``digest.sending`` put two of them side by side.
``docs/house.md`` is the plan of the building.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("digest-newsroom")
except PackageNotFoundError:  # a bare checkout that was never installed
    __version__ = "0+unknown"
