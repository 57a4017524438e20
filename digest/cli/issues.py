"""``digest issues``: what was printed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import subscribers
from digest import render, store
from digest.cli.desk import Desk
from digest.cli.people import chosen
from digest.model import Balance, Errand, Issue, Newsletter
from digest.newsroom import Newsroom

app = typer.Typer(name="issues", no_args_is_help=True, help="List, show, export.")

Number = Annotated[int, typer.Argument(help="The issue's number.", min=1)]
Of = Annotated[str, typer.Option("--newsletter", "-n", help="The newsletter. [default: the only one there is]")]


@app.command("list")
def list_issues(
    context: typer.Context, newsletter: Of = "", limit: Annotated[int, typer.Option(help="At most so many.")] = 20
) -> None:
    """The newest issues with their accounts."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> list[tuple[Issue, str, Errand, Balance]]:
        async with newsroom.reading() as tx:
            names = {one.id: one.slug for one in await store.newsletters.every(tx)}
            only = (await store.newsletters.get(tx, newsletter)).id if newsletter else None
            return [
                (
                    issue,
                    names.get(issue.newsletter_id, "(removed)"),
                    await store.errands.get(tx, issue.id),
                    await store.ledger.balance(tx, issue.id),
                )
                for issue in await store.issues.recent(tx, only, limit=limit)
            ]

    found = desk.run(work)
    rows = [
        (
            name,
            i.number,
            i.made,
            len(i.items),
            errand.state.value,
            f"{b.sent}/{b.candidates}",
            b.failed,
            b.in_doubt,
            i.subject,
        )
        for i, name, errand, b in found
    ]
    value = [
        {
            "newsletter": name,
            "number": issue.number,
            "id": issue.id,
            "made": issue.made,
            "subject": issue.subject,
            "stories": len(issue.items),
            "state": errand.state.value,
            "reason": errand.reason,
            "balance": accounts(balance),
        }
        for issue, name, errand, balance in found
    ]
    columns = ("newsletter", ">number", "made (UTC)", ">stories", "state", ">sent", ">failed", ">in doubt", "subject")
    desk.screen.show(value, title="Issues", columns=columns, rows=rows, empty="No issue yet: `digest send NEWSLETTER`.")


def accounts(balance: Balance) -> dict[str, int]:
    """The accounts of an errand by name."""
    names = ("candidates", "sent", "failed", "suppressed", "excluded", "pending", "deferred", "in_doubt")
    return {name: getattr(balance, name) for name in names}


@app.command()
def show(context: typer.Context, number: Number, newsletter: Of = "") -> None:
    """An issue: its stories, why each is in it, and its accounts."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> tuple[Issue, Errand, Balance]:
        of = await chosen(newsroom, newsletter)
        async with newsroom.reading() as tx:
            issue = await store.issues.by_number(tx, of.id, number)
            return issue, await store.errands.get(tx, issue.id), await store.ledger.balance(tx, issue.id)

    issue, errand, balance = desk.run(work)
    value = {
        "number": issue.number,
        "subject": issue.subject,
        "preheader": issue.preheader,
        "made": issue.made,
        "state": errand.state.value,
        "balance": accounts(balance),
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "stories": [
                    {
                        "title": item.story.article.title,
                        "url": item.story.article.url,
                        "source": item.source,
                        "also": item.also,
                        "score": item.story.score,
                        "reasons": [{"words": r.words, "share": r.share} for r in item.story.reasons],
                        "summary": item.summary.text,
                        "summary_by": item.summary.by,
                    }
                    for item in section.items
                ],
            }
            for section in issue.sections
        ],
    }
    if desk.screen.as_json:
        desk.screen.data(value)
        return
    desk.screen.out.print(
        f"[bold]{issue.subject}[/bold]\nIssue {issue.number}, {issue.made:%Y-%m-%d %H:%M} UTC, {errand.state.value}"
    )
    desk.screen.out.print(", ".join(f"{name} {n}" for name, n in accounts(balance).items() if n or name == "sent"))
    rows = [
        (
            section.title,
            item.story.article.title,
            item.source,
            ", ".join(r.words for r in item.story.reasons),
            item.summary.by,
        )
        for section in issue.sections
        for item in section.items
    ]
    desk.screen.table("", ("section", "story", "source", "chosen because", "summary"), rows)


@app.command()
def export(
    context: typer.Context,
    number: Number,
    newsletter: Of = "",
    folder: Annotated[Path, typer.Option("--to", help="Where to write.")] = Path(),
) -> None:
    """Write an issue as it was sent: .eml (to nobody), and the web page."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> list[Path]:
        of = await chosen(newsroom, newsletter)
        return await _export(newsroom, of, number, folder)

    written = desk.run(work)
    for path in written:
        desk.screen.say(f"Wrote {path}")
    if desk.screen.as_json:
        desk.screen.data([str(path) for path in written])


async def _export(newsroom: Newsroom, newsletter: Newsletter, number: int, folder: Path) -> list[Path]:
    async with newsroom.reading() as tx:
        issue = await store.issues.by_number(tx, newsletter.id, number)
        sheet = await store.errands.sheet_of(tx, issue.id)
        page = await store.issues.page_of(tx, issue.id) or ""
    press = render.open_press(sheet, newsroom.links, newsletter_id=newsletter.id)
    nobody = subscribers.Recipient(id=0, address="reader@example.org")
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{newsletter.slug}-{number}"
    mail, web = folder / f"{stem}.eml", folder / f"{stem}.html"
    mail.write_bytes(press.letter(nobody, delivery_id=0).message)
    web.write_text(page, encoding="utf-8")
    return [mail, web]
