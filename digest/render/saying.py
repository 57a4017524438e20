"""gettext as templates call it: ``_("…", name=value)``, ``{% trans %}``, ``ngettext``, in one language. Pure.

Jinja2's extension brings functions of its own; these also write numbers as the language does, and keep a name that is
written the other way from turning its sentence around.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from digest.phrases import Speech


def gettext_in(say: Speech) -> Mapping[str, Callable[..., str]]:
    """The functions by the names that templates and Jinja2's extension know (Jinja2: "i18n Extension", newstyle).

    What stands in ``{% trans %}`` is markup as the template around it is. ``_`` is given a text, perhaps a foreign one.
    """

    @pass_context
    def text(context: Context, message: str, /, **values: object) -> str:
        translated = say.translated(message)
        return _filled(context, escape(translated) if _is_html(context) else translated, say, values)

    @pass_context
    def gettext(context: Context, message: str, /, **values: object) -> str:
        return _filled(context, say.translated(message), say, values)

    @pass_context
    def ngettext(context: Context, singular: str, plural: str, number: int, /, **values: object) -> str:
        message = say.translated_for(singular, plural, number)
        return _filled(context, message, say, {"num": number, **values})

    @pass_context
    def pgettext(context: Context, about: str, message: str, /, **values: object) -> str:
        return _filled(context, say.translated(message, about), say, values)

    @pass_context
    def npgettext(context: Context, about: str, one: str, more: str, number: int, /, **values: object) -> str:
        return _filled(context, say.translated_for(one, more, number, about), say, {"num": number, **values})

    return {"_": text, "gettext": gettext, "ngettext": ngettext, "pgettext": pgettext, "npgettext": npgettext}


def _filled(context: Context, message: str, say: Speech, values: Mapping[str, object]) -> str:
    """A sentence with its values, which are escaped where the template is HTML. The sentence itself may be markup."""
    template = Markup(message) if _is_html(context) else message  # noqa: S704 - written in a template, or escaped
    return template % say.shown(values)


def _is_html(context: Context) -> bool:
    return context.eval_ctx.autoescape
