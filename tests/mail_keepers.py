"""A real Dovecot, started for a test on free ports of loopback: IMAP and POP3 as most of the world's hosts have them.

Where it is not installed its tests skip with that reason; with CI=true they fail.
"""

from __future__ import annotations

import imaplib
import shutil
import ssl
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import trustme

from digest.deliver.mailboxes.box import Login
from tests.databases import free_port
from tests.mail_programs import PATIENCE, need, own_folder, wait_for

USER, PASSWORD = "bounces", "Ebbe und Flüt"
SETTINGS = """
protocols = imap pop3
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
default_internal_user = dovecot
default_login_user = dovenull
first_valid_uid = 1
mail_location = maildir:{folder}/inside/%u
disable_plaintext_auth = yes
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={folder}/inside/%u
}}
namespace inbox {{
  inbox = yes
  prefix = {prefix}
  separator = .
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service pop3-login {{
  inet_listener pop3 {{
    port = 0
  }}
  inet_listener pop3s {{
    port = {pop3s}
  }}
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dovecot:
    """A running Dovecot with one user; ``ca_file`` vouches for it."""

    imap: int  # STARTTLS
    imaps: int
    pop3s: int
    ca_file: str
    prefix: str  # of every folder's name but INBOX's

    def login(self, port: int) -> Login:
        """How our boxes reach one of its ports."""
        tls = "starttls" if port == self.imap else "implicit"
        return Login(host="localhost", port=port, tls=tls, username=USER, password=PASSWORD, ca_file=self.ca_file)

    def client(self, folder: str = "INBOX") -> imaplib.IMAP4:
        """Another program that is logged in and looks into a folder."""
        context = ssl.create_default_context(cafile=self.ca_file)
        client = imaplib.IMAP4_SSL("localhost", self.imaps, ssl_context=context)
        client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
        assert client.select(folder)[0] == "OK"
        return client

    def put(self, mails: Sequence[bytes], folder: str = "INBOX") -> None:
        """More mail; line ends as the wire has them."""
        name = folder if folder == "INBOX" else self.prefix + folder
        with self.client() as client:
            client.create(name)
            for mail in mails:
                assert client.append(name, "", "", mail)[0] == "OK"


@contextmanager
def dovecot(*, prefix: str = "") -> Iterator[Dovecot]:
    """A Dovecot whose folders have such names: "", or "INBOX." as with many hosts."""
    program = need("dovecot")
    with own_folder("mail") as folder:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(folder / "ca.pem"))
        own = authority.issue_cert("localhost")
        own.private_key_pem.write_to_path(str(folder / "key.pem"))
        own.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
        (folder / "users").write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
        shutil.chown(folder / "users", "dovecot")
        ports = {name: free_port() for name in ("imap", "imaps", "pop3s")}
        file = folder / "dovecot.conf"
        file.write_text(SETTINGS.format(folder=folder, prefix=prefix, **ports), encoding="utf-8")
        with _started([program, "-F", "-c", str(file)]):
            for port in ports.values():
                wait_for(port)
            yield Dovecot(**ports, ca_file=str(folder / "ca.pem"), prefix=prefix)


@contextmanager
def _started(command: Sequence[str]) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)
