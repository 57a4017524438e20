"""Read pages for the scorer: a line ``{"id","path","url"}`` in, ``{"id","text","title","author","date"}`` out."""

from __future__ import annotations

import gzip
import json
import sys
from datetime import UTC, datetime

from bench.quality.trials import SHARED
from digest.gather.pages import read_page


def main() -> None:
    """Answer line by line until the input ends."""
    now = datetime.now(UTC)
    for line in sys.stdin:
        asked = json.loads(line)
        raw = (SHARED / "eval" / asked["path"]).read_bytes()
        body = gzip.decompress(raw) if asked["path"].endswith(".gz") else raw
        page = read_page(body, url=asked["url"], now=now)
        date = page.published.date().isoformat() if page.published else ""
        answer = {"text": page.text, "title": page.title, "author": "; ".join(page.authors), "date": date}
        print(json.dumps({"id": asked["id"], **answer}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
