"""[[dkim]] and [doctor] in digest.toml: where key files are, who may read them, and faults in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from digest.deliver.sign.keys import as_pem
from digest.errors import SettingsError
from digest.mailroom import signing_keys
from digest.settings import Settings, dkim_lines, dkim_table, keep_secret, load
from tests.signing import DOMAIN, rsa_key


def settings(folder: Path, text: str, **environment: str) -> Settings:
    file = folder / "digest.toml"
    file.write_text(text, encoding="utf-8")
    return load(file, environment)


def a_key(**fields: str) -> str:
    values = {"domain": DOMAIN, "selector": "tide", "key_file": "keys/tide.pem"} | fields
    return "[[dkim]]\n" + "".join(f'{key} = "{value}"\n' for key, value in values.items())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "keys").mkdir()
    keep_secret(tmp_path / "keys" / "tide.pem", as_pem(rsa_key()))
    return tmp_path


def test_a_key_file_counts_from_digest_toml_and_names_are_as_dns_has_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    read = settings(folder, a_key(domain="Bücher.Example.", selector="Tide"))
    (key,) = signing_keys(read)
    assert (key.domain, key.selector) == ("xn--bcher-kva.example", "tide")
    assert key.public == rsa_key().public


def test_without_keys_there_are_none(folder: Path) -> None:
    assert signing_keys(settings(folder, "")) == ()


def a_relay(name: str, *, domains: Sequence[str] = ()) -> str:
    return f'[[relays]]\nname = "{name}"\nhost = "mail.example.org"\ndomains = {list(domains)}\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (a_key(domain="not a domain"), "dkim.1.domain is 'not a domain': expected a domain such as example.org"),
        (a_key(selector="a_b"), "dkim.1.selector is 'a_b'"),
        (a_key() + a_key(selector=".."), "dkim.2.selector"),
        (a_key(keyfile="x.pem"), "dkim.1.keyfile is not a setting"),
        ("[web]\nprot = 8000\n", "web.prot is not a setting (did you mean web.port?)."),
        ("[web.port]\nnumber = 8000\n", "web.port"),
        ('[[dkim]]\ndomain = "example.org"\n', "dkim.1.selector"),
        ("[relay]\nport = 25\n" + a_relay("one"), "make [relay] one of [[relays]], with a name"),
        (a_relay("one") + a_relay("one"), "each of [[relays]] needs a name of its own"),
        (
            a_relay("one", domains=["gmail.com"]) + a_relay("two", domains=["example.org"]),
            "one of [[relays]] must be for all domains",
        ),
        ('[doctor]\nresolver = "ns.example.org"\n', "doctor.resolver is 'ns.example.org': expected the address"),
        ('[doctor]\nresolver = "127.0.0.1:0"\n', "doctor.resolver"),
        ('[doctor]\nresolver = "127.0.0.1:99999"\n', "doctor.resolver"),
        ('[doctor]\nresolver = "[::1"\n', "doctor.resolver is '[::1': expected the address"),
        ('[doctor]\noutgoing_ips = ["mail.example.org"]\n', "doctor.outgoing_ips"),
    ],
)
def test_a_fault_names_file_and_key_in_one_sentence(folder: Path, text: str, words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings(folder, text)
    assert words in str(caught.value)
    assert str(folder / "digest.toml") in str(caught.value)


def test_a_key_that_others_may_read_is_refused_with_what_to_do(folder: Path) -> None:
    file = folder / "keys" / "tide.pem"
    file.chmod(0o640)
    with pytest.raises(SettingsError, match=f"dkim.1.key_file: others may read {file}; run `chmod 600 {file}`"):
        signing_keys(settings(folder, a_key()))


def test_a_key_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(SettingsError, match=r"dkim\.1\.key_file: .*nowhere\.pem cannot be read"):
        signing_keys(settings(folder, a_key(key_file="nowhere.pem")))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.1:5353", "[::1]:53", "[2001:db8::53]"])
def test_a_dns_server_may_be_named_with_its_port(folder: Path, address: str) -> None:
    assert settings(folder, "", DIGEST_DOCTOR__RESOLVER=address).doctor.resolver == address


def test_outgoing_addresses_may_stand_in_the_environment(folder: Path) -> None:
    read = settings(folder, "", DIGEST_DOCTOR__OUTGOING_IPS="192.0.2.1,2001:db8::1")
    assert [str(ip) for ip in read.doctor.outgoing_ips] == ["192.0.2.1", "2001:db8::1"]


def test_a_table_for_a_new_key_is_read_back_as_it_was_meant(folder: Path) -> None:
    table = dkim_table(domain=DOMAIN, selector="tide", folder=folder / "keys")
    text = dkim_lines(table, here=folder)
    assert f'key_file = "keys/dkim-{DOMAIN}-tide.pem"' in text
    assert settings(folder, text).dkim == (table,)
    assert f'key_file = "{folder}/keys' in dkim_lines(table, here=Path("/elsewhere"))


def test_a_secret_is_kept_from_others_and_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    keep_secret(file, b"one")
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        keep_secret(file, b"two")
    assert file.read_bytes() == b"one"
