"""Talking to an OpenAI-compatible server: Ollama, llama.cpp, vLLM, or one that is hosted.

``POST {url}/chat/completions`` with a model, messages, temperature and max_tokens is all that is used of the protocol.
Nothing is sent anywhere unless ``url`` is set. No redirect is followed, no proxy asked, no answer read past its bound.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import aiohttp

from digest.errors import Unwritten
from digest.summarise.llm.answers import MOST_BYTES, Answer, answer_in, reason_in
from digest.summarise.llm.settings import ModelSettings

LONGEST_WAIT = 10.0  # seconds between two tries; a server that asks for more is not asked again
SIGNS = 3  # characters of a token, at least, where a server does not say how many it took
AGAIN = frozenset({408, 429, 500, 502, 503, 504, 529})
ELSEWHERE = frozenset({301, 302, 303, 307, 308, 404, 405})  # there is no model at this address, or not this one


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A server that can be asked."""

    settings: ModelSettings
    session: aiohttp.ClientSession

    async def chat(self, messages: Sequence[dict[str, str]], *, seconds: float) -> Answer:
        """The model's answer, within so many seconds in all.

        Raises:
            Unwritten: no usable answer, in as many tries as there may be.
        """
        try:
            async with asyncio.timeout(seconds):
                return await self._tries(messages)
        except TimeoutError:
            raise Unwritten(f"no answer within {seconds:.0f} seconds, all that were left for it") from None

    async def _tries(self, messages: Sequence[dict[str, str]]) -> Answer:
        for left in range(self.settings.tries - 1, -1, -1):
            try:
                async with asyncio.timeout(self.settings.timeout):
                    return await self._ask(messages)
            except _TryAgain as fault:
                if not left or fault.wait > LONGEST_WAIT:
                    raise Unwritten(str(fault)) from fault
                await asyncio.sleep(fault.wait)
            except TimeoutError as fault:
                if not left:
                    raise Unwritten(f"no answer within {self.settings.timeout:g} seconds (llm.timeout)") from fault
            except (aiohttp.ClientError, OSError) as fault:
                if not left:
                    raise Unwritten(f"no answer from {self.settings.place} ({type(fault).__name__})") from fault
        raise AssertionError

    async def _ask(self, messages: Sequence[dict[str, str]]) -> Answer:
        wanted = self.settings
        body = {
            "model": wanted.model,
            "messages": list(messages),
            "temperature": 0,
            "max_tokens": wanted.max_tokens,
            "stream": False,
        }
        async with self.session.post(_address(wanted.url), json=body, allow_redirects=False) as reply:
            raw = await reply.content.read(MOST_BYTES + 1)
            while len(raw) <= MOST_BYTES and not reply.content.at_eof():
                raw += await reply.content.read(MOST_BYTES + 1 - len(raw))
            if reply.status in AGAIN:
                raise _TryAgain(self._why_not(reply.status, raw), wait=_wait(reply.headers.get("Retry-After", "")))
            if reply.status != 200:
                raise Unwritten(self._why_not(reply.status, raw))
        answer = answer_in(raw, kind=reply.content_type, secret=wanted.api_key)
        asked = sum(len(message["content"]) for message in messages)
        return replace(answer, tokens=answer.tokens or (asked + len(answer.text)) // SIGNS)

    def _why_not(self, status: int, raw: bytes) -> str:
        reason = reason_in(raw, secret=self.settings.api_key)
        return f"the server answered {status}{reason or (': is llm.url right?' if status in ELSEWHERE else '')}"


class _TryAgain(Exception):
    def __init__(self, message: str, *, wait: float) -> None:
        self.wait = wait
        super().__init__(message)


def _address(url: str) -> str:
    return url.rstrip("/").removesuffix("/chat/completions") + "/chat/completions"


def _wait(header: str) -> float:
    return float(header) if header.isdecimal() else 1.0


async def check_model(settings: ModelSettings, *, seconds: float) -> str:
    """Ask for one word, and say who answered.

    Raises:
        Unwritten: nobody did within so many seconds, or without a word.
    """
    async with open_endpoint(settings) as endpoint:
        answer = await endpoint.chat([{"role": "user", "content": "Answer with one word: yes."}], seconds=seconds)
    if answer.nothing:
        raise Unwritten(answer.nothing)
    return f"{settings.model} at {settings.place} answers"


@asynccontextmanager
async def open_endpoint(settings: ModelSettings) -> AsyncIterator[Endpoint]:
    """A server, ready to be asked; its connections are closed at the end."""
    headers = {"Authorization": f"Bearer {settings.api_key}"} if settings.api_key else {}
    async with aiohttp.ClientSession(headers=headers, trust_env=False, cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Endpoint(settings=settings, session=session)
