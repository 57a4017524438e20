"""`digest dkim` and what comes of it: keys, records, signed test letters, and the doctor's opinion."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.deliver.sign.keys import SigningKey, read_key
from tests.dns_server import serve_dns
from tests.signing import verdicts
from tests.terminal import Terminal

DOMAIN = "harbourpost.example"


@pytest.fixture
def newsroom(terminal: Terminal, tmp_path: Path) -> Terminal:
    """A newsroom with an article, and its mail in a folder."""
    terminal("init", "--name", "Harbour Post", "--address", f"news@news.{DOMAIN}", "--zone", "UTC")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "fog.md").write_text("# Fog\n\nFog closed the harbour this morning. Ferries wait.\n")
    terminal("sources", "add", "articles")
    terminal("gather")
    return terminal


def key_of(value: dict[str, str]) -> SigningKey:
    """The key in a file that the command wrote."""
    pem = Path(value["key_file"]).read_bytes()
    return read_key(pem, domain=value["domain"], selector=value["selector"])


def test_a_new_key_is_a_file_a_record_and_lines_for_the_settings(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal("dkim", "new", "--domain", DOMAIN, "--selector", "tide")
    file = tmp_path / f"dkim-{DOMAIN}-tide.pem"
    assert file.stat().st_mode & 0o777 == 0o600
    with serve_dns(said.out.splitlines()[0]) as dns:  # as it is pasted
        text = dns.text(f"tide._domainkey.{DOMAIN}")
    key = read_key(file.read_bytes(), domain=DOMAIN, selector="tide")
    assert text == key.record.text.encode()
    (tmp_path / "digest.toml").write_text(said.out.partition("\n")[2])
    assert terminal("dkim", "show").out.strip() == str(key.record)


def test_both_kinds_have_a_selector_each(terminal: Terminal, tmp_path: Path) -> None:
    made = terminal("dkim", "new", "--domain", DOMAIN, "--kind", "both", "--to", "keys", "--json").json
    assert [one["kind"] for one in made] == ["rsa", "ed25519"]
    assert made[1]["selector"] == f"{made[0]['selector']}-ed25519"
    assert made[0]["selector"].startswith("digest20")
    for one in made:
        key = key_of(one)
        assert one["record"] == {
            "name": key.record.name, "type": "TXT", "text": key.record.text, "strings": key.record.strings,
        }  # fmt: skip
        assert f'key_file = "keys/{Path(one["key_file"]).name}"' in one["toml"]
    assert len(list((tmp_path / "keys").iterdir())) == 2


def test_a_key_is_never_overwritten_and_nothing_is_half_done(terminal: Terminal, tmp_path: Path) -> None:
    terminal("dkim", "new", "--domain", DOMAIN, "--selector", "tide", "--kind", "rsa")
    before = (tmp_path / f"dkim-{DOMAIN}-tide.pem").read_bytes()
    said = terminal("dkim", "new", "--domain", DOMAIN, "--selector", "tide", "--kind", "both", code=2)
    assert "is there already; choose another --selector" in said.err
    assert [path.name for path in tmp_path.glob("*.pem")] == [f"dkim-{DOMAIN}-tide.pem"]
    assert (tmp_path / f"dkim-{DOMAIN}-tide.pem").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--domain", "a b"), "domain is 'a b': expected a domain such as example.org"),
        (("--domain", DOMAIN, "--selector", "under_score"), "selector is 'under_score'"),
        (("--domain", DOMAIN, "--kind", "dsa"), "dsa"),
    ],
)
def test_a_mistake_is_one_sentence_and_leaves_no_file(
    terminal: Terminal, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    said = terminal("dkim", "new", *words, code=2)
    assert sentence in said.err
    assert "Traceback" not in said.err
    assert list(tmp_path.iterdir()) == []


def test_without_keys_show_says_how_to_make_one(newsroom: Terminal) -> None:
    assert "digest dkim new --domain" in newsroom("dkim", "show").err
    assert newsroom("dkim", "show", "--json").json == []


def test_preview_and_test_letters_are_signed_when_there_are_keys(newsroom: Terminal, tmp_path: Path) -> None:
    newsroom("preview", "--eml", "unsigned.eml")
    assert b"DKIM-Signature" not in (tmp_path / "unsigned.eml").read_bytes()
    made = newsroom("dkim", "new", "--domain", DOMAIN, "--kind", "both", "--json").json
    with (tmp_path / "digest.toml").open("a") as file:
        file.write("\n" + "\n".join(one["toml"] for one in made))
    keys = [key_of(one) for one in made]
    newsroom("preview", "--eml", "signed.eml", "--html", "page.html")
    newsroom("test", "--to", "editor@example.org")
    (sent,) = (tmp_path / "outbox").glob("*.eml")
    for path in (tmp_path / "signed.eml", sent):
        assert verdicts(path.read_bytes(), *keys) == [True, True]
    assert "Ferries wait" in (tmp_path / "page.html").read_text()


def test_doctor_compares_dns_with_the_key_and_prints_whole_records(
    newsroom: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (made,) = newsroom("dkim", "new", "--domain", DOMAIN, "--selector", "tide", "--json").json
    with (tmp_path / "digest.toml").open("a") as file:
        file.write("\n" + made["toml"])
    with serve_dns(f'_dmarc.{DOMAIN}. IN TXT "v=DMARC1; p=none"') as dns:
        monkeypatch.setenv("DIGEST_DOCTOR__RESOLVER", dns.address)
        assert made["zone_line"] in newsroom("doctor").out
        dns.add(made["zone_line"])
        found = {one["about"]: one for one in newsroom("doctor", "--json").json}
    assert found[f"DKIM tide._domainkey.{DOMAIN}"]["state"] == "well"
    assert found[f"alignment news.{DOMAIN}"]["state"] == "well"
    assert "aspf" not in found[f"alignment news.{DOMAIN}"]["words"]


def test_offline_the_doctor_asks_no_dns_server(newsroom: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve_dns() as dns:
        monkeypatch.setenv("DIGEST_DOCTOR__RESOLVER", dns.address)
        assert not [one for one in newsroom("doctor", "--offline", "--json").json if "DNS" in one["about"]]
        assert dns.asked == []


def test_a_key_that_others_may_read_stops_every_command_in_one_sentence(newsroom: Terminal, tmp_path: Path) -> None:
    (made,) = newsroom("dkim", "new", "--domain", DOMAIN, "--json").json
    with (tmp_path / "digest.toml").open("a") as file:
        file.write("\n" + made["toml"])
    Path(made["key_file"]).chmod(0o644)
    said = newsroom("preview", code=2)
    assert "dkim.1.key_file: others may read" in said.err
    assert "chmod 600" in said.err


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = terminal("dkim", "new", "--domain", "example.org", "--to", "file/keys", code=1)
    assert "file/keys cannot be used: Not a directory." in said.err
