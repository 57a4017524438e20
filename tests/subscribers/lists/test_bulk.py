"""Many rows at once come out as they went in, whatever their letters mean to a database."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.lists.bulk import insert_rows
from subscribers.tables import changes, consents, micros
from tests.makers import NOW

CONSENT = ("person_id", "newsletter_id", "at", "event", "how", "wording", "client")
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0") | st.sampled_from('\\\t\r\n"N.,'), max_size=6)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wordings=st.lists(texts, min_size=1, max_size=5))
@example(wordings=[r"\N", "N", "", r"\.", "a\tb", "a\nb", "a\r\nb", "None"])
async def test_every_text_is_kept_to_the_letter(tx: AsyncConnection, wordings: list[str]) -> None:
    await tx.execute(delete(consents))
    rows = [(number, 1, micros(NOW), "confirm", "test", wording, "") for number, wording in enumerate(wordings)]
    await insert_rows(tx, consents, CONSENT, rows)
    kept = await tx.execute(select(consents.c.wording).order_by(consents.c.person_id))
    assert list(kept.scalars()) == wordings


async def test_nothing_is_kept_as_nothing_and_its_name_as_a_text(tx: AsyncConnection) -> None:
    columns = ("person_id", "newsletter_id", "at", "what", "how", "undoes")
    await insert_rows(tx, changes, columns, [(1, 0, 0, "None", "", None), (2, 0, 0, "x", r"\N", 7)])
    kept = await tx.execute(select(changes.c.what, changes.c.how, changes.c.undoes).order_by(changes.c.person_id))
    assert [tuple(row) for row in kept] == [("None", "", None), ("x", r"\N", 7)]
