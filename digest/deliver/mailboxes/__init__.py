"""Mailboxes: those in which mail comes back, and those in which newsletters of others come."""

from digest.deliver.mailboxes.box import Box, Login
from digest.deliver.mailboxes.files import MaildirBox, MboxBox
from digest.deliver.mailboxes.imap import ImapBox
from digest.deliver.mailboxes.patience import within
from digest.deliver.mailboxes.pop3 import Pop3Box
from digest.deliver.mailboxes.reading import ImapFolder, Mark, Post

__all__ = ["Box", "ImapBox", "ImapFolder", "Login", "MaildirBox", "Mark", "MboxBox", "Pop3Box", "Post", "within"]
