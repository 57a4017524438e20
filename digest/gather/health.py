"""How well a source is, in words, from what is remembered of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from digest.model import Source, SourceKind, SourceState, Volume
from digest.words import counted

WEEK = timedelta(days=7)
BEFORE = 4  # weeks that the last one is compared with
FEWEST = 8  # articles in so many weeks, for a silence to mean anything
PLENTY = 20  # articles in those weeks, for a quiet week to be no accident
SILENT = 3  # times as long as it used to take
LEAST_SILENCE = timedelta(days=3)
CERTIFICATE = timedelta(days=10)
FAULTS = 3


def health(source: Source, volume: Volume, *, now: datetime) -> tuple[str, ...]:
    """What is wrong with a source, in words; empty when it is well."""
    return tuple(_complaints(source, volume, now))


def _complaints(source: Source, volume: Volume, now: datetime) -> Iterator[str]:
    if source.state is SourceState.GONE:
        yield f"given up: {source.failure}" if source.failure else "given up"
    elif source.failures >= FAULTS:
        yield f"{source.failures} failures in a row: {source.failure}"
    if volume.held:
        yield _held(source, volume)
    if source.kind not in (SourceKind.PUSHED, SourceKind.FOLDER) and source.state is SourceState.ACTIVE:
        yield from _volume(volume, now)
    if volume.set_aside:
        yield (
            f"{counted(volume.set_aside, 'article')} of the last week with no more than the feed told: each page could "
            "not be read, was tried again and is set aside"
        )
    if volume.future:
        yield f"{counted(volume.future, 'article')} dated in the future"
    if source.certificate and source.certificate < now + CERTIFICATE:
        ends = "ended" if source.certificate < now else "ends"
        yield f"its certificate {ends} on {source.certificate:%Y-%m-%d}"


def _held(source: Source, volume: Volume) -> str:
    decide = f"`digest sources release {source.slug}` decides"
    if volume.renamed * 2 > volume.held:
        return (
            f"its ids have all changed: {counted(volume.held, 'article')} came again as new ones, held back; {decide}, "
            f"and with --drop they stay unprinted"
        )
    return f"{counted(volume.held, 'article')} held back as a flood; {decide}"


def _volume(volume: Volume, now: datetime) -> Iterator[str]:
    silence = now - volume.newest if volume.newest else timedelta()
    if volume.usual >= FEWEST and silence > max(LEAST_SILENCE, WEEK * BEFORE / volume.usual * SILENT):
        yield f"silent for {silence.days} days, though it used to bring {volume.usual / BEFORE:.0f} articles a week"
    elif volume.weeks_before >= PLENTY and volume.last_week * BEFORE * 5 <= volume.weeks_before:
        usually = f"{volume.weeks_before / BEFORE:.0f}"
        yield f"{counted(volume.last_week, 'article')} in the last week, against {usually} a week before"
