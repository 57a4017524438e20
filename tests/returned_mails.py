"""Mails that come back about our own letters, as real servers write them."""

from __future__ import annotations

from digest.newsroom import Newsroom

MAILBOX = "bounces@news.example.org"

BOUNCE = """\
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered. {salt}
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}
--b
Content-Type: text/rfc822-headers

From: news@example.org
To: {address}
Message-ID: {message_id}
--b--
"""
COMPLAINT = """\
From: feedback@isp.example
To: abuse@news.example.org
Subject: FW: The Morning Tide
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an email abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Feedback/1.0
Version: 1
{more}
--b
Content-Type: message/rfc822

From: news@example.org
To: somebody hidden
Message-ID: {message_id}

Hello
--b--
"""


def a_bounce(
    *,
    to: str = MAILBOX,
    address: str = "reader@example.net",
    action: str = "failed",
    status: str = "5.1.1",
    words: str = "550 5.1.1 User unknown",
    message_id: str = "<somebody.elses@example.org>",
    salt: object = "",
) -> bytes:
    """A delivery status notification. ``salt`` makes it another mail."""
    return BOUNCE.format(
        to=to, address=address, action=action, status=status, words=words, message_id=message_id, salt=salt
    ).encode()


def a_complaint(*, message_id: str, kind: str = "abuse", more: str = "") -> bytes:
    """A feedback report that hides the reader but not the letter."""
    return COMPLAINT.format(message_id=message_id, kind=kind, more=more).encode()


def return_path(newsroom: Newsroom, errand_id: int, person_id: int) -> str:
    """The return path of a copy."""
    return newsroom.links.return_path(MAILBOX, errand_id, person_id)
