"""What the small mails say, by their kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from digest.phrases.catalogue import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWords:
    """The sentences of a small mail, in English. ``expires``: how long its link is good is said at the end."""

    subject: str
    heading: str
    words: str
    button: str
    after: str
    expires: bool = False


MAIL_WORDS: Mapping[str, MailWords] = MappingProxyType(
    {
        "confirm": MailWords(
            subject=N_("Please confirm: %(titles)s"),
            heading=N_("One click, and you are a reader"),
            words=N_("Somebody, we hope it was you, would like to get %(titles)s at this address."),
            button=N_("Yes, subscribe"),
            after=N_("It was not you? Then do nothing, and nothing is sent to you."),
            expires=True,
        ),
        "reminder": MailWords(
            subject=N_("Still interested? %(titles)s"),
            heading=N_("It takes one more click"),
            words=N_(
                "Lately somebody, we hope it was you, asked to get %(titles)s at this address. It is not confirmed yet."
            ),
            button=N_("Yes, subscribe"),
            after=N_(
                "You changed your mind, or it was not you? "
                "Then do nothing: we forget your address, and do not ask again."
            ),
            expires=True,
        ),
        "welcome": MailWords(
            subject=N_("Welcome: %(titles)s"),
            heading=N_("Good to have you with us"),
            words=N_("From now on you get %(titles)s. What you get of it, and when, is for you to say."),
            button=N_("Choose what you get"),
            after=N_("You do not want it after all? One click is enough:"),
        ),
        "known": MailWords(
            subject=N_("You are a reader already: %(titles)s"),
            heading=N_("You are a reader already"),
            words=N_(
                "Somebody, perhaps you, asked to get %(titles)s at this address. "
                "You do already, so nothing was changed."
            ),
            button=N_("Choose what you get"),
            after=N_("You would rather not get it any more? One click is enough:"),
        ),
        "goodbye": MailWords(
            subject=N_("You have left: %(titles)s"),
            heading=N_("Goodbye"),
            words=N_("%(titles)s is not sent to you any more. This is the last mail."),
            button=N_("Take it back"),
            after=N_("It was a mistake? For 30 days the button brings everything back as it was."),
        ),
        "link": MailWords(
            subject=N_("The link to your page"),
            heading=N_("The link to your page"),
            words=N_("Here you choose what you get, when, and where."),
            button=N_("Open your page"),
            after=N_("You did not ask for it? Then do nothing: nobody but you has this link."),
        ),
        "address": MailWords(
            subject=N_("Your new address: please confirm"),
            heading=N_("Get your newsletters here?"),
            words=N_("Somebody, we hope it was you, would like to get their newsletters at this address from now on."),
            button=N_("Yes, use this address"),
            after=N_("It was not you? Then do nothing, and nothing is sent to you."),
            expires=True,
        ),
        "moved": MailWords(
            subject=N_("Your newsletters go to another address"),
            heading=N_("Your address is changed"),
            words=N_("Your newsletters go to %(address)s from now on. Nothing comes here any more."),
            button=N_("Take it back"),
            after=N_("It was not you? For 30 days the button brings them back to this address."),
        ),
    }
)
