"""Every sentence of every summary is a stretch of its source: exact, whole, and free of markup."""

from __future__ import annotations

import html
from dataclasses import asdict
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.gather.documents.document import read_document
from digest.gather.drafts import Raw, draft_of
from digest.model import Article, Draft, Summary
from digest.summarise import each
from digest.summarise.boilerplate import CLOSERS, ENDS
from tests.makers import NOW, a_story

WORDS = st.text(st.sampled_from("abcéßжم渡🚢0'-,"), min_size=1, max_size=12)
STOPS = st.sampled_from([". ", "! ", "? ", "… ", "。", ".” ", ". \n", ".", "", " "])
SENTENCES = st.lists(st.tuples(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), STOPS), max_size=8)
PLAIN = SENTENCES.map(lambda pairs: "".join(words + stop for words, stop in pairs))
MARKED = st.lists(
    st.tuples(st.sampled_from(["p", "div", "b", "h2", "li", "a href='x'", "script", "blockquote"]), PLAIN), max_size=6
).map(lambda parts: "".join(f"<{tag}>{html.escape(text)}</{tag.split()[0]}>" for tag, text in parts))


def article_of(draft: Draft) -> Article:
    return Article(**{**{name: getattr(draft, name) for name in asdict(draft)}, "id": 1, "source_id": 1, "seen": NOW})


async def summary_of(article: Article, sentences: int) -> Summary:
    return (await each([a_story(article=article)], sentences=sentences))[1]


def check(summary: Summary, article: Article, sentences: int) -> None:
    assert summary.checked
    assert len(summary.sentences) <= sentences
    for one in summary.sentences:
        source = getattr(article, one.part)
        assert one.part in ("lead", "text")
        assert one.text == source[one.start : one.end] == one.text.strip()
        assert one.text.rstrip(CLOSERS)[-1] in ENDS or len(one.text) > 500
        before, behind = one.text[-1], source[one.end : one.end + 1]
        assert not (before.isalnum() and behind.isalnum()), "the middle of a word"


@settings(max_examples=40)
@given(lead=PLAIN, text=PLAIN, count=st.integers(1, 5))
async def test_a_summary_is_cut_from_the_text_at_sentence_ends(lead: str, text: str, count: int) -> None:
    article = article_of(Draft(guid="1", url="", title="T", lead=lead, text=text))
    check(await summary_of(article, count), article, count)


@settings(max_examples=25)
@given(lead=MARKED, body=MARKED, count=st.integers(1, 5))
async def test_markup_of_a_source_never_reaches_a_summary(lead: str, body: str, count: int) -> None:
    draft = draft_of(Raw(title="T", lead=lead, body=body), language="en", now=NOW)
    assert isinstance(draft, Draft)
    article = article_of(draft)
    summary = await summary_of(article, count)
    check(summary, article, count)
    assert "<" not in summary.text
    assert "script" not in summary.text


async def test_real_posts_are_told_by_their_own_sentences(shared_data: Path) -> None:
    files = sorted((shared_data / "documents").rglob("*.md"))[::5]
    told = 0
    for file in files:
        draft = read_document(file.read_bytes(), name=file.name, modified=NOW, now=NOW)
        if isinstance(draft, Draft):
            article = article_of(draft)
            summary = await summary_of(article, 3)
            check(summary, article, 3)
            told += bool(summary.sentences)
    assert told >= len(files) * 0.95
