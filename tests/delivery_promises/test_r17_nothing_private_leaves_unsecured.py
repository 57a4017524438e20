"""R-17: how a connection is secured, and that neither a password nor a letter leaves when it is not."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from digest.deliver import open_relay
from digest.errors import RelayDown
from digest.model import Verdict, VerdictKind
from tests.deliver.letters import a_letter, relay_to
from tests.smtp_servers import Fault, Sink, serve_real, serve_sink

pytestmark = pytest.mark.usefixtures("manner")

LOGIN = {"username": "editor", "password": "low tide"}
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Authority:
    """Who signs certificates in these tests."""

    ca: trustme.CA
    file: str

    def context(self, *names: str, expired: bool = False) -> ssl.SSLContext:
        """A server's context with a certificate for these names."""
        times = {"not_before": LONG_AGO, "not_after": LONG_AGO.replace(year=2021)} if expired else {}
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.ca.issue_cert(*(names or ("127.0.0.1",)), **times).configure_cert(context)
        return context


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    ca = trustme.CA()
    file = tmp_path_factory.mktemp("tls") / "ca.pem"
    ca.cert_pem.write_to_path(file)
    return Authority(ca, str(file))


def heard_nothing_private(sink: Sink) -> bool:
    return not {"AUTH", "MAIL", "RCPT", "DATA"} & set(sink.commands()) and sink.accepted == []


async def test_implicit_tls_delivers_and_logs_in(authority: Authority) -> None:
    async with serve_real(implicit=authority.context(), auth_required=True, auth_require_tls=False) as server:
        settings = relay_to(server, tls="implicit", ca_file=authority.file, **LOGIN)
        async with open_relay(settings) as relay:
            assert (await relay.hand_over(a_letter())).kind is VerdictKind.SENT
            assert (await relay.check()).endswith("answers, with TLS")
    assert server.logins == [("editor", "low tide")]


@pytest.mark.parametrize("mode", ["starttls-required", "starttls-if-offered"])
async def test_starttls_delivers_and_logs_in_once_per_connection(authority: Authority, mode: str) -> None:
    async with serve_real(tls_context=authority.context(), require_starttls=True, auth_required=True) as server:
        settings = relay_to(server, tls=mode, ca_file=authority.file, messages_per_connection=2, **LOGIN)
        async with open_relay(settings) as relay:
            for _ in range(4):
                assert (await relay.hand_over(a_letter())).kind is VerdictKind.SENT
    assert server.secured == [True] * 4
    assert len(server.logins) == 2


async def test_none_and_if_offered_go_without_tls_where_there_is_none() -> None:
    async with serve_sink() as sink:
        for mode in ("none", "starttls-if-offered"):
            async with open_relay(relay_to(sink, tls=mode)) as relay:
                assert (await relay.hand_over(a_letter())).kind is VerdictKind.SENT
    assert [taken.secured for taken in sink.accepted] == [False, False]


async def test_none_stays_without_tls_even_where_it_is_offered(authority: Authority) -> None:
    offering = serve_sink(tls=authority.context(), extensions=("STARTTLS",))
    async with offering as sink, open_relay(relay_to(sink, tls="none")) as relay:
        assert (await relay.hand_over(a_letter())).kind is VerdictKind.SENT
    assert "STARTTLS" not in sink.commands()


async def required(sink: Sink, authority: Authority, **fields: object) -> Verdict:
    settings = relay_to(
        sink, **{"tls": "starttls-required", "ca_file": authority.file, "connect_timeout": 1.0, **LOGIN, **fields}
    )
    async with open_relay(settings) as relay:
        verdict = await relay.hand_over(a_letter())
        with pytest.raises(RelayDown):
            await relay.check()
    return verdict


async def test_required_sends_nothing_where_starttls_is_not_offered(authority: Authority) -> None:
    async with serve_sink(extensions=("AUTH PLAIN",)) as sink:
        verdict = await required(sink, authority)
    assert verdict.kind is VerdictKind.RELAY_DOWN
    assert "STARTTLS" in verdict.text
    assert heard_nothing_private(sink)


@pytest.mark.parametrize("answer", ["454 4.7.0 TLS not available", "500 5.5.2 what?", "502 5.5.1 no"])
async def test_required_sends_nothing_where_starttls_is_refused(authority: Authority, answer: Fault) -> None:
    async with serve_sink(extensions=("STARTTLS", "AUTH PLAIN")) as sink:
        sink.on("STARTTLS", answer)
        verdict = await required(sink, authority)
    assert verdict.kind in (VerdictKind.RELAY_DOWN, VerdictKind.SENDER_FAULT)
    assert heard_nothing_private(sink)


@pytest.mark.parametrize("names", [("mail.elsewhere.example",), ("127.0.0.2",)])
@pytest.mark.parametrize("mode", ["starttls-required", "starttls-if-offered", "implicit"])
async def test_a_certificate_for_another_name_is_not_taken(
    authority: Authority, mode: str, names: tuple[str, ...]
) -> None:
    context = authority.context(*names)
    async with serve_sink(implicit=mode == "implicit", tls=context, extensions=("STARTTLS", "AUTH PLAIN")) as sink:
        verdict = await required(sink, authority, tls=mode)
    assert verdict.kind is VerdictKind.RELAY_DOWN
    assert "certificate" in verdict.text.lower()
    assert heard_nothing_private(sink)


@pytest.mark.parametrize("mode", ["starttls-required", "starttls-if-offered", "implicit"])
async def test_an_expired_certificate_is_not_taken(authority: Authority, mode: str) -> None:
    context = authority.context(expired=True)
    async with serve_sink(implicit=mode == "implicit", tls=context, extensions=("STARTTLS", "AUTH PLAIN")) as sink:
        verdict = await required(sink, authority, tls=mode)
    assert verdict.kind is VerdictKind.RELAY_DOWN
    assert "expired" in verdict.text
    assert heard_nothing_private(sink)


@pytest.mark.parametrize("mode", ["starttls-required", "starttls-if-offered", "implicit"])
async def test_a_certificate_by_nobody_we_know_is_not_taken(authority: Authority, mode: str) -> None:
    async with serve_sink(
        implicit=mode == "implicit", tls=authority.context(), extensions=("STARTTLS", "AUTH PLAIN")
    ) as sink:
        verdict = await required(sink, authority, tls=mode, ca_file="")
    assert verdict.kind is VerdictKind.RELAY_DOWN
    assert heard_nothing_private(sink)


async def test_words_slipped_in_before_tls_are_not_believed(authority: Authority) -> None:
    """RFC 3207 §6: a man in the middle appends plaintext to the answer to STARTTLS."""
    async with serve_sink(tls=authority.context(), extensions=("STARTTLS", "AUTH PLAIN")) as sink:
        sink.on("STARTTLS", b"220 go ahead\r\n250-evil.example\r\n250 AUTH PLAIN\r\n", times=1)
        settings = relay_to(sink, tls="starttls-required", ca_file=authority.file, **LOGIN)
        async with open_relay(settings) as relay:
            verdict = await relay.hand_over(a_letter())
    assert verdict.kind is VerdictKind.SENT
    assert [taken.secured for taken in sink.accepted] == [True]
    assert sink.commands() == ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]


async def test_no_password_goes_over_an_open_wire_and_the_connection_is_given_back() -> None:
    async with serve_sink(extensions=("AUTH PLAIN LOGIN",)) as sink, open_relay(relay_to(sink, **LOGIN)) as relay:
        verdict = await relay.hand_over(a_letter())
        await asyncio.wait_for(sink.alone.wait(), 2)
    assert verdict.kind is VerdictKind.SENDER_FAULT
    assert "relay.allow_plain_login" in verdict.text
    assert heard_nothing_private(sink)


async def test_a_password_goes_over_an_open_wire_where_the_settings_say_so() -> None:
    wanting = serve_real(auth_required=True, auth_require_tls=False)
    async with wanting as server, open_relay(relay_to(server, allow_plain_login=True, **LOGIN)) as relay:
        assert (await relay.hand_over(a_letter())).kind is VerdictKind.SENT
    assert server.logins == [("editor", "low tide")]


async def test_a_password_beyond_ascii_is_said_in_utf8() -> None:
    async with serve_real(auth_required=True, auth_require_tls=False) as server:
        settings = relay_to(server, allow_plain_login=True, username="editor", password="Ebbe für alle")
        async with open_relay(settings) as relay:
            verdict = await relay.hand_over(a_letter())
    assert verdict.kind is VerdictKind.SENDER_FAULT
    assert server.logins[0] == ("editor", "Ebbe für alle")


async def test_a_wrong_password_is_our_fault_and_no_readers() -> None:
    async with serve_real(auth_required=True, auth_require_tls=False) as server:
        settings = relay_to(server, allow_plain_login=True, username="editor", password="high tide")
        async with open_relay(settings) as relay:
            verdict = await relay.hand_over(a_letter())
    assert (verdict.kind, verdict.code, verdict.enhanced) == (VerdictKind.SENDER_FAULT, 535, "5.7.8")
    assert server.envelopes == []


async def test_a_server_that_is_too_busy_to_check_a_password_is_asked_again_later() -> None:
    async with serve_sink(extensions=("AUTH PLAIN",)) as sink:
        sink.on("AUTH", "454 4.7.0 temporary authentication failure")
        async with open_relay(relay_to(sink, allow_plain_login=True, **LOGIN)) as relay:
            assert (await relay.hand_over(a_letter())).kind is VerdictKind.RELAY_DOWN


async def test_a_login_where_none_is_offered_blames_no_reader() -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink, allow_plain_login=True, **LOGIN)) as relay:
        verdict = await relay.hand_over(a_letter())
    assert verdict.kind is VerdictKind.RELAY_DOWN
    assert "AUTH" in verdict.text


async def test_a_missing_or_empty_list_of_certificates_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("no certificate at all")
    for name in ("missing.pem", "empty.pem"):
        async with serve_sink(extensions=("STARTTLS",)) as sink:
            settings = relay_to(sink, tls="starttls-required", ca_file=str(tmp_path / name))
            async with open_relay(settings) as relay:
                verdict = await relay.hand_over(a_letter())
        assert verdict.kind is VerdictKind.RELAY_DOWN
        assert f"relay.ca_file {tmp_path / name}" in verdict.text
        assert sink.connections == 0


def test_a_password_is_never_shown() -> None:
    settings = relay_to(Sink(), username="editor", password="low tide")
    assert "low tide" not in repr(settings)
