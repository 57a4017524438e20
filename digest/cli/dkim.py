"""``digest dkim``: keys to sign letters with, and the DNS records by which others verify."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from digest.cli.desk import DEFAULT_CONFIG, Desk
from digest.deliver.sign import keys as sign
from digest.errors import SettingsError
from digest.mailroom import signing_keys
from digest.settings import dkim_lines, dkim_table, keep_secret

app = typer.Typer(name="dkim", no_args_is_help=True, help="Make keys to sign letters with, and show their DNS records.")


class Kind(StrEnum):
    """What can be made."""

    RSA = "rsa"
    ED25519 = "ed25519"
    BOTH = "both"


@app.command()
def new(
    context: typer.Context,
    domain: Annotated[str, typer.Option(help="The domain of your From address, or one above it.")],
    selector: Annotated[str, typer.Option(help="The key's name in DNS. [default: digest and the month]")] = "",
    kind: Annotated[
        Kind, typer.Option(help="RSA is verified everywhere; Ed25519 may stand beside it, with a record of its own.")
    ] = Kind.RSA,
    to: Annotated[
        Path | None, typer.Option(help="The folder that the key file goes to. [default: that of digest.toml]")
    ] = None,
) -> None:
    """Make a key; print the record for DNS and the lines for digest.toml. Never overwrites a key.

    Put the record into DNS first. When it can be looked up, add the lines to digest.toml: from then on letters are
    signed, and `digest doctor` compares the record with the key.
    """
    desk: Desk = context.obj
    here = (desk.config or DEFAULT_CONFIG).resolve().parent
    folder = to.resolve() if to else here
    name = selector or f"digest{desk.now():%Y%m}"
    names = {"rsa": name, "ed25519": f"{name}-ed25519"} if kind is Kind.BOTH else {kind.value: name}
    tables = [dkim_table(domain=domain, selector=one, folder=folder) for one in names.values()]
    for path in (table.key_file for table in tables):
        if path.exists():
            raise SettingsError(f"{path} is there already; choose another --selector.", file=str(path))
    folder.mkdir(parents=True, exist_ok=True)
    keys = [sign.new_key(one, domain=t.domain, selector=t.selector) for one, t in zip(names, tables, strict=True)]
    for key, table in zip(keys, tables, strict=True):
        keep_secret(table.key_file, sign.as_pem(key))
        desk.screen.say(f"Wrote {table.key_file}; keep it secret, whoever has it signs as {table.domain}.")
    lines = [dkim_lines(table, here=here) for table in tables]
    _print(desk, keys, [str(table.key_file) for table in tables], lines)


@app.command()
def show(context: typer.Context) -> None:
    """Print the DNS records of the keys that digest.toml names."""
    desk: Desk = context.obj
    settings = desk.settings()
    keys = signing_keys(settings)
    if not keys:
        desk.screen.say("digest.toml names no key, so nothing is signed; `digest dkim new --domain DOMAIN` makes one.")
    _print(desk, keys, [str(table.key_file) for table in settings.dkim])


def _print(desk: Desk, keys: Sequence[sign.SigningKey], files: Sequence[str], lines: Sequence[str] = ()) -> None:
    """The records, and below them the lines for digest.toml; the same as JSON."""
    if desk.screen.as_json:
        values = [_value(key) | {"key_file": file} for key, file in zip(keys, files, strict=True)]
        more = lines or [""] * len(keys)
        desk.screen.data([value | ({"toml": own} if own else {}) for value, own in zip(values, more, strict=True)])
        return
    for key in keys:
        desk.screen.say(f"[dim]For the DNS of {key.domain} ({key.kind}, {key.bits} bits):[/dim]")
        desk.screen.out.file.write(f"{key.record}\n")
        if key.kind == "rsa" and key.bits < sign.WANTED_BITS:
            desk.screen.warn(f"{key.record.name}: {key.bits} bits are few; make a key of {sign.WANTED_BITS}.")
    if lines:
        desk.screen.say("[dim]For digest.toml:[/dim]")
        desk.screen.out.file.write("\n" + "\n".join(lines))


def _value(key: sign.SigningKey) -> dict[str, Any]:
    record = key.record
    return {
        "domain": key.domain,
        "selector": key.selector,
        "kind": key.kind,
        "bits": key.bits,
        "record": {"name": record.name, "type": "TXT", "text": record.text, "strings": record.strings},
        "zone_line": str(record),
    }
