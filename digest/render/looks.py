"""Looks: templates found beside the program or in the user's own folder, which wins file by file.

Templates run in a sandbox, because an editor may write them: they see the issue and nothing else, they
cannot change it, and an unknown name is an error with file and line, never an empty place.
"""

from __future__ import annotations

import shutil
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from digest.errors import NotFound, SettingsError, TemplateError
from digest.phrases import LANGUAGES, Speech
from digest.render.saying import gettext_in


@dataclass(frozen=True, slots=True)
class Looks:
    """Where templates are, and the environments they run in."""

    own: Path | None
    speaking: Callable[[str], ImmutableSandboxedEnvironment]  # by language: what is said in a template is said in it

    def render(self, template: str, values: Mapping[str, Any], say: Speech) -> str:
        """A template with values, in a language.

        Raises:
            TemplateError: it is missing or wrong; the message names file and line.
        """
        try:
            return self.speaking(say.language).get_template(template).render(values)
        except TemplateNotFound as fault:
            raise TemplateError(f"There is no template {fault.name!r}.", template=str(fault.name)) from fault
        except TemplateSyntaxError as fault:
            where = fault.filename or fault.name or template
            raise TemplateError(
                f"{where}, line {fault.lineno}: {_sentence(fault.message)}", template=where, line=fault.lineno
            ) from fault
        except RecursionError as fault:
            where, line = _place(fault, template)
            raise TemplateError(f"{where}, line {line}: it includes itself.", template=where, line=line) from fault
        except (JinjaError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError, OSError) as fault:
            where, line = _place(fault, template)
            raise TemplateError(f"{where}, line {line}: {_sentence(fault)}", template=where, line=line) from fault

    def names(self) -> list[str]:
        """The looks there are."""
        folders = [shipped_templates() / "issues"] + ([self.own / "issues"] if self.own else [])
        return sorted(
            {path.name for folder in folders if folder.is_dir() for path in folder.iterdir() if path.is_dir()}
        )

    def need(self, look: str) -> None:
        """Make sure that a look exists.

        Raises:
            NotFound: it does not; the message names those that do.
        """
        if look not in self.names():
            raise NotFound(f"There is no look {look!r}; there are: {', '.join(self.names())}.", kind="look", key=look)


def _sentence(fault: object) -> str:
    """What went wrong, with one full stop."""
    return f"{str(fault).rstrip('. ')}."


def _place(fault: BaseException, template: str) -> tuple[str, int]:
    """The innermost line of a template in a traceback."""
    frames = [
        frame
        for frame in traceback.extract_tb(fault.__traceback__)
        if frame.filename.endswith((".html", ".txt", ".css"))
    ]
    return (frames[-1].filename, frames[-1].lineno or 0) if frames else (template, 0)


def shipped_templates() -> Path:
    """The templates that come with the program: beside it in a wheel, at the root of a checkout."""
    package = Path(__file__).resolve().parent.parent
    beside = package / "templates"
    return beside if beside.is_dir() else package.parent / "templates"


def open_looks(own: Path | None = None) -> Looks:
    """The looks, with the user's folder in front if it is there."""
    own = own if own and own.is_dir() else None
    folders = [folder for folder in (own, shipped_templates()) if folder]

    @lru_cache(len(LANGUAGES))
    def speaking(language: str) -> ImmutableSandboxedEnvironment:
        environment = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
            autoescape=lambda name: not (name or "").endswith((".txt", ".css")),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            extensions=["jinja2.ext.loopcontrols", "jinja2.ext.i18n"],
        )
        environment.policies["ext.i18n.trimmed"] = True
        environment.newstyle_gettext = True  # type: ignore[attr-defined]  # the extension adds it
        environment.globals.update(gettext_in(Speech(language)))
        return environment

    return Looks(own, speaking)


def copy_look(name: str, folder: Path) -> Path:
    """Copy a shipped look into the user's folder, as a beginning.

    Raises:
        NotFound: there is no such look.
        SettingsError: it is there already.
    """
    source = shipped_templates() / "issues" / name
    if (not name.isidentifier() and not name.replace("-", "_").isidentifier()) or not source.is_dir():
        raise NotFound(f"There is no look {name!r} to copy.", kind="look", key=name)
    target = folder / "issues" / name
    if target.exists():
        raise SettingsError(f"{target} is there already; remove it first if you want to start anew.", file=str(target))
    shutil.copytree(source, target)
    return target
