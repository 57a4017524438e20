"""Small mails: each kind in each language is whole, leads where it says, and has the same links in both parts."""

from __future__ import annotations

import email
import re
from email.message import EmailMessage
from email.policy import default

import pytest

from digest.model import MailKind, SmallMail
from digest.phrases import LANGUAGES, Speech
from digest.render import Links, open_looks, open_press, print_mail
from tests.makers import NOW, a_newsletter, a_recipient, keys

LINKS = Links("https://news.example.org", keys())
PAGES = {
    MailKind.CONFIRM: {"confirm"},
    MailKind.REMINDER: {"confirm"},
    MailKind.WELCOME: {"preferences", "leave"},
    MailKind.KNOWN: {"preferences", "leave"},
    MailKind.GOODBYE: {"undo"},
    MailKind.LINK: {"preferences"},
    MailKind.ADDRESS: {"address"},
    MailKind.MOVED: {"undo"},
}


def letter(kind: MailKind, language: str) -> EmailMessage:
    mail = SmallMail(id=3, kind=kind, newsletters=(1, 2), person_id=1, made=NOW, subject_id=9)
    newsletters = [a_newsletter(), a_newsletter(id=2, title="Fish & Ships <daily>")]
    sheet = print_mail(mail, newsletters, Speech(language), open_looks(), hours=72, shown="a…@example.org")
    made = open_press(sheet, LINKS, newsletter_id=1).letter(a_recipient(), delivery_id=1)
    return email.message_from_bytes(made.message, policy=default)  # type: ignore[return-value]


def links(text: str) -> set[str]:
    return set(re.findall(r"https://news\.example\.org/[^\s\"<>]+", text))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MailKind)
def test_a_small_mail_is_whole_and_leads_where_it_says(kind: MailKind, language: str) -> None:
    mail = letter(kind, language)
    html, text = (mail.get_body((part,)).get_content() for part in ("html", "plain"))  # type: ignore[union-attr]
    assert links(html) == links(text)
    assert {link.split("/")[3] for link in links(text)} == PAGES[kind]
    assert not re.search(r"qz[0-9a-f]{16}|\{\w+\}", html + text), "no slot or place is left open"
    assert f'lang="{language}"' in html
    assert max(map(len, text.splitlines())) <= 78 or language == "ar" or "https://" in max(text.splitlines(), key=len)


def test_only_a_welcome_can_be_left_by_one_click() -> None:
    assert [kind for kind in MailKind if letter(kind, "en")["List-Unsubscribe"]] == [MailKind.WELCOME]
    assert {letter(kind, "en")["Auto-Submitted"] for kind in MailKind} == {"auto-generated"}


def test_names_are_text_and_not_markup() -> None:
    mail = letter(MailKind.WELCOME, "en")
    html = mail.get_body(("html",))
    assert html is not None
    assert "Fish &amp; Ships &lt;daily&gt;" in html.get_content()
    assert mail["Subject"] == "Welcome: The Morning Tide and Fish & Ships <daily>"
