"""What in the newsletters of others is ours alone, and how it is told in the languages that they are written in."""

from __future__ import annotations

import pytest

from digest.gather.mails.mail import read_mail
from digest.model import Draft
from tests.gather.newsletters import a_newsletter_mail
from tests.makers import NOW

STORY = "<h1>Fog on the harbour</h1><p>The fog came at six, and it stayed until noon on the quay.</p>"
OURS = "https://harbour.example/q/SECRET"


def read(html: str = "", *, text: str = "-", subject: str = "Fog", **headers: str) -> Draft:
    draft = read_mail(a_newsletter_mail(subject, html=html, text=text, **headers), now=NOW)
    assert isinstance(draft, Draft)
    return draft


@pytest.mark.parametrize(
    "sentence",
    [
        "If you no longer wish to receive these emails, {}.",
        "To unsubscribe, {}.",
        "Don't want to get these mails? {}.",
        "Sie möchten diesen Newsletter nicht mehr erhalten? {}",
        "Pour ne plus recevoir nos courriels, {}.",
        "Si no desea recibir más correos, {}.",
        "Se non vuoi più ricevere questa newsletter, {}.",
        "Чтобы отписаться, перейдите {} по ссылке",
        "Wilt u deze nieuwsbrief niet langer ontvangen? Klik dan {}.",
        "Caso não queira mais receber nossos e-mails, clique {}.",
        "Ønsker du ikke længere at modtage nyhedsbrevet? {}",
        "Falls Sie keine weiteren Newsletter erhalten möchten, klicken Sie bitte {}.",
        "如果您不想再收到此邮件，请{}",
    ],
)
def test_a_link_of_one_word_goes_whose_sentence_tells_how_to_leave(sentence: str) -> None:
    draft = read(f"<body>{STORY}<p>{sentence.format(f'<a href={OURS}>here</a>')}</p></body>")
    assert "SECRET" not in repr(draft)
    assert draft.text.endswith("noon on the quay.")


@pytest.mark.parametrize(
    "words",
    ["配信停止はこちら", "登録情報の変更", "退订", "수신 거부", "إلغاء الاشتراك", "Odhlásit odběr", "Leiratkozás"],
)
def test_the_words_to_leave_are_known_in_more_scripts(words: str) -> None:
    assert "SECRET" not in repr(read(f"<body>{STORY}<p><a href='{OURS}'>{words}</a></p></body>"))
    assert "SECRET" not in repr(read(text=f"The fog came at six.\n\n{words}\n{OURS}\n"))


def test_news_of_people_who_leave_stays() -> None:
    words = (
        "Thousands wish to leave the union, and the harbour board does not want to see them go, <a href={}>it said</a>."
    )
    assert "it said" in read(f"<body>{STORY}<p>{words.format('https://harbour.example/union')}</p></body>").text


def test_a_picture_to_click_on_is_called_what_it_says() -> None:
    picture = f"<p><a href='{OURS}'><img src='https://harbour.example/b.png' alt='Unsubscribe' width='100'></a></p>"
    draft = read(f"<body>{STORY}{picture}</body>")
    assert ("SECRET" in repr(draft), draft.image) == (False, None)


@pytest.mark.parametrize("told", ["Wird diese E-Mail nicht richtig angezeigt?", "No images?", "Trouble viewing this?"])
def test_a_page_for_whom_the_mail_does_not_look_right_is_ours_and_not_told(told: str) -> None:
    draft = read(f"<body><p>{told} <a href='{OURS}'>Klick here</a></p>{STORY}</body>")
    assert (draft.url, "SECRET" in repr(draft), told in draft.text) == ("", False, False)
    draft = read(text=f"{told} {OURS}\n\nThe fog came at six.\n")
    assert (draft.url, draft.text) == ("", "The fog came at six.")


@pytest.mark.parametrize(
    "line",
    [
        "Forwarded this email? <a href='{}'>Subscribe here</a> for more",
        "<a href='{}'>READ IN APP</a>",
        "Haben Sie diesen Newsletter weitergeleitet bekommen? <a href='{}'>Hier anmelden</a>",
    ],
)
def test_lines_for_other_readers_and_other_programs_go(line: str) -> None:
    draft = read(f"<body><p>{line.format(OURS)}</p>{STORY}</body>")
    assert draft.text.startswith("Fog on the harbour")
    assert "SECRET" not in repr(draft)


@pytest.mark.parametrize(
    "foot",
    [
        f"<p>Share your unique link: <a href='{OURS}'>{OURS}</a></p>",
        f"<p>Your referral link: {OURS}</p>",
        "<p><a href='https://harbour.example/magic?code=SECRET'>One click</a></p>",
        "<p><a href='https://harbour.example/login/SECRET'>To the archive</a></p>",
        f"<table><tr><td><p>If you want to unsubscribe</p></td><td><a href='{OURS}'>click here</a></td></tr></table>",
    ],
)
def test_links_to_be_shared_or_signed_in_with_are_ours(foot: str) -> None:
    assert "SECRET" not in repr(read(f"<body>{STORY}{foot}</body>"))


def test_a_here_among_news_of_mails_by_the_way_stays() -> None:
    words = (
        "The mayor wrote of it to the harbour board, and the answer can be read <a href='https://x.example/a'>here</a>."
    )
    assert words.partition(" <a")[0] in read(f"<body>{STORY}<p>{words}</p></body>").text


def test_a_signed_token_within_an_address_goes_with_it_and_the_words_stay() -> None:
    url = "https://letters.example/redirect/2/eyJlIjoiaHR0cHM6Ly9leGFtcGxlSECRET"
    draft = read(f"<body>{STORY}<p>See <a href='{url}'>the report</a> on it, said the master.</p></body>", text=url)
    assert "See the report on it" in draft.text
    assert "SECRET" not in repr(draft)
    assert "SECRET" not in repr(read(text=f"See {url} for more of the report."))


def test_what_asks_us_alone_goes_though_it_is_behind_a_hash() -> None:
    key = "uuid=11112222-3333-4333-8444-555566667777&key=SECRETKEY"
    draft = read(
        f"<body>{STORY}<p><a href='https://tide.example/#/feedback/6500/1/?{key}'>More like this</a></p></body>"
    )
    assert ("SECRET" in repr(draft), "More like" in draft.text) == (False, False)
    assert "SECRET" not in repr(read(f"<body>{STORY}<p><a href='https://tide.example/a?{key}'>The tide</a></p></body>"))


def test_a_foot_below_a_line_of_signs_takes_no_words_with_it() -> None:
    foot = "_______________\nBoats mailing list -- boats@lists.example\nTo unsubscribe send an email to x@lists.example"
    assert read(text=f"Fog is expected tomorrow.\n{foot}\n").text == "Fog is expected tomorrow."


def test_the_link_below_the_words_that_tell_of_it_goes_with_them() -> None:
    told = "To stop getting these mails, click the link below:"
    draft = read(text=f"The fog came at six.\n\n{told}\n\n{OURS}\n\n[1] https://harbour.example/fog\n")
    assert ("SECRET" in repr(draft), "harbour.example/fog" in draft.text) == (False, True)


def test_what_is_called_a_preheader_is_the_lead_and_no_text() -> None:
    draft = read(f"<body><div class='preheader'>Ferries stay in port</div>{STORY}</body>")
    assert (draft.lead, "Ferries" in draft.text) == ("Ferries stay in port", False)


@pytest.mark.parametrize("sign", ["alt='Powered by Harbour Mail'", "alt='' class='rewards'"])
def test_signs_of_services_are_no_picture_of_an_article(sign: str) -> None:
    pictures = f"<img src='https://x.example/p.png' {sign}><img src='https://harbour.example/fog.jpg' width='600'>"
    found = read(f"<body>{STORY}<p>{pictures}</p></body>").image
    assert found is not None
    assert found.url == "https://harbour.example/fog.jpg"


@pytest.mark.parametrize("mark", ["Fwd: ", "WG: ", "Fwd: FW: ", "TR : "])
def test_what_is_passed_on_keeps_its_title(mark: str) -> None:
    assert read(f"<body>{STORY}</body>", subject=f"{mark}Fog").title == "Fog"


def test_an_address_among_words_that_counts_us_is_not_told() -> None:
    ours = "https://link.mail.example.net/ss/c/u001.Zx8SECRETq1Lm0PbV7yTr/4c/h3"
    told = read(text=f"The fog came. Read on: {ours}\n\nSee https://harbour.example/fog for more.\n").text
    assert ("SECRET" in told, "harbour.example/fog" in told) == (False, True)
