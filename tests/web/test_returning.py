"""What providers post to us: proven, fresh, not too large, and once."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import uvicorn

import subscribers
from digest import gather, store
from digest.deliver.hooks import Post
from digest.errors import Gone, Unreachable
from digest.model import Effect, Newsletter
from digest.newsroom import Newsroom
from digest.web import make_app
from digest.web.returning import LARGEST_BODY
from subscribers import Standing
from tests.databases import free_port
from tests.deliver.hooks import posts
from tests.deliver.hooks.posts import Amazon
from tests.makers import NOW
from tests.newsrooms import a_newsroom, furnish
from tests.returned_mails import return_path

AMAZON = Amazon.fresh()
SETTINGS = f"""
[returns.mailgun]
key = "{posts.MAILGUN.key}"
[returns.standard]
key = "{posts.STANDARD.key}"
[returns.postmark]
password = "{posts.LOGIN.key}"
[returns.ses]
topics = ["{posts.TOPIC}"]
"""


@dataclass(slots=True)
class AmazonsWeb:
    """Amazon's part of the web, played by hand: it shows its certificate, and takes confirmations."""

    asked: list[str] = field(default_factory=list)
    fault: Exception | None = None

    async def get(self, url: str, *, now: datetime, **_: Any) -> gather.Fetched:
        self.asked.append(url)
        if self.fault:
            raise self.fault
        return gather.Fetched(
            url=url, body=AMAZON.certificate, content_type="", etag="", last_modified="", body_hash=""
        )


@dataclass(slots=True)
class Site:
    """The pages on a real port."""

    base: str
    newsroom: Newsroom
    newsletter: Newsletter
    amazon: AmazonsWeb
    now: datetime = NOW
    readers: list[subscribers.Recipient] = field(default_factory=list)

    async def post(self, provider: str, post: Post) -> tuple[int, dict[str, Any]]:
        url = f"{self.base}/returns/{provider}"
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, data=post.body, headers=dict(post.headers)) as answer,
        ):
            return answer.status, json.loads(await answer.text())

    async def standing(self, number: int = 0) -> Standing | None:
        async with self.newsroom.reading() as tx:
            return await subscribers.standing_of(tx, self.newsletter.id, self.readers[number].id)

    async def effects(self) -> list[Effect]:
        async with self.newsroom.reading() as tx:
            return [row.effect for row in await store.returns.newest(tx)]


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with a_newsroom(tmp_path, more=SETTINGS) as opened:
        amazon = AmazonsWeb()
        newsroom = replace(opened, web=amazon)
        newsletter = await furnish(newsroom, readers=3)
        port = free_port()
        site = Site(f"http://127.0.0.1:{port}", newsroom, newsletter, amazon)
        async with newsroom.reading() as tx:
            site.readers = await subscribers.recipients(tx, newsletter.id)
        config = uvicorn.Config(
            make_app(newsroom, clock=lambda: site.now), port=port, log_level="error", lifespan="off"
        )
        server = uvicorn.Server(config)
        task = asyncio.create_task(server._serve())
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        yield site
        server.should_exit = True
        await task


def a_complaint(address: str) -> dict[str, Any]:
    return {"event": "complained", "recipient": address, "timestamp": NOW.timestamp(), "id": "1"}


async def test_a_proven_complaint_by_address_leaves_and_suppresses(site: Site) -> None:
    post = posts.mailgun(a_complaint(site.readers[0].address.upper()))
    assert await site.post("mailgun", post) == (200, {"taken": 1, "of": 1})
    assert await site.standing() is Standing.SUPPRESSED
    assert await site.standing(1) is Standing.ACTIVE


async def test_a_replay_changes_nothing_and_too_late_a_one_is_refused(site: Site) -> None:
    post = posts.mailgun(a_complaint(site.readers[0].address))
    await site.post("mailgun", post)
    assert await site.post("mailgun", post) == (200, {"taken": 0, "of": 1})
    # The signature of an overheard post, under an event of one's own.
    data = json.loads(post.body)
    forged = posts.post(data | {"event-data": a_complaint(site.readers[1].address) | {"id": "2"}})
    assert await site.post("mailgun", forged) == (200, {"taken": 0, "of": 1})
    assert await site.standing(1) is Standing.ACTIVE
    site.now = NOW + timedelta(days=2)
    status, said = await site.post("mailgun", post)
    assert (status, said["error"]) == (403, "The signature is too old, or says no time.")


@pytest.mark.parametrize("provider", ["sendgrid", "mailjet", "brevo", "nobody", "ses.pem", "%2e%2e"])
async def test_a_provider_that_is_not_set_up_is_not_there(site: Site, provider: str) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{site.base}/returns/{provider}", data=b"{}") as answer,
    ):
        assert answer.status in (404, 405)  # "%2e%2e" leads to the front page, where nothing is posted


@pytest.mark.parametrize("provider", ["mailgun", "standard", "postmark", "ses"])
async def test_nobody_without_the_secret_is_heard(site: Site, provider: str) -> None:
    for body in (b"", b"{}", b"[]", json.dumps({"event-data": a_complaint(site.readers[0].address)}).encode()):
        status, said = await site.post(provider, Post(headers={}, body=body))
        assert status == 403
        assert said["error"].endswith((".", ")."))
    assert await site.effects() == []


async def test_the_log_says_that_posts_are_refused_and_why_but_not_each_time(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = posts.mailgun(a_complaint(site.readers[0].address), key="yesterday's")
    for hours in (0, 0.5, 0.9, 1):
        site.now = NOW + timedelta(hours=hours)
        assert (await site.post("mailgun", wrong))[0] == 403
    assert [one.getMessage() for one in caplog.records if "refused" in one.getMessage()] == [
        "A post to /returns/mailgun was refused: The signature is not Mailgun's."
    ] * 2


async def test_only_posts_are_taken_and_no_large_ones(site: Site) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{site.base}/returns/mailgun") as answer:
            assert answer.status == 405
        async with session.post(f"{site.base}/returns/mailgun", data=io.BytesIO(b"x" * (LARGEST_BODY + 1))) as answer:
            assert answer.status == 413
    assert await site.effects() == []


async def test_a_post_that_names_our_copy_is_counted_for_its_issue(site: Site) -> None:
    reader = site.readers[1]
    event = {"code": 552, "enhanced": "5.2.2", "address": "elsewhere@example.net"}
    event["return_path"] = return_path(site.newsroom, 77, reader.id)
    assert await site.post("standard", posts.standard(event)) == (200, {"taken": 1, "of": 1})
    async with site.newsroom.reading() as tx:
        (row,) = await store.returns.newest(tx, person_id=reader.id)
    assert (row.errand_id, row.effect, row.source) == (77, Effect.REMEMBERED, "standard")


async def test_a_wish_to_leave_that_names_no_newsletter_leaves_them_all(site: Site) -> None:
    event = {"RecordType": "SubscriptionChange", "SuppressSending": True, "SuppressionReason": "ManualSuppression"}
    event |= {"Recipient": site.readers[0].address, "ChangedAt": NOW.isoformat(), "MessageID": "m"}
    assert (await site.post("postmark", posts.basic(event)))[0] == 200
    assert await site.standing() is Standing.LEFT


async def test_addresses_that_nobody_here_has_are_noted_and_harm_nobody(site: Site) -> None:
    for number, address in enumerate(("stranger@example.net", "", "no address at all")):
        post = posts.standard({"kind": "hard", "address": address}, message=f"msg_{number}")
        assert (await site.post("standard", post))[0] == 200
    assert await site.effects() == [Effect.NOBODY] * 3


async def test_a_large_batch_does_not_hold_the_database_until_its_last_event(site: Site) -> None:
    """While a transaction is open, nobody else can write: no letter is claimed or settled."""
    events = [{"kind": "soft", "address": f"stranger{number}@example.net"} for number in range(160)]
    answer = asyncio.create_task(site.post("standard", posts.standard(events)))
    seen = set[int]()
    while not answer.done():
        async with site.newsroom.reading() as tx:
            seen.add(len(await store.returns.newest(tx, limit=1000)))
    assert await answer == (200, {"taken": 160, "of": 160})
    assert seen & set(range(1, 160)), "some were written down before the rest"
    assert await site.post("standard", posts.standard(events)) == (200, {"taken": 0, "of": 160})


async def test_half_a_character_in_a_signature_is_a_403(site: Site) -> None:
    post = Post(headers={}, body=b'{"signature": {"timestamp": "1", "token": "\\ud800", "signature": "x"}}')
    assert (await site.post("mailgun", post))[0] == 403


async def test_amazons_certificate_is_fetched_once_and_remembered(site: Site) -> None:
    for number in range(3):
        text = posts.ses_bounce(site.readers[0].address, feedbackId=f"f{number}")
        assert (await site.post("ses", AMAZON.message(text)))[0] == 200
    assert site.amazon.asked == [posts.CERT_URL]
    assert await site.standing() is Standing.SUPPRESSED


async def test_a_subscription_of_our_topic_is_confirmed_and_no_other(site: Site) -> None:
    about = {"Type": "SubscriptionConfirmation", "Token": "t", "SubscribeURL": "https://sns.eu-west-1.amazonaws.com/?t"}
    assert (await site.post("ses", AMAZON.message("x", **about)))[0] == 200
    assert site.amazon.asked == [posts.CERT_URL, about["SubscribeURL"]]
    for wrong in ({"TopicArn": "arn:aws:sns:eu-west-1:999:evil"}, {"SubscribeURL": "https://evil.example/"}):
        assert (await site.post("ses", AMAZON.message("x", **about | wrong)))[0] == 403
    assert len(site.amazon.asked) == 2


async def test_a_certificate_elsewhere_is_never_asked_for(site: Site) -> None:
    assert (await site.post("ses", AMAZON.message("x", SigningCertURL="https://169.254.169.254/a.pem")))[0] == 403
    assert site.amazon.asked == []


@pytest.mark.parametrize(("fault", "status"), [(Unreachable("not now"), 503), (Gone("never"), 403)])
async def test_a_certificate_that_does_not_come_now_makes_amazon_come_again(
    site: Site, fault: Exception, status: int
) -> None:
    site.amazon.fault = fault
    assert (await site.post("ses", AMAZON.message(posts.ses_bounce(site.readers[0].address))))[0] == status
    assert await site.effects() == []
