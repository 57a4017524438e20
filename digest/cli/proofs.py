"""Looking before sending: gather, preview, test."""

from __future__ import annotations

import tempfile
import webbrowser
from email import message_from_bytes, policy
from pathlib import Path
from typing import Annotated

import typer

from digest import deliver, jobs, render, store
from digest.cli.desk import Desk
from digest.cli.people import chosen
from digest.cli.values import of_plan, of_proof
from digest.errors import DigestError
from digest.model import Letter, VerdictKind
from digest.newsroom import Newsroom
from digest.words import counted

NewsletterName = Annotated[
    str, typer.Argument(metavar="NEWSLETTER", help="Its short name. [default: the only one there is]")
]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (gather, preview, test):
        app.command()(command)


def gather(
    context: typer.Context,
    source: Annotated[list[str] | None, typer.Argument(help="Only these sources. [default: all of them]")] = None,
    due: Annotated[bool, typer.Option("--due", help="Only sources whose time has come.")] = False,
) -> None:
    """Look at the sources now and keep what is new. A failing source never stops the others."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> list[jobs.Look]:
        async with newsroom.reading() as tx:
            wanted = [await store.sources.get(tx, name) for name in source or ()]
            every = [one for one in await store.sources.every(tx) if one.state == "active"]
        chosen_sources = None if due else (wanted or every)
        with desk.screen.progress("Gathering", None if due else len(chosen_sources or ())) as moved:
            return await jobs.go_round(newsroom, now=desk.now(), sources=chosen_sources, on_look=lambda _: moved.step())

    looks = sorted(desk.run(work, apply=True), key=lambda look: look.source.slug)
    rows = [(look.source.slug, look.new, look.changed, look.failure or look.source.title) for look in looks]
    value = [
        {"source": one.source.slug, "new": one.new, "changed": one.changed, "failure": one.failure, "notes": one.notes}
        for one in looks
    ]
    columns = ("source", ">new", ">changed", "title, or what went wrong")
    desk.screen.show(
        value, title="Gathered", columns=columns, rows=rows, empty="Nothing to look at: `digest sources add`."
    )
    failed = [look for look in looks if look.failure]
    if failed and len(failed) == len(looks):
        raise typer.Exit(1)


def preview(
    context: typer.Context,
    newsletter: NewsletterName = "",
    open_it: Annotated[bool, typer.Option("--open", help="Open it in a browser.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write the HTML here.")] = None,
    text: Annotated[Path | None, typer.Option(help="Write the plain text here.")] = None,
    eml: Annotated[Path | None, typer.Option(help="Write the whole mail here.")] = None,
    png: Annotated[Path | None, typer.Option(help="Write a picture here (needs Chromium).")] = None,
    language: Annotated[str, typer.Option(help="As a reader of this language gets it.")] = "",
) -> None:
    """Show the issue that would go out now, and why each story is in it. Changes nothing."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> tuple[jobs.Proof, Letter | None]:
        of = await chosen(newsroom, newsletter)
        return await jobs.trial_letter(
            newsroom, of, "reader@example.org", now=desk.now(), kind="issue", language=language
        )

    proof, letter = desk.run(work)
    show_plan(desk, proof)
    if letter is None:
        raise typer.Exit(1)
    page, plain = parts_of(letter)
    for path, content in ((html, page.encode()), (text, plain.encode()), (eml, letter.message)):
        if path:
            path.write_bytes(content)
            desk.screen.say(f"Wrote {path}")
    if png and not render.take_picture(page, png.absolute()):
        raise DigestError("No picture was made: Chromium is not installed, or it failed.")
    if png:
        desk.screen.say(f"Wrote {png}")
    if open_it:
        file = Path(tempfile.mkdtemp()) / "preview.html"
        file.write_text(page, encoding="utf-8")
        webbrowser.open(file.as_uri())


def parts_of(letter: Letter) -> tuple[str, str]:
    """The HTML and the text of a letter, read back from its bytes."""
    message = message_from_bytes(letter.message, policy=policy.default)
    html, text = message.get_body(("html",)), message.get_body(("plain",))
    return (html.get_content() if html else ""), (text.get_content() if text else "")


def show_plan(desk: Desk, proof: jobs.Proof, leaving: jobs.Departures = ()) -> None:
    """What would go out, and what not, with the reasons."""
    if desk.screen.as_json:
        desk.screen.data(of_proof(proof, leaving))
        return
    choice, left = proof.choice, proof.choice.left_out
    if choice.held:
        carried = sum(one.carries_over for one in left)
        desk.screen.warn(f"No issue now: {choice.held}. {counted(carried, 'article')} to carry over.")
        return
    if proof.issue:
        desk.screen.say(f"Subject: [bold]{proof.issue.subject}[/bold]\nPreheader: {proof.issue.preheader}")
    rows = [(one["section"], one["title"], one["source"], ", ".join(one["why"])) for one in of_plan(proof)]
    desk.screen.table("", ("section", "story", "source", "what counted"), rows)
    if left:
        first = f"{left[0].article.title} ({left[0].why})"
        desk.screen.say(f"[dim]No place now: {counted(len(left), 'article')}, such as {first}[/dim]")
    for warning in proof.sheet.warnings if proof.sheet else ():
        desk.screen.warn(warning)


def test(
    context: typer.Context,
    to: Annotated[list[str], typer.Option(help="Where to send it; may be repeated.")],
    newsletter: NewsletterName = "",
) -> None:
    """Send the issue that would go out now to an address of yours, through the real relay. Touches no accounts."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> list[str]:
        of = await chosen(newsroom, newsletter)
        answers = []
        for address in to:
            proof, letter = await jobs.trial_letter(newsroom, of, address, now=desk.now())
            if letter is None:
                raise DigestError(f"There is no issue to test: {proof.choice.held}.")
            verdict = await newsroom.relay.hand_over(letter)
            if verdict.kind is not VerdictKind.SENT:
                raise deliver.as_error(verdict, address)
            answers.append(f"{address}: {verdict.answer}")
        return answers

    answers = desk.run(work)
    for answer in answers:
        desk.screen.say(f"Sent to {answer}")
    if desk.screen.as_json:
        desk.screen.data(answers)
