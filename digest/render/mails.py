"""A small mail as a sheet: the same path as an issue's, one template for all of them, words from ``digest.phrases``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from digest.model import MailKind, Newsletter, Sheet, SmallMail
from digest.phrases import MAIL_WORDS, Speech, direction
from digest.render.headers import clean
from digest.render.house import house_style, imprint, sides
from digest.render.html import inline
from digest.render.links import ACTS
from digest.render.looks import Looks
from digest.render.marks import Marks
from digest.render.sheet import cut
from digest.render.text import squeezed, wrapped

TEMPLATE = "mails/mail"
WITH_LEAVE_LINK = (MailKind.WELCOME, MailKind.KNOWN)


def print_mail(
    mail: SmallMail, newsletters: Sequence[Newsletter], say: Speech, looks: Looks, *, hours: int, shown: str = ""
) -> Sheet:
    """Print a small mail. ``hours`` is how long its link is good, ``shown`` an address that it speaks of, masked.

    Raises:
        TemplateError: the template cannot be used.
    """
    first, marks = newsletters[0], Marks()
    view = _view(mail, newsletters, say, hours=hours, shown=shown)
    slots = {name: marks.slot(name) for name in ("leave_url", "preferences_url")}
    slots["button_url"] = marks.slot("act_url" if mail.kind.value in ACTS else "preferences_url")
    html = inline(looks.render(f"{TEMPLATE}.html", view | slots, say), f"{TEMPLATE}.html")
    text = squeezed(looks.render(f"{TEMPLATE}.txt", view | slots | {"wrap": wrapped}, say))
    return Sheet(
        issue_id=mail.id,
        subject=view["subject"],
        html=cut(html, marks, f"{TEMPLATE}.html", in_html=True),
        text=cut(text, marks, f"{TEMPLATE}.txt", in_html=False),
        sender=first.sender,
        language=say.language,
        newsletter_slug=first.slug,
        newsletter_title=first.title,
        made=mail.made,
        kind=mail.kind.value,
        subject_id=mail.subject_id,
    )


def _view(mail: SmallMail, newsletters: Sequence[Newsletter], say: Speech, *, hours: int, shown: str) -> dict[str, Any]:
    first = newsletters[0]
    facts = {"titles": say.listed(one.title for one in newsletters), "address": shown}
    words = MAIL_WORDS[mail.kind.value]
    good_for = say.counted("The link is good for %(number)s hour.", "The link is good for %(number)s hours.", hours)
    return {
        "language": say.language,
        **sides(say.direction),
        "newsletter": {
            "title": first.title,
            "slug": first.slug,
            "sender": first.sender.name,
            "language": first.language,
            "direction": direction(first.language),
        },
        "style": house_style(first.style),
        "kind": mail.kind.value,
        "subject": clean(say(words.subject, **facts)),
        "heading": say(words.heading, **facts),
        "words": say(words.words, **facts),
        "button": say(words.button),
        "after": say(words.after) + (f" {good_for}" if words.expires else ""),
        "leave": say("Unsubscribe") if mail.kind in WITH_LEAVE_LINK else "",
        "imprint": imprint(first.sender),
    }
