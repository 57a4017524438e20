"""One letter after the other over a kept connection, each tracked phase by phase.

The phase decides what a lost connection means, and aiosmtplib raises the same error before DATA and after the final
dot. A letter's bytes are final (CRLF, dot-safe) and are written as they are.

Where the server offers PIPELINING (RFC 2920), MAIL, RCPT and DATA go in one write, and those of the following letter
behind this one's final dot: one round trip a letter. What has been proposed so is not marked and not sent; whoever
does not want it any more calls ``abandon``, and the server forgets it with the connection.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar

import aiosmtplib

from digest.deliver.cancelling import Patient, answered, to_the_end
from digest.deliver.commands import (
    WANTED,
    Proposal,
    clean_up,
    is_about_earlier,
    is_out_of_step,
    mail_options,
    one_by_one,
    said_of,
    written,
)
from digest.deliver.connecting import NO_ANSWER, Answered, not_sent
from digest.deliver.envelope import Envelope, UnsayableAddress, of_wide_letter, unsayable
from digest.deliver.line import Line
from digest.deliver.relay import BeforeData, Following, RelaySettings
from digest.deliver.replies import Replies
from digest.deliver.verdict import Phase, from_error, from_reply
from digest.model import Letter, Verdict, VerdictKind

T = TypeVar("T")


def nobody() -> Letter | None:
    """No letter follows, as far as anybody knows."""
    return None


class Lane:
    """Carries letters over a line, which is renewed after so many of them."""

    def __init__(self, settings: RelaySettings, line: Line) -> None:
        self._settings = settings
        self.line = line
        self._phase = Phase.CONNECT
        self._proposal: Proposal | None = None
        self._heard = True  # what went together was answered
        self._otherwise = False  # it was not, and the server may answer one thing after the other

    async def carry(
        self, letter: Letter, before_data: BeforeData | None = None, following: Following = nobody
    ) -> Verdict:
        """One letter, from MAIL to the reply to the final dot; see ``relay.Lane``."""
        if self._proposal is not None and self._proposal.letter is not letter:
            self.abandon()
        if self._proposal is None and self.line.carried >= self._settings.messages_per_connection:
            await self.line.close()
        kept, otherwise = self.line.is_open, False
        try:
            verdict = await self._try(letter, before_data, following)
            if kept and is_about_earlier(verdict, self._phase, self.line):
                # Nothing of it has left, so a fresh connection is asked before anybody is told.
                otherwise = self._otherwise
                self._lost()
                verdict = await self._try(letter, before_data, following)
            if self._otherwise:
                otherwise, verdict = True, await self._try(letter, before_data, following)
            if otherwise:
                self.line.caution.asked_otherwise(verdict)
        except UnsayableAddress as fault:
            return unsayable(fault)
        verdict = of_wide_letter(letter, verdict)
        if verdict.kind is VerdictKind.SENDER_FAULT:
            # Somebody will mend that, and what the server said of itself when it was called no longer holds then.
            self.abandon()
            await self.line.close()
        return verdict

    def abandon(self) -> None:
        """Take back what was proposed and is not wanted any more."""
        if self._proposal is not None:
            self._lost()

    async def _try(self, letter: Letter, before_data: BeforeData | None, following: Following) -> Verdict:
        self._heard, self._otherwise = True, False
        verdict = await self._guarded(self._judge() if self._proposal else self._propose(letter, Envelope.of(letter)))
        if verdict is not None:
            return verdict
        if before_data is not None:
            await self._or_drop(before_data())
        return await self._guarded(self._deliver(letter, following))

    async def _guarded(self, steps: Awaitable[T]) -> T | Verdict:
        """Take steps; whatever stops them is a verdict, and leaves no connection half-way through a letter."""
        try:
            return await steps
        except Answered as answer:
            return answer.verdict
        except NO_ANSWER as fault:
            if not self._heard:
                self._otherwise = self.line.unanswered(silent=isinstance(fault, TimeoutError))
            self._lost()
            return from_error(fault, self._phase)
        except BaseException:
            self._lost()
            raise

    def _lost(self) -> None:
        self._proposal = None
        self.line.drop()

    async def _or_drop(self, promise: Awaitable[None]) -> None:
        """The server waits for the message; a letter that may not be sent now ends with the connection."""
        try:
            await promise
        except BaseException:
            self._lost()
            raise

    async def _propose(self, letter: Letter, envelope: Envelope) -> None:
        """Connect if need be; MAIL, RCPT, DATA."""
        self._phase = Phase.CONNECT
        options = mail_options(await self.line.open(), len(letter.message), envelope)
        self.line.carried += 1
        self._phase = Phase.MAIL
        if self.line.pipeline is None:
            await one_by_one(self.line, envelope, options)
            return
        self.line.pipeline.write(written(envelope, options))
        self._ask_three(letter)
        await self._judge()

    def _ask_three(self, letter: Letter) -> None:
        pipeline = self.line.client_pipeline()
        # The server reads the message before it first; each of the answers has its own time.
        self._proposal = Proposal(letter, pipeline.ask(3, self._settings.command_timeout * 3))

    async def _judge(self) -> None:
        """What the server says to the three commands.

        Raises:
            Answered: no to one of them; the connection is clean, or gone.
        """
        proposal, self._proposal = self._proposal, None
        if proposal is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        self._phase, self._heard = Phase.MAIL, False
        replies = await proposal.replies
        if is_out_of_step(replies):
            raise aiosmtplib.SMTPServerDisconnected("The server answers out of step")
        if len(replies) == len(WANTED):
            self._heard = True
            self.line.caution.answered()
        for reply, (self._phase, wanted) in zip(replies, WANTED, strict=False):
            if reply.code not in wanted:
                await clean_up(self.line, reply.code, replies)
                raise Answered(not_sent(from_reply(reply.code, reply.message, self._phase)))
        if len(replies) < len(WANTED):
            raise self.line.lost()

    async def _deliver(self, letter: Letter, following: Following) -> Verdict:
        """The message with what may go behind it, and the reply to its final dot.

        Raises:
            SMTPServerDisconnected: the server left before; while a letter waited for its mark, it may have.
        """
        self._phase = Phase.DATA
        self.line.must_be_open()
        self._phase = Phase.DOT
        if self.line.pipeline is None:
            reply = await to_the_end(self.line.say_message(letter.message))
        else:
            reply = (await answered(self._write_on(letter, following())))[0]
        if reply.code == 421 or not (200 <= reply.code < 300 or 400 <= reply.code < 600):
            self._lost()
        return from_reply(reply.code, reply.message, self._phase)

    def _write_on(self, letter: Letter, following: Letter | None) -> Patient[Replies]:
        """The message, and the following letter's envelope in the same write."""
        pipeline = self.line.client_pipeline()
        full = self.line.carried >= self._settings.messages_per_connection
        behind = b"" if following is None or full else said_of(following, self.line.client)
        pipeline.write_parts(letter.message, b".\r\n" + behind)
        reply = pipeline.ask_to_the_end(self._settings.data_timeout)
        if following is not None and behind:
            self.line.carried += 1
            self._ask_three(following)
        return reply
