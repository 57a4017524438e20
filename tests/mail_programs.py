"""Other people's mail programs, started for a test on free ports of loopback, with folders and settings of their own.

Where one is not installed its tests skip with that reason; with CI=true they fail.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.databases import free_port
from tests.dns_server import Dns

PATIENCE = 20.0  # seconds until a program has to answer

# smtpd takes a letter, smtp passes it on; the rest is what these two need. No chroot: all of it is in a folder.
POSTFIX_SERVICES = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""
POSTFIX_SETTINGS = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
mail_owner = postfix
myhostname = hop.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_peername_lookup = no
relayhost = [127.0.0.1]:{onward}
smtp_tls_security_level = none
alias_maps =
local_recipient_maps =
"""
RSPAMD_SETTINGS = """
options {{ filters = "dkim"; local_addrs = [];
  url_tld = "{folder}/suffixes"; pidfile = "{folder}/pid"; tempdir = "{folder}";
  dns {{ nameserver = ["{dns}"]; timeout = 2s; retransmits = 2; }} }}
logging {{ type = "console"; level = "error"; }}
dkim {{ }} spf {{ }} dmarc {{ }}
modules {{ path = "/usr/share/rspamd/plugins/spf.lua"; path = "/usr/share/rspamd/plugins/dmarc.lua"; }}
worker "normal" {{ bind_socket = "127.0.0.1:{port}"; count = 1; }}
"""
MAIL_DKIM = """
use Mail::DKIM::Verifier; use Mail::DKIM::DNS; use Net::DNS::Resolver;
Mail::DKIM::DNS::resolver(Net::DNS::Resolver->new(nameservers => ["127.0.0.1"], port => $ARGV[0], recurse => 0));
my $verifier = Mail::DKIM::Verifier->new();
binmode STDIN; local $/; $verifier->PRINT(<STDIN>); $verifier->CLOSE;
print join(" ", $_->domain, $_->selector, $_->algorithm, $_->result), "\\n" for $verifier->signatures;
"""


def need(program: str) -> str:
    """The path of a program that has to be installed."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if not found:
        missing(f"{program} is not installed")
    return found or ""


def missing(why: str) -> None:
    """Skip, and fail where nothing may be missing."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"{why}; see tools/test_machine.sh.")


@contextmanager
def own_folder(owner: str) -> Iterator[Path]:
    """A folder that a program's own user may enter; only root can start programs that change their user."""
    if os.geteuid() != 0:
        missing("only root may start a mail server that runs as a user of its own")
    folder = Path(tempfile.mkdtemp(prefix="mail"))
    try:
        folder.chmod(0o755)
        (folder / "inside").mkdir()
        shutil.chown(folder / "inside", owner)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(port: int) -> None:
    """Wait until somebody listens."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(f"nobody listens on port {port}")


@contextmanager
def postfix(onward: int, *, settings: str = "", services: str = POSTFIX_SERVICES) -> Iterator[int]:
    """A Postfix that passes on what it gets to a port; its own port. ``settings`` stand behind the usual ones."""
    program = need("postfix")
    with own_folder("postfix") as folder:
        port = free_port()
        (folder / "queue").mkdir()
        (folder / "data").mkdir()
        shutil.chown(folder / "data", "postfix")
        (folder / "main.cf").write_text(POSTFIX_SETTINGS.format(folder=folder, onward=onward) + settings)
        (folder / "master.cf").write_text(services.format(port=port))
        subprocess.run([program, "-c", str(folder), "start"], check=True, capture_output=True, timeout=PATIENCE)
        try:
            wait_for(port)
            yield port
        finally:
            subprocess.run([program, "-c", str(folder), "stop"], check=False, capture_output=True, timeout=PATIENCE)


@dataclass(frozen=True, slots=True)
class Rspamd:
    """A running rspamd."""

    port: int

    def symbols(self, message: bytes, *, ip: str, sender: str) -> dict[str, list[str]]:
        """What it finds in a message, each with its options."""
        about = {
            "IP": ip,
            "From": sender,
            "Rcpt": "alice@example.org",
            "Helo": "mail.example",
            "Hostname": "mail.example",
        }
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/checkv2", data=message, headers=about)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return {name: one.get("options", []) for name, one in json.load(answer)["symbols"].items()}


@contextmanager
def rspamd(dns: Dns) -> Iterator[Rspamd]:
    """An rspamd that knows DKIM, SPF and DMARC, and asks this DNS server."""
    program = need("rspamd")
    with own_folder("_rspamd") as folder:
        inside, port = folder / "inside", free_port()
        (inside / "suffixes").write_text("example\norg\n")  # the whole list takes ten seconds to read
        file = folder / "rspamd.conf"
        file.write_text(RSPAMD_SETTINGS.format(folder=inside, dns=dns.address, port=port))
        run = [program, "-f", "-u", "_rspamd", "-g", "_rspamd", "-c", str(file)]
        with subprocess.Popen(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                wait_for(port)
                yield Rspamd(port)
            finally:
                process.terminate()


def spamassassin(message: bytes, home: Path) -> dict[str, float]:
    """What SpamAssassin's rules find in a message that ask nobody outside, and what each of them counts."""
    run = [need("spamassassin"), "--local", "--test-mode"]
    environ = os.environ | {"HOME": str(home)}
    done = subprocess.run(run, input=message, capture_output=True, check=True, timeout=PATIENCE * 3, env=environ)
    report = done.stdout.decode("utf-8", "replace").rpartition("Content analysis details:")[2]
    return {
        name: float(points)
        for points, name in re.findall(r"^ ?(-?\d+(?:\.\d)?) ([A-Z][A-Z0-9_]+) ", report, re.MULTILINE)
    }


def mail_dkim(message: bytes, dns: Dns) -> list[str]:
    """What Perl's Mail::DKIM, which SpamAssassin uses, says of each signature: domain, selector, algorithm, result."""
    perl = need("perl")
    if subprocess.run([perl, "-MMail::DKIM::Verifier", "-e", "1"], check=False, capture_output=True).returncode:
        missing("libmail-dkim-perl is not installed")
    run = [perl, "-e", MAIL_DKIM, str(dns.port)]
    done = subprocess.run(run, input=message, capture_output=True, check=True, timeout=PATIENCE)
    return done.stdout.decode().splitlines()
