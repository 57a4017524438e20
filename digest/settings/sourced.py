"""A source as digest.toml or a command defines it, as the noun: of what kind it is, and whether its place fits."""

from __future__ import annotations

from pathlib import Path

from digest.errors import SettingsError
from digest.model import Source, SourceKind
from digest.settings.gathering import SourceShape
from digest.settings.inboxes import inbox_of, is_inbox_address, refuse_password
from digest.settings.shape import Settings
from digest.settings.slugs import slug_for


def source_of(shape: SourceShape, here: Path, *, from_file: bool = False) -> Source:
    """A source as its definition says; a missing slug is made from the address, and a folder counts from ``here``.

    Raises:
        SettingsError: it has neither ``url`` nor ``folder``, or both.
    """
    if bool(shape.url) == bool(shape.folder):
        raise SettingsError(
            f"source {shape.slug or shape.url or '?'}: expected either url (a feed) or folder (documents).",
            key="sources",
        )
    refuse_password(shape.url)
    kind = SourceKind(shape.kind) if shape.kind else _kind_of(shape)
    _check_place(shape, kind)
    return Source(
        id=0,
        slug=shape.slug or slug_for(shape.url or shape.folder),
        url=shape.url or str(here / shape.folder),
        kind=kind,
        title=shape.title,
        section=shape.section,
        topics=shape.topics,
        weight=shape.weight,
        links=shape.links,
        from_file=from_file,
    )


def _kind_of(shape: SourceShape) -> SourceKind:
    if is_inbox_address(shape.url):
        return SourceKind.INBOX
    return SourceKind.FEED if shape.url else SourceKind.FOLDER


def _check_place(shape: SourceShape, kind: SourceKind) -> None:
    name = shape.slug or shape.url or shape.folder
    if is_inbox_address(shape.url):
        inbox_of(shape.url)
        if kind is not SourceKind.INBOX:
            raise SettingsError(f"source {name}: an IMAP folder is an inbox, not a {kind.value}.", key="sources")
    elif kind is SourceKind.INBOX and not shape.folder:
        raise SettingsError(
            f"source {name}: an inbox is a folder (a Maildir) or a url such as imaps://desk@mail.example.org/INBOX.",
            key="sources",
        )
    elif (kind in (SourceKind.FOLDER, SourceKind.INBOX)) != bool(shape.folder):
        wanted, given = ("url", "folder") if shape.folder else ("folder", "url")
        raise SettingsError(
            f"source {name}: its kind is {kind.value}, so expected {wanted} = … instead of {given}.", key="sources"
        )


def shape_of(settings: Settings, name: str) -> SourceShape | None:
    """The table of [[sources]] with this slug or address: there stands what enters no database."""
    return settings.named_sources.get(name)
