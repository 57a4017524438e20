"""``digest issues``: what was printed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

import subscribers
from digest import render, store
from digest.cli import values
from digest.cli.desk import Desk
from digest.cli.naming import IssueName, named_issue
from digest.cli.why import in_lines
from digest.model import Balance, Errand, Issue, Item, Newsletter
from digest.newsroom import Newsroom
from digest.words import counted

app = typer.Typer(name="issues", no_args_is_help=True, help="List, show, export.")

Printed = tuple[Issue, str, Errand, Balance]  # an issue, its newsletter's name, and its accounts
Of = Annotated[str, typer.Option("--newsletter", "-n", help="The newsletter. [default: the only one there is]")]


@app.command("list")
def list_issues(
    context: typer.Context, newsletter: Of = "", limit: Annotated[int, typer.Option(help="At most so many.")] = 20
) -> None:
    """The newest issues with their accounts."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> list[Printed]:
        async with newsroom.reading() as tx:
            return await _newest(tx, newsletter, limit)

    found = desk.run(work)
    rows = [_told(*one) for one in found]
    value = [values.of_issue(*one) for one in found]
    columns = ("newsletter", ">number", "made (UTC)", ">stories", "state", ">sent", ">failed", ">in doubt", "subject")
    desk.screen.show(value, title="Issues", columns=columns, rows=rows, empty="No issue yet: `digest send NEWSLETTER`.")


async def _newest(tx: store.Tx, newsletter: str, limit: int) -> list[Printed]:
    names = {one.id: one.slug for one in await store.newsletters.every(tx)}
    only = (await store.newsletters.get(tx, newsletter)).id if newsletter else None
    found = []
    for issue in await store.issues.recent(tx, only, limit=limit):
        errand, balance = await store.errands.get(tx, issue.id), await store.ledger.balance(tx, issue.id)
        found.append((issue, names.get(issue.newsletter_id, "(removed)"), errand, balance))
    return found


def _told(issue: Issue, name: str, errand: Errand, balance: Balance) -> tuple[object, ...]:
    sent = f"{balance.sent}/{balance.candidates}"
    stories, state = len(issue.items), errand.state.value
    return name, issue.number, issue.made, stories, state, sent, balance.failed, balance.in_doubt, issue.subject


@app.command()
def show(
    context: typer.Context,
    what: IssueName,
    newsletter: Of = "",
    why: Annotated[bool, typer.Option("--why", help="Each story's proof: sources, score, sentences.")] = False,
) -> None:
    """An issue: its stories, why each is in it, and its accounts."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> tuple[Issue, Newsletter, Errand, Balance]:
        of, issue = await named_issue(newsroom, what, of=newsletter)
        async with newsroom.reading() as tx:
            return issue, of, await store.errands.get(tx, issue.id), await store.ledger.balance(tx, issue.id)

    issue, of, errand, balance = desk.run(work)
    if desk.screen.as_json:
        sections = [
            {"key": section.key, "title": section.title, "stories": [values.of_item(item) for item in section.items]}
            for section in issue.sections
        ]
        desk.screen.data(values.of_issue(issue, of.slug, errand, balance) | {"sections": sections})
        return
    state = f"Issue {issue.number}, {issue.made:%Y-%m-%d %H:%M} UTC, {errand.state.value}"
    sums = ", ".join(f"{name} {n}" for name, n in values.accounts(balance).items() if n or name == "sent")
    desk.screen.out.print(Text(f"{issue.subject}\n{state}\n{sums}"))
    if refused := sum(len(item.summary.refused) for item in issue.items):
        desk.screen.out.print(Text(f"{counted(refused, 'summary')} not taken: see --why"))
    if why:
        proofs = ["\n".join(in_lines(item)) for item in issue.items]
        desk.screen.out.print(Text("\n" + "\n\n".join(proofs)), soft_wrap=True)
        return
    columns = ("section", "story", "source", "what counted", "summary")
    desk.screen.table("", columns, [_row(section.title, item) for section in issue.sections for item in section.items])


def _row(section: str, item: Item) -> tuple[str, ...]:
    reasons = ", ".join(reason.words for reason in item.story.shares)
    return (section, item.story.article.title, item.source, reasons, item.summary.by)


@app.command()
def export(
    context: typer.Context,
    what: IssueName,
    newsletter: Of = "",
    folder: Annotated[Path, typer.Option("--to", help="Where to write.")] = Path(),
) -> None:
    """Write an issue as it was sent: .eml (to nobody), and the web page."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> list[Path]:
        return await _export(newsroom, *await named_issue(newsroom, what, of=newsletter), folder)

    written = desk.run(work)
    for path in written:
        desk.screen.say(f"Wrote {path}")
    if desk.screen.as_json:
        desk.screen.data([str(path) for path in written])


async def _export(newsroom: Newsroom, newsletter: Newsletter, issue: Issue, folder: Path) -> list[Path]:
    async with newsroom.reading() as tx:
        sheet = await store.errands.sheet_of(tx, issue.id)
        page = await store.archive.page_of(tx, issue.id) or ""
    press = render.open_press(sheet, newsroom.links, newsletter_id=newsletter.id)
    nobody = subscribers.Recipient(id=0, address="reader@example.org")
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{newsletter.slug}-{issue.number}"
    mail, web = folder / f"{stem}.eml", folder / f"{stem}.html"
    mail.write_bytes(press.letter(nobody, delivery_id=0).message)
    web.write_text(page, encoding="utf-8")
    return [mail, web]
