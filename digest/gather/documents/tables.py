"""Tables of articles as spreadsheets and other programs write them: CSV and TSV, a row for each. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from digest.gather.documents.names import in_english, key

SEPARATORS = ",;\t|"
_NAMED = re.compile(r"\A\s*\"?sep=(?P<separator>[^\r\n])\"?\r?\n", re.IGNORECASE)  # for Excel, in the first line


def rows_of(text: str) -> Iterator[Mapping[str, str]]:
    """The rows by what their columns are called, in their own words and in ours."""
    named = _NAMED.match(text)
    text = text[named.end() :] if named else text
    head = text.lstrip("\ufeff \r\n").partition("\n")[0]
    separator = named["separator"] if named else max(SEPARATORS, key=head.count)
    for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff\r\n"), newline=""), restkey="", delimiter=separator):
        said = {name: value for name, value in row.items() if name and isinstance(value, str)}
        yield {in_english(name): value for name, value in said.items() if value} | {
            key(name): value for name, value in said.items()
        }
