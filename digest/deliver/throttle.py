"""Whether an answer is about how much we send, and about nobody's mailbox. Pure.

Relays that are hired, shared or set up for a small office limit what one customer may send: a second, an hour, a day.
They say so at whichever command they count by, and mostly without a code that would tell: Amazon's "454 Throttling
failure: Maximum sending rate exceeded", Postfix's "450 4.7.1 Error: too much mail from", cPanel's "550 Domain … has
exceeded the max emails per hour", Google's "550 5.4.5 Daily user sending limit exceeded", Microsoft's "550 5.1.90 Your
message can't be sent because you've reached your daily limit". What a receiver thinks of our reputation (4.7.28,
4.7.650) is another matter, and so is a mailbox that takes no more (4.2.1, 4.2.2).
"""

from __future__ import annotations

import re

from digest.model import Verdict, VerdictKind

ABOUT_OUR_SENDING = re.compile(
    r"\bthrottling failure\b|\btoo (much mail|many (e-?mails|messages|recipients)) from\b|"
    r"\b(sending|submission) (rate|limit|quota)|\b(mail|e-?mail|message) send(ing)? limit|\bsubmissionquotaexceeded|"
    r"\b(daily|hourly|monthly) ((user|message|e-?mail|sending) ){1,3}(limit|quota)|\breached your (daily|hourly) limit|"
    r"\bexceeded the max(imum)? (number of )?(e-?mails|messages|defers)|\bmaximum credits exceeded\b|"
    r"\bsend(er|ing)?( rate)? overlimit\b|\bsender thread limit\b",
    re.IGNORECASE,
)
# Said to MAIL, where nothing but our own sending can be meant: "452 4.5.3 too many messages, rate limit exceeded".
SLOWER = re.compile(
    r"\brate[ -]?limit|\bthrottl|\btoo (many|much|fast|quickly)\b|\bslow(er)? down\b|\bexceed(s|ed|ing)?\b.{0,40}"
    r"\b(limit|quota|rate)\b|\b(limit|quota|rate) (was |has been |is )?(exceeded|reached)\b|\boverlimit\b",
    re.IGNORECASE,
)
CODES = ("1.90", "4.5")  # details of a 5xx that are about it whatever the words are


def is_about_our_sending(detail: str, words: str) -> bool:
    """Whether the words, or the enhanced code's ``detail`` ("4.5"), say that we sent more than we may."""
    return detail in CODES or ABOUT_OUR_SENDING.search(words) is not None


def asks_for_less(verdict: Verdict) -> bool:
    """Whether a relay that talks to us wants letters more slowly; one that takes no call is busy, or away."""
    if verdict.kind is not VerdictKind.RELAY_DOWN or verdict.connecting:
        return False
    said = (ABOUT_OUR_SENDING, SLOWER)
    return verdict.enhanced.startswith("4.7.") or any(words.search(verdict.text) for words in said)
