"""The bytes of a letter, parsed back: every promise about a message, with unlucky values."""

from __future__ import annotations

import email
import json
import re
from email.header import decode_header, make_header
from pathlib import Path
from urllib.parse import urlsplit

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import render
from digest.model import Issue, LeaveWish, Newsletter
from digest.render import Links
from subscribers import Recipient
from tests.makers import a_newsletter, a_recipient, a_section, a_sender, a_story, an_article, an_issue, an_item, keys
from tests.messages import check_the_wire, parsed, part

BASE_URL = "https://news.example.org"
LOOKS = render.open_looks()
UNLUCKY = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=120)


def print_letter(
    issue: Issue | None = None,
    newsletter: Newsletter | None = None,
    recipient: Recipient | None = None,
    base_url: str = BASE_URL,
    kind: str = "issue",
) -> bytes:
    newsletter = newsletter or a_newsletter()
    printed = render.print_issue(issue or an_issue(), newsletter, LOOKS, base_url=base_url, kind=kind)
    press = render.open_press(printed.sheet, Links(base_url, keys()), newsletter_id=newsletter.id)
    return press.letter(recipient or a_recipient(), delivery_id=7).message


def test_a_letter_has_each_header_once_and_both_parts() -> None:
    message = print_letter()
    check_the_wire(message)
    found = parsed(message)
    assert found.get_content_type() == "multipart/alternative"
    assert [one.get_content_type() for one in found.iter_parts()] == ["text/plain", "text/html"]
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert found["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"[a-z0-9]+(:[a-z0-9]+){3}", found["Feedback-ID"])
    assert re.fullmatch(r"<https://news\.example\.org/leave/[\w-]{60}>", found["List-Unsubscribe"])
    assert not found.defects


def test_the_same_arguments_give_the_same_bytes_and_other_readers_other_ids() -> None:
    issue = an_issue()
    one, again = print_letter(issue), print_letter(issue)
    other = print_letter(issue, recipient=a_recipient(id=99))
    assert one == again
    assert parsed(one)["Message-ID"] != parsed(other)["Message-ID"]
    assert parsed(one)["List-Unsubscribe"] != parsed(other)["List-Unsubscribe"]


def test_text_and_html_tell_the_same_stories_with_the_same_links() -> None:
    message = print_letter()
    html, text = part(message, "html"), part(message, "plain")
    in_html = re.findall(r'<a [^>]*href="([^"]+)"', html)
    in_text = re.findall(r"https?://\S+", text)
    assert sorted(link.replace("&amp;", "&") for link in in_html) == sorted(in_text)
    for item in an_issue().items:
        assert item.story.article.title in " ".join(text.split())
    assert max(map(len, text.split("\n"))) <= max(72, *map(len, in_text)) + 20


@settings(max_examples=60)
@given(title=UNLUCKY, name=UNLUCKY, sender=UNLUCKY, newsletter=UNLUCKY)
def test_unlucky_titles_and_names_never_break_the_wire(title: str, name: str, sender: str, newsletter: str) -> None:
    story = a_story(article=an_article(title=title.strip() or "x"))
    issue = an_issue(a_section(an_item(story)), subject=title, preheader=title)
    message = print_letter(
        issue,
        a_newsletter(title=newsletter, sender=a_sender(name=sender)),
        a_recipient(name=name),
    )
    check_the_wire(message)
    compat = email.message_from_bytes(message)
    wanted = " ".join(re.sub(HIDDEN, "", re.sub(SEPARATORS, " ", title)).split())
    shown = str(make_header(decode_header(compat["Subject"] or "")))
    assert " ".join(shown.split()) == wanted or not wanted
    assert " ".join(str(parsed(message)["Subject"]).split()) == wanted or not wanted
    assert len(parsed(message)["From"].addresses) == 1


SEPARATORS = "[\\s\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+"
HIDDEN = "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"


def test_the_strings_that_break_software_do_not_break_ours(shared_data: Path) -> None:
    strings = json.loads((shared_data / "hostile" / "naughty-strings.json").read_text(encoding="utf-8"))
    for start in range(0, len(strings), 40):
        batch = [text for text in strings[start : start + 40] if text.strip()]
        items = [an_item(a_story(article=an_article(id=n + 1, title=text))) for n, text in enumerate(batch)]
        issue = an_issue(a_section(*items), subject=batch[0])
        message = print_letter(issue, a_newsletter(title=batch[-1]), a_recipient(name=batch[len(batch) // 2]))
        check_the_wire(message)
        html = part(message, "html")
        assert "<script" not in html.lower()
        tree = lxml.html.document_fromstring(html)
        assert not [name for one in tree.iter() for name in one.attrib if str(name).startswith("on")]


@pytest.mark.parametrize("length", [20, 60, 80, 120, 200, 400])
def test_long_hosts_keep_their_links_whole(length: int) -> None:
    host = ("a" * 50 + ".") * (length // 51) + "b" * max(1, length % 51) + ".example"
    message = print_letter(base_url=f"https://{host}")
    check_the_wire(message)
    link = parsed(message)["List-Unsubscribe"].strip("<>")
    assert urlsplit(link).hostname == host
    assert f'href="{link}"' in part(message, "html")
    assert link in part(message, "plain")


@pytest.mark.parametrize(
    "text",
    [
        "Паром вернулся: причал и маяк снова рядом",
        "عادت العبّارة بين الرصيف والمنارة",
        "渡轮回来了：码头与灯塔",
        "🚢 Ferry 🗼 back 🎉" * 4,
    ],
)
def test_every_script_arrives_as_it_was_written(text: str) -> None:
    story = a_story(article=an_article(title=text))
    message = print_letter(an_issue(a_section(an_item(story)), subject=text), recipient=a_recipient(name=text[:20]))
    check_the_wire(message)
    assert parsed(message)["Subject"] == text
    assert parsed(message)["To"].addresses[0].display_name == text[:20].strip()
    assert text in part(message, "html")


def test_an_issue_too_long_for_mail_programs_loses_its_weakest_stories_and_says_so() -> None:
    items = [
        an_item(
            a_story(
                article=an_article(id=n, title=f"第{n}条新闻 " + "很长的标题" * 8, url=f"https://x.example/{n}"),
                score=200.0 - n,
            )
        )
        for n in range(1, 201)
    ]
    newsletter = a_newsletter()
    printed = render.print_issue(an_issue(a_section(*items)), newsletter, LOOKS, base_url=BASE_URL)
    assert len(printed.sheet.trimmed) == 200 - len(printed.issue.items) > 0
    assert "go into the next issue" in " ".join(printed.sheet.warnings)
    assert [item.story.article.id for item in printed.issue.items] == list(range(1, len(printed.issue.items) + 1))
    message = (
        render.open_press(printed.sheet, Links(BASE_URL, keys()), newsletter_id=1)
        .letter(a_recipient(), delivery_id=1)
        .message
    )
    check_the_wire(message)
    html = part(message, "html")
    assert len(html.encode()) <= 100_000
    assert "/leave/" in html
    assert max(len(one.as_bytes()) for one in parsed(message).iter_parts()) <= 104_000
    told = {item.story.article.title for item in printed.issue.items}
    assert all((title in html) == (title in told) for title in (item.story.article.title for item in items))


def test_an_address_outside_ascii_asks_for_smtputf8_and_idn_domains_are_a_labels() -> None:
    printed = render.print_issue(
        an_issue(), a_newsletter(sender=a_sender(address="news@пример.example")), LOOKS, base_url=BASE_URL
    )
    press = render.open_press(printed.sheet, Links(BASE_URL, keys()), newsletter_id=1)
    plain = press.letter(a_recipient(), delivery_id=1)
    assert not plain.needs_smtputf8
    assert plain.envelope_from == "news@xn--e1afmkfd.example"
    assert press.letter(a_recipient(address="иван@example.org"), delivery_id=1).needs_smtputf8


def test_a_return_path_names_the_copy_and_stays_the_same() -> None:
    newsletter = a_newsletter(sender=a_sender(return_path="bounces@example.org"))
    printed = render.print_issue(an_issue(), newsletter, LOOKS, base_url=BASE_URL)
    press = render.open_press(printed.sheet, Links(BASE_URL, keys()), newsletter_id=1)
    one, again, other = (press.letter(a_recipient(id=n), delivery_id=n).envelope_from for n in (1, 1, 2))
    assert one == again != other
    assert re.fullmatch(r"bounces\+[a-z2-7]{40}@example\.org", one)
    assert len(one.split("@")[0]) <= 64


def test_a_newsletter_with_a_mailbox_for_returns_offers_leaving_by_mail_too() -> None:
    newsletter = a_newsletter(sender=a_sender(return_path="bounces@example.org"))
    message = print_letter(newsletter=newsletter)
    check_the_wire(message)
    web, mail = str(parsed(message)["List-Unsubscribe"]).split(", ")
    assert re.fullmatch(r"<https://news\.example\.org/leave/[\w-]{60}>", web)
    (address,) = re.findall(r"<mailto:(\S+)\?subject=unsubscribe>", mail)
    wish = Links(BASE_URL, keys()).read_leave_address(address)
    assert wish == LeaveWish(newsletter_id=newsletter.id, person_id=a_recipient().id)


def test_a_foreign_text_cannot_stand_for_a_slot_or_a_block() -> None:
    wicked = "qzslotleaveurlzq <!--block:x--> [block:x] {{ leave_url }} {% raw %}"
    message = print_letter(an_issue(a_section(an_item(a_story(article=an_article(title=wicked)))), subject="x"))
    assert part(message, "html").count("/leave/") == 1
    assert "{{ leave_url }}" in part(message, "plain")


def test_a_small_mail_is_no_bulk_mail() -> None:
    found = parsed(print_letter(kind="confirm"))
    assert found["Auto-Submitted"] == "auto-generated"
    assert not {"List-Unsubscribe", "Precedence", "List-Id"} & set(found.keys())
