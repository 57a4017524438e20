"""What a server answers, read: the words of its model, or why there are none. Pure.

Nothing is mended: what a model thinks aloud and what some put around a text is left out, and the gate judges the rest.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from digest.errors import Unwritten
from digest.summarise.gate.facts import plain

MOST_BYTES = 1_000_000
LONGEST_REASON = 160  # characters of what a server says is wrong
LONGEST_KIND = 40  # characters of a content type
LONGEST_OPENING = 100  # characters of "Here is a summary of the article:"
_FINAL = re.compile(
    r".*(?:</(?:think|thinking|thought|reasoning)>|\[/THINK\]|<\|channel\|>final<\|message\|>)", re.DOTALL
)
_THINKING = re.compile(r"\s*(?:<(?:think|thinking|thought|reasoning)>|\[THINK\]|<\|channel\|>analysis)")
_END_SIGNS = ("</s>", "<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<|end|>", "<|return|>", "<end_of_turn>")
_FENCED = re.compile(r"```[\w-]{0,20}\s([^`]*)```")
_QUOTES = ('"', "“”", "„“", "«»")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model wrote, as it came, and how many tokens it took to read and write; 0: the server does not say.

    ``nothing`` is why it says nothing, which costs tokens too; "" where it does.
    """

    text: str
    tokens: int
    nothing: str = ""


def answer_in(raw: bytes, *, kind: str, secret: str) -> Answer:
    """The answer in a body; ``kind`` is its content type, ``secret`` never repeated.

    Raises:
        Unwritten: there is none, and why.
    """
    if len(raw) > MOST_BYTES:
        raise Unwritten(f"the answer is larger than {MOST_BYTES} bytes")
    try:
        data: Any = json.loads(raw)
        choice = data["choices"][0]
        message, cut = choice["message"], choice.get("finish_reason") == "length"
        tokens = max(0, int((data.get("usage") or {}).get("total_tokens") or 0))
        text, refusal = _text_of(message["content"]), message.get("refusal")
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError) as fault:
        raise Unwritten(_why_none(raw, kind, secret)) from fault
    return Answer(text, tokens, "" if said(text) else _why_nothing(text, refusal, cut=cut))


def said(text: str) -> str:
    """What a model says, without its thoughts, the signs that end its turn, and what it put around all of it."""
    final = _FINAL.match(text)
    bare = text[final.end() :] if final else "" if _THINKING.match(text) else text
    bare = bare.strip()
    while ending := next(filter(bare.endswith, _END_SIGNS), ""):
        bare = bare.removesuffix(ending).rstrip()
    fenced = _FENCED.fullmatch(bare)
    bare = _unopened((fenced[1] if fenced else bare).strip())
    return _within(bare, "**", "**") or bare


def reason_in(raw: bytes, *, secret: str) -> str:
    """What a server says is wrong, behind a colon; "" where it says nothing. Never the key, should it repeat it."""
    try:
        error: Any = json.loads(raw[:MOST_BYTES])["error"]
        words = error if isinstance(error, str) else error["message"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    told = str(words).replace(secret, "…") if secret else str(words)
    line = "".join(sign if sign.isprintable() else " " for sign in told[: 4 * LONGEST_REASON])
    shown = " ".join(line.split())[:LONGEST_REASON]
    return f": {shown}" if shown else ""


def _text_of(content: Any) -> str:
    """Its text, also where it comes in parts, of which some are thoughts."""
    if isinstance(content, list):
        content = "".join(part["text"] for part in content if part.get("type") == "text")
    # Half of a pair of surrogates cannot be stored or shown; the gate does not take the sign that stands in its place.
    return str(content or "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _why_none(raw: bytes, kind: str, secret: str) -> str:
    if reason := reason_in(raw, secret=secret):
        return f"the server found a fault{reason}"
    what = (
        ""
        if kind in ("application/json", "application/octet-stream", "")
        else f", it is {kind[:LONGEST_KIND]}: is llm.url right?"
    )
    return f"the answer is none of a chat{what}"


def _why_nothing(text: str, refusal: Any, *, cut: bool) -> str:
    if cut or _THINKING.match(text):
        return "it said nothing before its tokens were spent: turn its thinking off, or raise llm.max_tokens"
    return "it does not want to" if refusal else "it says nothing"


def _unopened(text: str) -> str:
    """Without a first line that only says what follows."""
    first, _, rest = text.partition("\n")
    return rest.strip() if first.rstrip(" *").endswith(":") and len(first) < LONGEST_OPENING and rest.strip() else text


def unquoted(text: str, source: str) -> str:
    """Without the marks that stand around all of it and nowhere else; words that the ``source`` has stay quoted.

    Some models quote their own answer. What the source says itself may be somebody's words there.
    """
    bare = next((within for marks in _QUOTES if (within := _within(text, marks[0], marks[-1]))), text)
    return text if plain(bare) in source else bare


def _within(text: str, opens: str, closes: str) -> str:
    """What stands between two marks that have nothing before and behind them; "" where there are others, or none."""
    within = text[len(opens) : -len(closes)]
    around = text == f"{opens}{within}{closes}"
    return within.strip() if around and opens not in within and closes not in within else ""
