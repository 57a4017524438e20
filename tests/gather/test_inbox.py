"""Newsletters of others, from a Maildir."""

from __future__ import annotations

import os
from email.message import EmailMessage
from pathlib import Path

import pytest

from digest.errors import Gone
from digest.gather.mails.inbox import read_inbox
from tests.makers import NOW


def a_mail(subject: str = "Fog & ferries", *, html: str = "<p>No <b>boats</b>.<script>x()</script></p>") -> bytes:
    mail = EmailMessage()
    mail["From"] = "The Harbour Post <news@harbourpost.example>"
    mail["Subject"] = subject
    mail["Date"] = "Mon, 23 Nov 2026 08:00:00 +0000"
    mail["Message-ID"] = f"<{len(subject)}@harbourpost.example>"
    mail.set_content("No boats.")
    if html:
        mail.add_alternative(html, subtype="html")
    return mail.as_bytes()


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    return tmp_path


def test_mails_are_articles_and_stay_where_they_are(maildir: Path) -> None:
    (maildir / "new" / "1").write_bytes(a_mail())
    (maildir / "cur" / "2:2,S").write_bytes(a_mail("Plain words", html=""))
    (maildir / "cur" / "3:2,S").write_bytes(b"\xff\x00 no mail at all")
    os.mkfifo(maildir / "new" / "4")
    (maildir / "new" / "5").symlink_to("/etc/passwd")
    drafts = {one.title: one for one in read_inbox(str(maildir), now=NOW).drafts}
    fog = drafts["Fog & ferries"]
    assert (fog.authors, fog.text, fog.guid) == (("The Harbour Post",), "No boats.", "<13@harbourpost.example>")
    assert fog.published == NOW.replace(day=23, hour=8, minute=0)
    assert "x()" not in fog.body
    assert drafts["Plain words"].text == "No boats."
    assert sorted(path.name for path in (maildir / "new").iterdir()) == ["1", "4", "5"]


def test_a_folder_that_is_no_maildir_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(Gone, match="no Maildir"):
        read_inbox(str(tmp_path), now=NOW)
