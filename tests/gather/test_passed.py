"""Newsletters that somebody passed on to the desk: theirs is neither the sender, nor what stands above."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage

import pytest

from digest.gather.mails.mail import read_mail
from digest.model import Draft
from tests.makers import NOW

COLLEAGUE, FRIEND, DESK = "mo@paper.example", "jo@paper.example", "desk@paper.example"
WORDS = "The ferry runs again from Monday. It had been in dock for three months."
GMAIL = f"""Worth a look, says Mo.

---------- Forwarded message ---------
From: Harbour Letter <letter@harbour.example>
Date: Sun, 22 Nov 2026 at 18:00
Subject: The ferry
To: <{COLLEAGUE}>


{WORDS}
"""
OUTLOOK_DE = f"""Zur Info, Mo

________________________________
Von: Harbour Letter <letter@harbour.example>
Gesendet: Sonntag, 22. November 2026 18:00
An: Mo Lind <{COLLEAGUE}>; Jo Au
 <{FRIEND}>
Betreff: The ferry

{WORDS}
"""
TWICE = f"""For you.

-----Original Message-----
From: Jo Au <{FRIEND}>
Sent: Monday, November 23, 2026 9:00 AM
To: Mo Lind <{COLLEAGUE}>
Subject: FW: The ferry

{GMAIL}"""
GMAIL_HTML = f"""<div dir="ltr">Worth a look, says Mo<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">
---------- Forwarded message ---------<br>From: <strong class="gmail_sendername" dir="auto">Harbour Letter</strong>
<span dir="auto">&lt;<a href="mailto:letter@harbour.example">letter@harbour.example</a>&gt;</span><br>Date: Sun, 22 Nov
2026 at 18:00<br>Subject: The ferry<br>To:  &lt;<a href="mailto:{COLLEAGUE}">{COLLEAGUE}</a>&gt;<br></div><br><br>
<table><tr><td><p>{WORDS}</p></td></tr></table></div></div>"""
APPLE_HTML = f"""<body><div>Worth a look, says Mo</div><img src="https://paper.example/s.jpg"><div>Begin forwarded
message:</div><blockquote type="cite"><div><span><b>From: </b></span><span>Harbour Letter &lt;<a
href="mailto:letter@harbour.example">letter@harbour.example</a>&gt;<br></span></div><div><span><b>Subject: </b></span>
<span><b>The ferry</b><br></span></div><div><span><b>Date: </b></span><span>22. November 2026 um 18:00<br></span></div>
<div><span><b>To: </b></span><span>{COLLEAGUE}<br></span></div><br><div><p>{WORDS}</p></div></blockquote></body>"""
THUNDERBIRD_HTML = f"""<p>Worth a look, says Mo</p><div class="moz-forward-container">-------- Forwarded Message -------
<table class="moz-email-headers-table"><tr><th>Subject: </th><td>The ferry</td></tr><tr><th>Date: </th><td>Sun, 22 Nov
2026 18:00:00 +0000</td></tr><tr><th>From: </th><td>Harbour Letter &lt;letter@harbour.example&gt;</td></tr><tr><th>To:
</th><td>{COLLEAGUE}</td></tr></table><br><p>{WORDS}</p></div>"""


def a_mail(content: str, kind: str = "plain", subject: str = "Fwd: The ferry") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Mo Lind <{COLLEAGUE}>", DESK, subject
    mail["Date"], mail["Message-ID"] = "Mon, 23 Nov 2026 10:00:00 +0100", "<1@paper.example>"
    mail.set_content(content, subtype=kind)
    return mail


def read(mail: EmailMessage) -> Draft:
    draft = read_mail(mail.as_bytes(), now=NOW)
    assert isinstance(draft, Draft), draft
    return draft


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (GMAIL, "plain"), (OUTLOOK_DE, "plain"), (TWICE, "plain"), (GMAIL_HTML, "html"), (APPLE_HTML, "html"),
        (THUNDERBIRD_HTML, "html"),
    ],
    ids=["gmail", "outlook", "twice", "gmail html", "apple html", "thunderbird html"],
)  # fmt: skip
def test_what_is_passed_on_is_its_senders_and_tells_nothing_of_who_passed_it_on(content: str, kind: str) -> None:
    draft = read(a_mail(content, kind))
    assert (draft.title, draft.authors, draft.text) == ("The ferry", ("Harbour Letter",), WORDS)
    assert draft.published == datetime.fromisoformat("2026-11-22T18:00:00+00:00")
    assert draft.image is None
    for private in (COLLEAGUE, FRIEND, DESK, "Mo", "mailto:"):
        assert private not in repr(draft).replace("Monday", ""), private


def test_a_mail_that_is_attached_is_the_article_and_not_what_was_written_to_it() -> None:
    inner, outer = a_mail(f"{WORDS}\n\nSent to {COLLEAGUE}.", subject="The ferry"), a_mail("Please see, says Mo.")
    inner.replace_header("From", "Harbour Letter <letter@harbour.example>")
    inner.replace_header("To", COLLEAGUE)
    outer.add_attachment(inner)
    draft = read(outer)
    assert (draft.title, draft.authors, draft.text) == ("The ferry", ("Harbour Letter",), WORDS)


@pytest.mark.parametrize("subject", ["The ferry", "Re: The ferry"])
def test_a_mail_that_is_not_passed_on_keeps_its_words(subject: str) -> None:
    draft = read(a_mail(GMAIL, subject=subject))
    assert "Worth a look" in draft.text
    assert draft.authors == ("Mo Lind",)


def test_a_mail_that_is_passed_on_without_a_head_is_read_as_it_is() -> None:
    assert read(a_mail(f"From: here to there, and back\n\n{WORDS}")).text.endswith(WORDS)
    assert read(a_mail("<p>From: here</p>" + f"<p>{WORDS}</p>", "html")).text.endswith(WORDS)
