"""A real DNS server on loopback, for UDP and TCP, that answers as a test's zone file tells it to.

::

    with serve_dns('example.org. IN TXT "v=spf1 -all"') as dns:
        dns.add("example.org. IN MX 10 mail.example.org.")
        dns.silent.add("slow.example.org")
        ...  # ask 127.0.0.1 at dns.port
        assert ("example.org", "TXT") in dns.asked
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from dnslib import QTYPE, RCODE, RR, DNSError, DNSRecord
from dnslib.server import DNSHandler, DNSLogger, DNSServer

QUIET = "-request,-reply,-truncated,-error"


class Small(DNSHandler):
    """Answers over UDP that do not fit 512 bytes are cut, as without EDNS; over TCP they are whole."""

    def get_reply(self, data: bytes) -> bytes:
        """The answer in bytes."""
        whole: bytes = super().get_reply(data)
        if self.protocol != "udp" or len(whole) <= 512:
            return whole
        cut = DNSRecord.parse(data).reply()  # dnslib's own way leaves the question out, and askers want it back
        cut.header.tc = 1
        return bytes(cut.pack())


@dataclass(slots=True)
class Dns:
    """What is answered, and what was asked. ``silent`` names get no answer, ``failing`` ones SERVFAIL."""

    port: int = 0
    records: list[RR] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    silent: set[str] = field(default_factory=set)
    failing: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        """As the setting doctor.resolver has it."""
        return f"127.0.0.1:{self.port}"

    def add(self, zone: object) -> None:
        """More records, as a zone file has them."""
        self.records += RR.fromZone(str(zone))

    def remove(self, name: str, kind: str) -> None:
        """Take a name's records of a kind away."""
        self.records = [one for one in self.records if (_plain(one.rname), QTYPE[one.rtype]) != (name, kind)]

    def text(self, name: str) -> bytes | None:
        """The one TXT record of a name, as a verifier in this process wants it."""
        wanted = name.rstrip(".").lower()
        found = [one for one in self.records if _plain(one.rname) == wanted and QTYPE[one.rtype] == "TXT"]
        return b"".join(found[0].rdata.data) if found else None

    def resolve(self, request: DNSRecord, _handler: object) -> DNSRecord:
        """Answer one question."""
        name, kind = _plain(request.q.qname), QTYPE[request.q.qtype]
        self.asked.append((name, kind))
        if name in self.silent:
            raise DNSError("no answer")
        reply = request.reply()
        if name in self.failing:
            reply.header.rcode = RCODE.SERVFAIL
            return reply
        known = [_plain(one.rname) for one in self.records]
        reply.add_answer(*(one for one in self.records if _plain(one.rname) == name and QTYPE[one.rtype] == kind))
        if name and not any(one == name or one.endswith(f".{name}") for one in known):
            reply.header.rcode = RCODE.NXDOMAIN
        return reply


def _plain(label: Any) -> str:
    return str(label).rstrip(".").lower()


@contextmanager
def serve_dns(zone: str = "") -> Iterator[Dns]:
    """A DNS server on 127.0.0.1, on a port that is free for UDP and TCP."""
    dns = Dns()
    dns.add(zone)
    servers = [server.server for server in _open(dns)]
    dns.port = servers[0].server_address[1]
    threads = [threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield dns
    finally:
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()


def _open(dns: Dns) -> tuple[DNSServer, DNSServer]:
    for _ in range(20):
        udp = DNSServer(dns, address="127.0.0.1", port=0, logger=DNSLogger(QUIET), handler=Small)
        port = udp.server.server_address[1]
        try:
            return udp, DNSServer(dns, address="127.0.0.1", port=port, tcp=True, logger=DNSLogger(QUIET), handler=Small)
        except OSError:  # somebody has this port for TCP
            udp.server.server_close()
    raise OSError("no port is free for UDP and TCP")
