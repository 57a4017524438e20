"""The shape of the ``[returns]`` tables: where mail comes back, and who may tell us of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field, SecretStr

from digest.settings.base import Shape
from digest.settings.spans import Span

NO_SECRET = SecretStr("")


class MailServerSettings(Shape):
    """A mailbox on a server."""

    host: str = Field("", description="The server; empty: there is none.")
    tls: Literal["implicit", "starttls", "none"] = Field("implicit", description="How the connection is secured.")
    ca_file: str = Field("", description="Certificates to trust besides the system's.")
    username: str = Field("", description="Login.")
    password: SecretStr = Field(NO_SECRET, description="Better: password_file.")


class ImapSettings(MailServerSettings):
    """A mailbox read by IMAP."""

    port: int = Field(993, gt=0, lt=65536, description="993 for implicit TLS, 143 for starttls.")
    folder: str = Field("INBOX", description="The folder in which mail comes back.")
    after: Literal["seen", "move", "delete"] = Field("seen", description="What becomes of a mail that was read.")
    moved_to: str = Field("Digest", description="Where to, with after = move.")


class Pop3Settings(MailServerSettings):
    """A mailbox read by POP3; what was read is deleted."""

    port: int = Field(995, gt=0, lt=65536, description="995 for implicit TLS, 110 for starttls.")


class LmtpSettings(Shape):
    """A listener inside `digest serve` that a mail server delivers to."""

    host: str = Field("127.0.0.1", description="Address to listen on; nobody proves who they are there.")
    port: int = Field(0, ge=0, lt=65536, description="Port; 0: no listener.")


class KeySettings(Shape):
    """A provider that signs what it posts."""

    key: SecretStr = Field(NO_SECRET, description="What its posts are verified with. Better: key_file.")


class LoginSettings(Shape):
    """A provider that signs nothing: user and password stand in the address it posts to."""

    user: str = Field("digest", description="The user in the address it posts to.")
    password: SecretStr = Field(NO_SECRET, description="The password in that address. Better: password_file.")


class TopicSettings(Shape):
    """Amazon SES by way of SNS."""

    topics: tuple[str, ...] = Field((), description="The ARNs of your topics; SNS signs for everybody's.")


class ReturnsSettings(Shape):
    """What comes back, and how."""

    every: Span = Field(timedelta(minutes=1), validate_default=True, description="How often mailboxes are looked into.")
    maildir: str = Field("", description="A Maildir in which mail comes back; empty: there is none.")
    mbox: str = Field("", description="A file in mbox format in which mail comes back; empty: there is none.")
    after: Literal["seen", "delete"] = Field("seen", description="What becomes of a mail in maildir or mbox.")
    imap: ImapSettings = ImapSettings()
    pop3: Pop3Settings = Pop3Settings()
    lmtp: LmtpSettings = LmtpSettings()
    ses: TopicSettings = TopicSettings()
    mailgun: KeySettings = KeySettings()
    sendgrid: KeySettings = KeySettings()
    standard: KeySettings = KeySettings()
    postmark: LoginSettings = LoginSettings()
    mailjet: LoginSettings = LoginSettings()
    brevo: LoginSettings = LoginSettings()
