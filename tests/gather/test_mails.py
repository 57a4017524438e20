"""A newsletter becomes an article; what belongs to one subscription never leaves the inbox."""

from __future__ import annotations

import pytest

from digest.gather.mails import read_mail
from digest.gather.personal import Private, public_address
from digest.model import Draft
from tests.gather.newsletters import DESK, PLAIN_LEAVE, a_newsletter_mail
from tests.makers import NOW


def read(raw: bytes) -> Draft:
    draft = read_mail(raw, now=NOW)
    assert isinstance(draft, Draft), draft
    return draft


@pytest.mark.parametrize("html", [True, False])
def test_nothing_that_belongs_to_one_subscription_is_published(html: bool) -> None:  # noqa: FBT001
    draft = read(a_newsletter_mail() if html else a_newsletter_mail(html=""))
    everything = repr(draft)
    for private in (DESK, "8f7e6d5c4b", "77aa", PLAIN_LEAVE, "eyJ", "unsubscribe?", "Unsubscribe", "open.php", "px."):
        assert private not in everything, private
    assert "The fog came at six" in draft.text


def test_a_newsletter_is_one_article_with_its_sender_date_and_address_online() -> None:
    draft = read(a_newsletter_mail())
    assert (draft.title, draft.authors, draft.lead) == ("Fog & ferries", ("The Harbour Wire",), "Ferries stay in port.")
    assert draft.url == "https://mailchi.mp/aabbccddeeff/fog-on-the-harbour"
    assert draft.published == NOW.replace(day=23, hour=8, minute=0)
    assert "nobody could unsubscribe from the weather" in draft.text
    assert "Copyright Harbour Wire" in draft.text, "only what belongs to the subscription goes"
    assert 'href="https://harbour.example.net/fog?page=2"' in draft.body
    assert draft.image
    assert draft.image.url == "https://cdn.example.net/fog.jpg", "neither the logo nor a pixel"


def test_plain_text_is_read_likewise() -> None:
    draft = read(a_newsletter_mail(html=""))
    assert draft.url == "https://harbour.example.net/issues/fog"
    assert draft.text == ("The fog came at six and stayed until noon.\n\nSee https://harbour.example.net/fog for more.")


def test_the_archive_that_a_header_names_wins() -> None:
    draft = read(a_newsletter_mail(Archived_At="<https://lists.example.net/wire/17>"))
    assert draft.url == "https://lists.example.net/wire/17"


@pytest.mark.parametrize(
    "url",
    [
        "https://click.example.net/view/17",
        "https://news.example.net/ss/c/u001.aB3dE5gH7jK9mN1pQ3sT",
        "https://news.example.net/view/bDq8WmY2rT5vX8zA1cF4hJ7k",
        "https://news.example.net/view?id=0123456789abcdef0123456789",
        "https://news.example.net/unsubscribe/17",
        f"https://news.example.net/view?to={DESK}",
        "javascript:alert(1)",
        "",
    ],
)
def test_an_address_online_that_may_be_ours_alone_is_none(url: str) -> None:
    assert public_address(url, Private(addresses=frozenset([DESK]))) == ""


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://us1.campaign-archive.com/?u=aabbccddeeff00112233445566&id=0011&e=8f7e",
         "https://us1.campaign-archive.com/?u=aabbccddeeff00112233445566&id=0011"),
        ("https://wire.example.net/p/fog-on-the-harbour?token=abc&r=12", "https://wire.example.net/p/fog-on-the-harbour"),
    ],
)  # fmt: skip
def test_an_address_online_loses_whose_copy_it_stood_in(url: str, plain: str) -> None:
    assert public_address(url, Private()) == plain


def test_a_short_mail_keeps_its_words_although_its_foot_stands_among_them() -> None:
    draft = read(
        a_newsletter_mail(html="<p>No boats today. <a href='https://x.example/unsubscribe/1'>Unsubscribe</a></p>")
    )
    assert draft.text == "No boats today."


@pytest.mark.parametrize(
    ("subject", "headers", "why"),
    [
        ("Please confirm your subscription", {}, "request to confirm"),
        ("Bitte bestätigen Sie Ihre Anmeldung", {}, "request to confirm"),
        ("Out of office", {"Auto_Submitted": "auto-replied"}, "automatic reply"),
    ],
)
def test_what_is_no_newsletter_is_left_out_and_said(subject: str, headers: dict[str, str], why: str) -> None:
    raw = a_newsletter_mail(subject, **headers).replace(b"List-Unsubscribe", b"X-Nothing")
    said = read_mail(raw, now=NOW)
    assert isinstance(said, str)
    assert why in said


def test_a_report_of_a_mail_server_is_left_out() -> None:
    raw = b"Subject: Undelivered\r\nContent-Type: multipart/report; boundary=x\r\n\r\n--x\r\n\r\nNo.\r\n--x--\r\n"
    assert "report about another mail" in str(read_mail(raw, now=NOW))
