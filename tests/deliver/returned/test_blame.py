"""Whose fault a bounce is: L-06 by its table, then the words, then the bare code."""

from __future__ import annotations

import pytest

from digest.deliver.returned import kind_of
from digest.deliver.returned.blame import codes_in, said_by
from digest.model import ReturnKind

HARD, SOFT, POLICY = ReturnKind.HARD, ReturnKind.SOFT, ReturnKind.POLICY

BY_ENHANCED = {
    HARD: ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"],
    SOFT: ["4.1.1", "4.2.2", "4.4.7", "4.7.1", "5.2.2", "5.2.3", "5.3.4", "5.4.7", "5.7.13"],
    POLICY: ["5.1.7", "5.1.8", "5.6.0", "5.7.0", "5.7.1", "5.7.26", "5.7.509", "5.7.515"],
}


@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, codes in BY_ENHANCED.items() for code in codes])
def test_an_enhanced_code_decides_first(kind: ReturnKind, code: str) -> None:
    assert kind_of([code], 550, "") is kind
    assert kind_of([code], 0, "something happened") is kind


@pytest.mark.parametrize(
    ("code", "kind"),
    [(421, SOFT), (450, SOFT), (452, SOFT), (521, HARD), (551, HARD), (556, HARD), (552, SOFT), (535, POLICY),
     (550, SOFT), (554, SOFT), (0, SOFT)],
)  # fmt: skip
def test_the_bare_code_decides_where_nothing_else_does(code: int, kind: ReturnKind) -> None:
    assert kind_of([], code, "") is kind
    assert kind_of(["5.0.0"], code, "transaction failed") is kind


@pytest.mark.parametrize(
    ("code", "words", "kind"),
    [
        ("5.1.1", "552 sorry, mailbox a@b.c is over quota (#5.1.1)", SOFT),
        ("5.1.1", "550 blocked by our spam filter", POLICY),
        ("5.2.1", "The email account that you tried to reach is disabled", HARD),
        ("5.2.1", "550 This mailbox has been blocked due to inactivity", HARD),
        ("5.2.1", "550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents", SOFT),
        ("5.2.1", "521 5.2.1 We will not accept delivery of this message (CON:B1)", POLICY),
        ("4.7.0", "421 4.7.0 temporarily deferred due to unexpected volume or user complaints", POLICY),
        ("5.3.2", "554 5.3.2 Missing or bad mailbox Database properties", SOFT),
        ("5.2.2", "user unknown", SOFT),
        ("5.7.1", "user unknown", POLICY),
        ("4.1.1", "user unknown", SOFT),
        ("4.7.1", "450 Client host rejected: reverse DNS is missing", POLICY),
        # we sent more than we may
        ("5.1.90", "550 5.1.90 Your message can't be sent", POLICY),
        ("5.4.5", "550 5.4.5 Daily user sending limit exceeded", POLICY),
        ("5.2.0", "554 5.2.0 the sender's submission quota was exceeded: SubmissionQuotaExceededException", POLICY),
        ("5.0.0", "Domain a.example has exceeded the max emails per hour (200/200 (100%)) allowed.", POLICY),
    ],
)
def test_words_soften_a_code_and_never_harden_one(code: str, words: str, kind: ReturnKind) -> None:
    assert kind_of([code], 550, words) is kind


def test_a_code_that_says_nothing_leaves_it_to_the_next() -> None:
    assert kind_of(["5.0.0", "5.1.1"], 550, "") is HARD
    assert kind_of(["5.5.0", "5.7.1"], 550, "") is POLICY


def test_user_unknown_after_the_message_was_seen_is_no_proof_of_it() -> None:
    words = "550 Unknown user a@b.c"
    assert kind_of(["5.0.0"], 550, words) is HARD
    assert kind_of(["5.0.0"], 550, words, after_data=True) is SOFT
    assert kind_of(["5.1.1"], 550, words, after_data=True) is HARD


SAYINGS = {
    HARD: """Recipient address rejected: User unknown in virtual mailbox table
No such user here
Benutzer r ist nicht im Domino-Verzeichnis aufgeführt
The email account that you tried to reach does not exist
unknown local-part "x" in domain "b.c"
Requested action not taken: mailbox unavailable
sorry, no mailbox here by that name
This user doesn't have a yahoo.com account (a@b.c)
MAILBOX NOT FOUND
a@b.c is not a valid mailbox
unknown or illegal alias: a@b.c
Recipient address rejected: Access denied.
RESOLVER.ADR.RecipNotFound; not found
User a@b.c not listed in public Name & Address Book
The recipient name is not recognized
your message wasn't delivered to a@b.c because the address couldn't be found
mailbox no longer available
Empfänger unbekannt
No existe dicha persona
Пользователь не найден
このユーザーは存在しません
Host or domain name not found. Name service error for name=b.c type=AAAA
Sorry, I couldn't find any host named b.c.
unrouteable mail domain "b.c"
host b.c does not accept mail (nullMX)""",
    SOFT: """Mailbox full
The email account that you tried to reach is over quota
User's mailbox is full
Message size exceeds fixed limit
Connection timed out
retry timeout exceeded
Message expired: unable to deliver in 840 minutes
This mailbox is disabled
Name service error: Host not found, try again""",
    POLICY: """Message rejected as spam
Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.example
This message does not pass authentication checks (SPF and DKIM both do not pass)
relay not permitted
Sender verify failed
Domain of sender address x@y.z does not exist
Message contains a virus
Your IP is listed in our blocklist
reverse DNS lookup failed""",
}


@pytest.mark.parametrize(
    ("kind", "words"), [(kind, line) for kind, text in SAYINGS.items() for line in text.split("\n")]
)
def test_words_say_whom_they_are_about(kind: ReturnKind, words: str) -> None:
    assert said_by(words) is kind
    assert kind_of([], 550, words) is kind


@pytest.mark.parametrize(
    "words",
    [
        "the group may not exist, or you may not have permission to post",
        "see https://example.org/unknown/user",
        "<spam@quota.example> said no",
        "",
    ],
)
def test_words_that_say_nothing_of_an_address_do_not_make_it_hard(words: str) -> None:
    assert said_by(words) is not HARD


def test_numbers_are_no_codes_inside_addresses_and_other_numbers() -> None:
    assert codes_in("Client host [5.1.1.7] blocked, 1550 bytes, port 5500") == (0, "")
    assert codes_in("host mx[192.0.2.1] said: 550 5.1.1 <a@b.c>: unknown") == (550, "5.1.1")
    assert codes_in("(#5.4.4)") == (0, "5.4.4")
