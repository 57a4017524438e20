"""A sign-up form for other sites: plain HTML that can be pasted anywhere. Pure."""

from __future__ import annotations

from html import escape

from digest.model import Newsletter
from digest.phrases import N_, Speech
from digest.web.choosing import rhythms
from digest.web.forms import TRAP

AGREE = N_(
    "By subscribing you agree to get %(title)s from %(sender)s by email. You can leave at any time with one click."
)


def form_for(newsletter: Newsletter, say: Speech, *, base_url: str) -> str:
    """The form, in one language. It carries no style but what hides the field that only programs fill in.

    Whatever the other site is written in, an address comes in UTF-8; whether it is one is said by our page.
    """
    field = f"digest-{newsletter.slug}"
    options = "".join(
        f'\n      <option value="{escape(key)}">{escape(text)}</option>' for key, text in rhythms(newsletter, say)
    )
    choice = (
        f"""
  <p>
    <label for="{field}-rhythm">{escape(say("How often"))}</label>
    <select id="{field}-rhythm" name="rhythm">{options}
    </select>
  </p>"""
        if options
        else ""
    )
    agreement = say(AGREE, title=newsletter.title, sender=newsletter.sender.name)
    spoken = f'lang="{say.language}" dir="{say.direction}"'
    action = f"{escape(base_url)}/join/{newsletter.slug}"
    return f"""<form method="post" action="{action}" {spoken} accept-charset="utf-8" novalidate>
  <p>
    <label for="{field}-email">{escape(say("Email address"))}</label>
    <input id="{field}-email" type="email" name="email" autocomplete="email" maxlength="254" required>
  </p>{choice}
  <p hidden>
    <label for="{field}-trap">{escape(say("Please leave this field empty"))}</label>
    <input id="{field}-trap" type="text" name="{TRAP}" tabindex="-1" autocomplete="off">
  </p>
  <p>{escape(agreement)}</p>
  <p><button type="submit">{escape(say("Subscribe"))}</button></p>
</form>
"""
