"""What servers answer that call themselves OpenAI-compatible: what is said is read, and a fault is told as one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from digest.errors import Unwritten
from digest.summarise.llm.answers import answer_in, reason_in, said, unquoted

GOOD = "Ferries run until six."
JSON = "application/json"


def body(content: Any, *, finish: str = "stop", **message: Any) -> bytes:
    choice = {"message": {"role": "assistant", "content": content} | message, "finish_reason": finish}
    return json.dumps({"choices": [choice]}).encode()


@pytest.mark.parametrize(
    "text",
    [
        f"<think>\nShe wants 2 sentences.\n</think>\n\n{GOOD}",
        f"She wants 2 sentences.</think>{GOOD}",  # some servers keep the sign that opens it
        f"[THINK]Two.[/THINK]{GOOD}",
        f"<|channel|>analysis<|message|>Two.<|end|><|start|>assistant<|channel|>final<|message|>{GOOD}<|return|>",
        f"{GOOD}<|im_end|>",
        f"{GOOD} </s>\n",
        f"```\n{GOOD}\n```",
        f"```text\n{GOOD}\n```",
        f"**{GOOD}**",
        f"Here is a summary in one sentence:\n\n{GOOD}",
        f"**Summary:**\n{GOOD}",
    ],
)
def test_what_is_thought_and_what_is_put_around_a_text_is_no_part_of_it(text: str) -> None:
    assert said(text) == GOOD


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "“Leave,” she said. “Now.”",
        "**Two** parts are **bold**.",
        "It costs:\n",
        "Ferries run:\n",
        "“Go",
        '"',
        "**",
    ],
)
def test_what_belongs_to_a_text_stays(text: str) -> None:
    assert said(text) == text.strip()


@pytest.mark.parametrize("text", [f"“{GOOD}”", f'"{GOOD}"', f"„{GOOD}“", f"«{GOOD}»", GOOD])
def test_an_answer_that_quotes_itself_is_none_but_words_of_the_source_stay_quoted(text: str) -> None:
    assert unquoted(text, "the last ferry leaves at six") == GOOD
    assert unquoted(text, "“ferries run until six,” she said") == text


@pytest.mark.parametrize("text", ["“Go,” she said. “Now.”", '"', '""', "“Go", "“Go” and “come”"])
def test_marks_that_belong_to_a_text_stay(text: str) -> None:
    assert unquoted(text, "") == text


def test_text_that_comes_in_parts_is_one_without_its_thoughts() -> None:
    parts = [{"type": "thinking", "thinking": []}, {"type": "text", "text": "Ferries run "}]
    assert answer_in(body([*parts, {"type": "text", "text": "until six."}]), kind=JSON, secret="").text == GOOD


def test_half_a_pair_of_surrogates_is_a_sign_that_no_gate_takes() -> None:
    raw = b'{"choices": [{"message": {"content": "Ferries \\ud83d run, \\ud83d\\ude00."}}]}'
    assert answer_in(raw, kind=JSON, secret="").text == "Ferries � run, 😀."


SPENT = "it said nothing before its tokens were spent: turn its thinking off, or raise llm.max_tokens"


@pytest.mark.parametrize(
    ("raw", "kind", "why"),
    [
        (body("<think>\nLet me see"), JSON, SPENT),
        (body("", finish="length", reasoning_content="Let me see"), JSON, SPENT),
        (body(None, finish="length"), JSON, SPENT),
        (body(None, refusal="I cannot help with that."), JSON, "it does not want to"),
        (body(""), JSON, "it says nothing"),
        (b'{"error": {"message": "model overloaded"}}', JSON, "the server found a fault: model overloaded"),
        (b'{"error": "no model"}', JSON, "the server found a fault: no model"),
        (b"{}", JSON, "the answer is none of a chat"),
        (b"<html>", "text/html", "the answer is none of a chat, it is text/html: is llm.url right?"),
    ],
)
def test_why_there_is_no_answer_is_told_so_that_it_can_be_mended(raw: bytes, kind: str, why: str) -> None:
    try:
        told = answer_in(raw, kind=kind, secret="").nothing
    except Unwritten as fault:
        told = fault.message
    assert told == why


def test_the_words_of_a_server_are_shown_in_one_short_line_without_the_key() -> None:
    raw = json.dumps({"error": {"message": f"No key\x1b[2J\n s3cret {'x' * 1000}"}}).encode()
    assert reason_in(raw, secret="s3cret").startswith(": No key [2J … xxx")
    assert len(reason_in(raw, secret="s3cret")) < 200
    assert reason_in(b'{"error": {}}', secret="") == reason_in(b"[" * 100_000, secret="") == ""
