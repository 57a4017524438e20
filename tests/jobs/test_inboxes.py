"""Newsletters come from a mailbox on a server, as somebody sets it up in digest.toml."""

from __future__ import annotations

import ssl
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from digest import jobs, store
from digest.errors import SettingsError, Unreachable
from digest.gather import health
from digest.model import Harvest, SourceKind, SourceState, Volume
from digest.newsroom import Newsroom
from digest.settings import Definitions, inbox_of, load
from tests.gather.newsletters import a_newsletter_mail
from tests.mail_servers import PASSWORD, USER, serve_imap
from tests.makers import NOW
from tests.newsrooms import a_newsroom


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return authority


def secured(authority: trustme.CA, ends: datetime | None = None) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost", not_after=ends).configure_cert(context)
    return context


def a_table(folder: Path, port: int, *, scheme: str = "imaps", more: str = "") -> str:
    secret = folder / "wire.password"
    secret.write_text(PASSWORD + "\n", encoding="utf-8")
    secret.chmod(0o600)
    return (
        f'[[sources]]\nslug = "wire"\nurl = "{scheme}://{USER}@localhost:{port}/INBOX"\n'
        f'password_file = "wire.password"\nca_file = "{folder}/ca.pem"\n{more}\n'
    )


async def define(newsroom: Newsroom) -> None:
    await jobs.define(newsroom, (), Definitions.of(newsroom.settings).sources, now=NOW)


async def test_newsletters_come_once_each_and_the_mailbox_stays_as_it_was(
    tmp_path: Path, database_url: str, authority: trustme.CA
) -> None:
    async with serve_imap(secured(authority)) as server:
        server.put(a_newsletter_mail("Fog", number=1), a_newsletter_mail("Tide", number=2))
        table = a_table(tmp_path, server.port)
        async with a_newsroom(tmp_path, database=database_url, more=table) as newsroom:
            tried = await jobs.try_source(newsroom, "wire", now=NOW)
            assert (tried.source.kind, len(tried.harvest.drafts)) == (SourceKind.INBOX, 2)
            await define(newsroom)
            (look,) = await jobs.go_round(newsroom, now=NOW)
            assert (look.new, look.failure, look.source.etag) == (2, "", "17:2")
            server.put(a_newsletter_mail("Tide", number=2), a_newsletter_mail("Cranes", number=3))
            (look,) = await jobs.go_round(newsroom, now=NOW + timedelta(hours=9))
            assert (look.new, look.changed, look.source.etag) == (1, 0, "17:4")
            async with newsroom.reading() as tx:
                articles = await store.articles.candidates(tx, 1, since=NOW - timedelta(days=9))
            assert [one.title for one in articles] == ["Fog", "Tide", "Cranes"]
        fetched = [said for said in server.said if "BODY" in said]
        assert len(fetched) == 2 + 2 + 2, "tried, then the first look, then only what was new"
        assert all(not kept.flags for kept in server.mails.values())
        if not database_url:
            assert PASSWORD not in (tmp_path / "digest.db").read_bytes().decode("latin-1")


async def test_a_server_whose_certificate_soon_ends_is_told_of(tmp_path: Path, authority: trustme.CA) -> None:
    ends = datetime.now(UTC).replace(microsecond=0) + timedelta(days=5)  # TLS asks the real clock
    async with (
        serve_imap(secured(authority, ends)) as server,
        a_newsroom(tmp_path, more=a_table(tmp_path, server.port)) as newsroom,
    ):
        await define(newsroom)
        await jobs.go_round(newsroom, now=NOW)
        async with newsroom.reading() as tx:
            source = await store.sources.get(tx, "wire")
    assert health(source, Volume(), now=ends - timedelta(days=9)) == (f"its certificate ends on {ends:%Y-%m-%d}",)


async def test_seen_is_said_only_if_the_settings_say_so(tmp_path: Path, authority: trustme.CA) -> None:
    async with serve_imap(secured(authority)) as server:
        server.put(a_newsletter_mail())
        async with a_newsroom(tmp_path, more=a_table(tmp_path, server.port, more="seen = true")) as newsroom:
            await define(newsroom)
            await jobs.go_round(newsroom, now=NOW)
        assert server.mails[1].flags == {r"\Seen"}


async def test_a_mail_that_kills_its_reader_is_passed_over_and_the_others_come(
    tmp_path: Path, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serve_imap(secured(authority)) as server:
        server.put(*(a_newsletter_mail(title, number=n) for n, title in enumerate(("Fog", "Poison", "Tide"))))
        async with a_newsroom(tmp_path, more=a_table(tmp_path, server.port)) as newsroom:
            await define(newsroom)
            asked = newsroom.readers.mails

            async def mails(place: str, raws: Sequence[bytes], **rest: Any) -> Harvest:
                # What a hanging parser looks like from here: the reading process is killed.
                return (
                    await newsroom.readers.do(place, _hang)
                    if b"Poison" in b"".join(raws)
                    else await asked(place, raws, **rest)
                )

            monkeypatch.setattr(newsroom.readers, "mails", mails)
            monkeypatch.setattr(newsroom.readers, "_patience", 0.5)
            (look,) = await jobs.go_round(newsroom, now=NOW)
            assert (look.new, look.failure, look.source.etag) == (2, "", "17:3")
            assert look.notes == ("a mail that could not be read was passed over",)


def _hang() -> Harvest:
    time.sleep(60)
    return Harvest()


async def test_a_mailbox_that_cannot_be_read_is_one_failing_source(
    tmp_path: Path, authority: trustme.CA, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve_imap(secured(authority)) as server:
        server.fail_at = "UID SEARCH"
        async with a_newsroom(tmp_path, more=a_table(tmp_path, server.port)) as newsroom:
            await define(newsroom)
            (look,) = await jobs.go_round(newsroom, now=NOW)
            assert look.failure.startswith("The IMAP folder INBOX of bounces at localhost does not answer")
            assert look.source.state is SourceState.ACTIVE
            assert PASSWORD not in caplog.text + repr(look) + repr(newsroom.settings.sources)


async def test_a_password_is_told_to_no_server_that_does_not_prove_itself(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_bytes(trustme.CA().cert_pem.bytes())
    async with serve_imap(secured(trustme.CA())) as server, serve_imap() as plain:
        for port, scheme in ((server.port, "imaps"), (plain.port, "imap")):
            async with a_newsroom(tmp_path, more=a_table(tmp_path, port, scheme=scheme)) as newsroom:
                with pytest.raises(Unreachable, match="cannot be opened"):
                    await jobs.try_source(newsroom, "wire", now=NOW)
        assert not [said for said in server.said + plain.said if PASSWORD in said]


async def test_without_a_password_one_is_told_where_it_belongs(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        with pytest.raises(Unreachable, match=r"password_file into a table \[\[sources\]\]"):
            await jobs.try_source(newsroom, "imaps://desk@mail.example.org/INBOX", now=NOW)


@pytest.mark.parametrize("url", ["imaps://desk:tide@mail.example.org/INBOX", "https://ana:tide@x.example/feed"])
async def test_a_password_in_an_address_is_refused_and_not_repeated(tmp_path: Path, url: str) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        with pytest.raises(SettingsError, match="password in the address") as refused:
            await jobs.try_source(newsroom, url, now=NOW)
    (tmp_path / "digest.toml").write_text(f'[[sources]]\nurl = "{url}"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="password in the address") as written:
        Definitions.of(load(tmp_path / "digest.toml", {}))
    assert "tide" not in f"{refused.value} {written.value}"


def test_a_password_may_come_from_the_environment_or_a_file_that_it_names(tmp_path: Path) -> None:
    file, secret = tmp_path / "digest.toml", tmp_path / "secret"
    file.write_text('[[sources]]\nslug = "the-wire"\nurl = "imaps://desk@mail.example.org/INBOX"\n', encoding="utf-8")
    secret.write_text("tide\n", encoding="utf-8")
    secret.chmod(0o600)
    for name, value in (("PASSWORD", "tide"), ("PASSWORD_FILE", str(secret))):
        settings = load(file, {f"DIGEST_SOURCES__THE_WIRE__{name}": value})
        assert settings.sources[0].password.get_secret_value() == "tide"
    assert load(file, {"DIGEST_SOURCES__ANOTHER__PASSWORD": "tide"}).sources[0].password.get_secret_value() == ""


def test_an_address_names_server_user_and_folder() -> None:
    inbox = inbox_of("imaps://desk%40example.org@mail.example.org/News%2FTech")
    assert (inbox.host, inbox.port, inbox.tls) == ("mail.example.org", 993, "implicit")
    assert (inbox.username, inbox.folder) == ("desk@example.org", "News/Tech")
    assert inbox_of("imap://desk@mail.example.org").folder == "INBOX"
    with pytest.raises(SettingsError, match="expected an address like"):
        inbox_of("imaps:///INBOX")
