"""A newsletter becomes an article; what belongs to one subscription never leaves the inbox."""

from __future__ import annotations

import pytest

from digest.gather.mails.mail import read_mail
from digest.gather.mails.personal import Private, public_address
from digest.model import Draft
from tests.gather.newsletters import DESK, PLAIN_LEAVE, a_newsletter_mail
from tests.makers import NOW


def read(raw: bytes) -> Draft:
    draft = read_mail(raw, now=NOW)
    assert isinstance(draft, Draft), draft
    return draft


@pytest.mark.parametrize("html", [True, False])
def test_nothing_that_belongs_to_one_subscription_is_published(html: bool) -> None:  # noqa: FBT001 - pytest's way
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


FRENCH = "Déjà vu à l’aube, dit le port."


@pytest.mark.parametrize(
    ("said", "written"),
    [("", "utf-8"), ("; charset=x-harbour", "utf-8"), ("; charset=us-ascii", "utf-8"), ("; charset=hex", "utf-8"),
     ("; charset=iso-8859-1", "cp1252"), ("", "cp1252")],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_charset_that_is_missing_unknown_or_wrong_loses_neither_mail_nor_letters(
    kind: str, said: str, written: str
) -> None:
    head = f"From: Wire <w@x.example>\r\nSubject: Fog\r\nContent-Type: text/{kind}{said}\r\n"
    raw = f"{head}Content-Transfer-Encoding: 8bit\r\n\r\n".encode() + FRENCH.encode(written)
    assert read(raw).text == FRENCH


@pytest.mark.parametrize(
    "header",
    ["Date: Tue, 24 Nov 2026 99999999999999999999:00:00 GMT", "Date: Tue, 24 Nov 2026 00:00:00 +9" + "9" * 19,
     "From: =?x-harbour?B?////?= <", "To: =?utf-8?q?=C3", "Content-Language: \x00"],
)  # fmt: skip
def test_a_header_that_nobody_can_read_loses_no_mail(header: str) -> None:
    draft = read(f"{header}\r\nSubject: Fog\r\nList-Id: <x>\r\n\r\nIt came at six.\r\n".encode())
    assert (draft.title, draft.text, draft.published) == ("Fog", "It came at six.", None)


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


def test_a_title_that_leads_to_the_article_says_where_it_is_online() -> None:
    html = (
        "<h1><a href='https://wire.example.net/p/fog?utm_source=mail&amp;r=1ab2'>Fog &amp; Ferries</a></h1><p>It came. "
        "<a href='https://wire.example.net/redirect/2?j=eyJ1IjoiMTIzNDU2In0.abc'>More</a></p>"
    )
    draft = read(a_newsletter_mail(html=html))
    assert draft.url == "https://wire.example.net/p/fog"
    assert "eyJ" not in draft.body
    assert 'href="https://wire.example.net/redirect/2"' in draft.body


@pytest.mark.timeout(60)  # it takes a second, and took minutes when each link looked at all others
def test_a_mail_made_to_be_slow_is_not() -> None:
    links = "<a href='https://x.example/unsubscribe/1'>unsubscribe</a> words " * 5000
    draft = read(a_newsletter_mail(html=f"<div>{links}</div>"))
    assert "unsubscribe" not in draft.text


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


@pytest.mark.parametrize("raw", [b"", b"words and no headers", bytes(range(256)) * 20, b"\n\nA body alone.\n"])
def test_a_file_that_is_no_mail_is_left_out(raw: bytes) -> None:
    assert "a file that is no mail was left out" in str(read_mail(raw, now=NOW))


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_a_header_in_bare_letters_is_read_as_it_was_written(charset: str) -> None:
    raw = 'From: "Zoë" <z@x.example>\r\nTo: d@x.example\r\nSubject: Fähre – “größer”\r\n\r\nFog.\r\n'.encode(charset)
    assert (read(raw).title, read(raw).authors) == ("Fähre – “größer”", ("Zoë",))


@pytest.mark.parametrize("kind", ["html", "plain"])
def test_a_link_that_only_counts_by_our_address_takes_no_words_with_it(kind: str) -> None:
    link = f"https://port.example/map?email={DESK}&page=2"
    words = f'<p>See <a href="{link}">the map</a> of it.</p><p>Fog.</p>' if kind == "html" else f"See {link}\n\nFog."
    raw = f"From: w@x.example\r\nTo: {DESK}\r\nSubject: Fog\r\nContent-Type: text/{kind}\r\n\r\n{words}\r\n".encode()
    draft = read(raw)
    assert "https://port.example/map?page=2" in draft.body
    assert draft.text.startswith("See")
    assert DESK not in repr(draft)
