"""Mailboxes in which mail comes back."""

from digest.deliver.mailboxes.box import Box, Login
from digest.deliver.mailboxes.files import MaildirBox, MboxBox
from digest.deliver.mailboxes.imap import ImapBox
from digest.deliver.mailboxes.pop3 import Pop3Box

__all__ = ["Box", "ImapBox", "Login", "MaildirBox", "MboxBox", "Pop3Box"]
