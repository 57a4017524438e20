"""Draw the demo's pictures into examples/newsroom/pictures: ``python -m tools.draw_pictures [NAME …]``."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.posters import sea, town

SCENES = {
    "lighthouse": sea.lighthouse,
    "cranes": sea.cranes,
    "ferry": sea.ferry,
    "storm": sea.storm,
    "market": town.market,
    "football": town.football,
    "concert": town.concert,
    "tram": town.tram,
}
FOLDER = Path(__file__).resolve().parent.parent / "examples" / "newsroom" / "pictures"


def main(names: list[str]) -> None:
    """Draw all of them, or those named."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names or SCENES:
        file = FOLDER / f"{name}.png"
        file.write_bytes(SCENES[name]().png())
        sys.stdout.write(f"{file.name}: {file.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
