"""What a file defines, and newsletters as it or a command defines them, turned into the nouns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from digest.errors import SettingsError
from digest.model import (
    Cadence,
    CanaryPlan,
    FirstRun,
    HouseStyle,
    InDoubtPolicy,
    Misfire,
    MisfirePolicy,
    Newsletter,
    PublicFace,
    Rules,
    SectionPlan,
    Sender,
    Source,
    Taste,
)
from digest.settings.faults import in_words
from digest.settings.newsletters import NewsletterShape
from digest.settings.shape import NewsroomSettings, Settings
from digest.settings.sourced import source_of
from digest.settings.spans import parse_span


@dataclass(frozen=True, slots=True)
class Definitions:
    """What a file defines; ids are 0, the store gives them."""

    newsletters: tuple[Newsletter, ...] = ()
    sources: tuple[Source, ...] = ()

    @classmethod
    def of(cls, settings: Settings, *, from_file: bool = True) -> Definitions:
        """The definitions in settings; ``from_file``: the newsroom's own, which may be removed there only.

        Raises:
            SettingsError: two have one name, or a section names a source that is nowhere.
        """
        here = settings.file.parent if settings.file else Path.cwd()
        sources = tuple(source_of(shape, here, from_file=from_file) for shape in settings.sources)
        newsletters = tuple(
            newsletter_of(shape, settings.newsroom, from_file=from_file) for shape in settings.newsletters
        )
        file = str(settings.file or "digest.toml")
        _refuse_twins([source.slug for source in sources], "sources", file)
        _refuse_twins([newsletter.slug for newsletter in newsletters], "newsletters", file)
        return cls(newsletters, sources)


def _refuse_twins(slugs: list[str], what: str, file: str) -> None:
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise SettingsError(f"{file}: two {what} are called {slug!r}; give one another slug.", file=file, key=what)


def newsletter_of(shape: NewsletterShape, newsroom: NewsroomSettings, *, from_file: bool = False) -> Newsletter:
    """A newsletter as its definition says, with the newsroom's language and zone where it names none.

    Raises:
        SettingsError: a duration in ``misfire`` is none.
    """
    zone = shape.zone or newsroom.zone
    return Newsletter(
        id=0,
        slug=shape.slug,
        title=shape.title,
        sender=Sender(
            name=shape.from_name or shape.title,
            address=shape.from_address,
            reply_to=shape.reply_to,
            postal_address=shape.postal_address,
            return_path=shape.return_path,
        ),
        language=shape.language or newsroom.language,
        zone=zone,
        cadences=tuple(Cadence(key=key, rule=rule, zone=zone) for key, rule in shape.cadences.items()),
        sections=_sections(shape),
        taste=_taste(shape),
        look=shape.look,
        style=HouseStyle(**shape.style.model_dump()),
        subject=shape.subject,
        preheader=shape.preheader,
        misfire=_misfire(shape),
        in_doubt=InDoubtPolicy(shape.in_doubt),
        segment=shape.segment,
        window=shape.window,
        finish_by=shape.finish_by,
        catch_up=shape.catch_up,
        once_in_newsroom=shape.once_in_newsroom,
        canary=CanaryPlan(**dict(shape.canary)),
        public=_face(shape),
        from_file=from_file,
    )


def newsletter_from(definition: Mapping[str, object], newsroom: NewsroomSettings) -> Newsletter:
    """A newsletter from the values of a command, with the same checks as one in a file.

    Raises:
        SettingsError: a value is wrong; all faults are named.
    """
    try:
        shape = NewsletterShape.model_validate(definition)
    except ValidationError as fault:
        raise in_words(fault, None) from fault
    return newsletter_of(shape, newsroom)


def _taste(shape: NewsletterShape) -> Taste:
    wanted = shape.choose
    newest = wanted.first_run.endswith("newest")
    return Taste(
        minimum=wanted.min,
        maximum=wanted.max,
        per_source=wanted.per_source,
        max_age=wanted.max_age,
        first_run=FirstRun.NEWEST if newest else FirstRun(wanted.first_run),
        first_run_count=int(wanted.first_run.split()[0]) if newest else 10,
        sentences=wanted.sentences,
        words=wanted.words,
        keep=Rules(**dict(wanted.keep)),
        block=Rules(**dict(wanted.block)),
    )


def _sections(shape: NewsletterShape) -> tuple[SectionPlan, ...]:
    return tuple(
        SectionPlan(
            key=section.key,
            title=section.title or section.key.replace("-", " ").capitalize(),
            sources=section.sources,
            topics=section.topics,
            minimum=section.min,
            maximum=section.max,
            keep=Rules(**dict(section.keep)),
            block=Rules(**dict(section.block)),
        )
        for section in shape.sections
    )


def _face(shape: NewsletterShape) -> PublicFace:
    wanted = shape.public
    return PublicFace(
        description=wanted.description,
        joinable=wanted.join == "open",
        archived=wanted.archive == "public",
        double_opt_in=wanted.opt_in == "double",
        welcome=wanted.welcome,
        goodbye=wanted.goodbye,
    )


def _misfire(shape: NewsletterShape) -> Misfire:
    policy, _, span = shape.misfire.partition(" ")
    try:
        return (
            Misfire(policy=MisfirePolicy(policy), until=parse_span(span))
            if span
            else Misfire(policy=MisfirePolicy(policy))
        )
    except ValueError as fault:
        raise SettingsError(
            f'newsletter {shape.slug}: misfire is {shape.misfire!r}; {fault}, as in "send_until 3h".', key="misfire"
        ) from fault
