"""Read feeds for the scorer: a line ``{"id","path"}`` in, ``{"id","title","entries":[…]}`` out."""

from __future__ import annotations

import html
import json
import sys
from typing import Any

from bench.quality.trials import SHARED
from digest.errors import SourceError
from digest.gather.clean import plain_title, sanitise
from digest.gather.drafts import Raw
from digest.gather.feed import entries


def main() -> None:
    """Answer line by line until the input ends."""
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            title, _, _, raws = entries((SHARED / "eval" / asked["path"]).read_bytes())
        except SourceError:
            title, raws = "", []
        answer = {"id": asked["id"], "title": html.escape(title, quote=False), "entries": [_entry(raw) for raw in raws]}
        print(json.dumps(answer, ensure_ascii=False), flush=True)


def _entry(raw: Raw) -> dict[str, Any]:
    return {
        "id": raw.guid,
        "title": html.escape(plain_title(raw.title), quote=False),
        "link": raw.url,
        "published": raw.published.isoformat() if raw.published else None,
        "author": ", ".join(raw.authors),
        "summary": sanitise(raw.lead or raw.body, raw.base),
        "content": sanitise(raw.body, raw.base),
    }


if __name__ == "__main__":
    main()
