"""How long a list takes to come in, and in how much memory, beside the bare ``executemany`` or ``COPY`` of its rows."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import mkdtemp

from bench import child
from bench.databases import open_database
from bench.figures import Options, Report, Series

ZONES = ("Europe/Berlin", "Europe/Riga", "America/New_York", "Asia/Tokyo", "")
LANGUAGES = ("de", "en", "lv", "ja", "fr")
PLANS = ("free", "pro", "team")


def measure(options: Options, folder: Path) -> Report:
    """For each database: the bare way and ours in turn, each into a fresh database."""
    list_file = write_list(folder / "list.csv", options.rows)
    series = []
    for kind in options.databases:
        with open_database(kind, Path(mkdtemp(dir=folder))) as database:
            Path(database.prepared.partition(":///")[2]).touch() if kind == "sqlite" else None
            bare, ours = Series(f"bare, {database.name}"), Series(f"Digest, {database.name}")
            for _ in range(options.rounds):
                fresh = database.copy()
                bare.costs.append(child.run("import_plain", database=fresh, list_file=str(list_file)))
                database.drop()
                fresh, own = database.copy(), mkdtemp(dir=folder)
                ours.costs.append(child.run("import_digest", folder=own, database=fresh, list_file=str(list_file)))
                database.drop()
            series += [bare, ours]
    return report(series, options, list_file.stat().st_size)


def write_list(path: Path, rows: int) -> Path:
    """A CSV of readers, in no order."""
    dice = Random(7)
    with path.open("w", encoding="utf-8") as file:
        file.write("email,name,language,zone,plan,age\n")
        for number in range(rows):
            letters = f"{dice.getrandbits(40):x}"
            file.write(
                f"{letters}.{number}@d{dice.randrange(5000)}.example.org,Reader {letters},{dice.choice(LANGUAGES)},"
                f"{dice.choice(ZONES)},{dice.choice(PLANS)},{dice.randrange(18, 99)}\n"
            )
    return path


def report(series: list[Series], options: Options, size: int) -> Report:
    """The table: ours as so many times the bare way before it."""
    rows = []
    for number, one in enumerate(series):
        bare = series[number - number % 2]
        peak = max(cost.peak for cost in one.costs) / 1e6
        rows.append(
            [
                one.name,
                f"{one.seconds:.1f}",
                f"{one.rate:,.0f}",
                f"{one.seconds / bare.seconds:.2f}",
                f"{one.micros:.1f}",
                f"{peak:.0f}",
            ]
        )
    return Report(
        name="importing",
        title=f"Importing {options.rows:,} readers",
        about=(
            f"{size / 1e6:.0f} MB of CSV with six columns, in no order; medians of {options.rounds} rounds in turn",
            "bare: one table, one unique index, nothing checked; Digest: addresses, zones and languages checked,",
            "persons, memberships and a record of consent for each",
        ),
        columns=("way", "s", "rows/s", "of the bare", "CPU us/row", "peak MB"),
        rows=rows,
        series=series,
    )
