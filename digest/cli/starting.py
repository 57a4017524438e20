"""Where a command line begins. Nothing is loaded here, so that Ctrl-C is answered in words from the first moment on.

Exit codes: 0 done, 1 it could not be done, 2 the command line or the settings are wrong, 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    try:
        from digest.cli.running import run  # noqa: PLC0415 - half a second of modules

        run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        sys.stderr.write("digest: Interrupted. Nothing is lost: run the command again to go on.\n")
        sys.exit(130)
