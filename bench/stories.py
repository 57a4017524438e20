"""How long one more article takes in a pool of 100,000, and how much memory that is: ``python -m bench.stories``.

Articles are invented: 300 words drawn as words come in news (Zipf), of which a fifth are their event's own; an event is
told by one to five, within days. Real ones are in ``bench.quality``, where it shows how well they are sorted.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from statistics import median, quantiles

from digest.choose.features import features_of
from digest.choose.pool import Pool
from digest.model import Article

ARTICLES = 100_000
MEASURED = 2_000  # the last of them
WORDS = 60_000  # in the language
SEED = 11


def invented(number: int) -> Iterator[tuple[int, Article]]:
    """(event, article), in the order they come."""
    dice = random.Random(SEED)
    language = [f"w{n:x}" for n in range(WORDS)]
    weights = list(accumulate(1 / (n + 2.7) for n in range(WORDS)))
    began, event, made = datetime(2026, 1, 1, tzinfo=UTC), 0, 0
    while made < number:
        event += 1
        own = dice.sample(language[500:], 30)
        for telling in range(min(dice.randint(1, 5), number - made)):
            words = dice.choices(language, cum_weights=weights, k=240) + dice.choices(own, k=60)
            dice.shuffle(words)
            at = began + timedelta(minutes=made * 6 + telling)
            yield (
                event,
                Article(
                    id=made,
                    source_id=telling,
                    seen=at,
                    guid=str(made),
                    url="",
                    title=" ".join(own[:8]),
                    text=" ".join(words),
                ),
            )
            made += 1


def nowhere(story: int) -> bool:
    """No story may be joined."""
    return story < 0


def megabytes() -> float:
    """The most memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Fill the pool, measure the last ones, print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    before, pool, taken, right = megabytes(), Pool(room=number), [], 0
    events: dict[int, int] = {}
    for event, article in invented(number):
        began = time.process_time()
        features = features_of(article)
        pool.learn(features)
        if article.id < number - MEASURED:  # the pool is filled by what is known, which is quicker
            events[event] = pool.place(features, article.seen, into=events.get(event), allowed=nowhere)
            continue
        story = pool.place(features, article.seen)
        taken.append((time.process_time() - began) * 1000)
        right += events.setdefault(event, story) == story
    print(
        json.dumps(
            {
                "articles": number,
                "stories": len(pool.stories),
                "events": len(events),
                "measured ones with the first of their event": round(right / len(taken), 3),
                "ms an article, median": round(median(taken), 2),
                "ms an article, 99 of 100 under": round(quantiles(taken, n=100)[98], 2),
                "MB": round(megabytes() - before),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
