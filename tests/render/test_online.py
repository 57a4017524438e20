"""An issue on the web: the mail's template, with its styles in the head and nothing that HTML calls obsolete."""

from __future__ import annotations

from digest.render import on_the_web

MAIL = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A mail</title><link rel="stylesheet" href="https://x.example/a.css">
<style>@import url(https://x.example/b.css); .words { color: #111111; }</style>
<style data-premailer="ignore">p { margin: 0; }</style></head>
<body bgcolor="#eeeeee"><div role="main" aria-label="A mail">
<!--[if mso]><table><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="4" cellspacing="0" align="center">
<tr><td align="center" class="words">One</td><td valign="top" width="132" style="padding: 0; color: red">Two</td></tr>
<tr><td class="words" style="color: red; padding: 0;">Three</td></tr>
</table>
<img src="https://x.example/a.png" alt="A" width="132" height="69">
</div></body></html>"""


def test_attributes_become_classes_whose_rules_stand_around_the_styles_that_are_there() -> None:
    page = on_the_web(MAIL)
    assert page.startswith("<!DOCTYPE html>\n<html")
    head, _, body = page.partition("</head>")
    for gone in (
        " style=",
        "bgcolor",
        "cellpadding",
        "cellspacing",
        "valign",
        "align=",
        "data-premailer",
        "<!--",
        'role="main',
    ):
        assert gone not in body, gone
        assert gone not in head.replace("vertical-align", ""), gone
    assert '<main aria-label="A mail">' in body
    assert body.count("<tbody><tr>") == 1
    assert '<img src="https://x.example/a.png" alt="A" width="132" height="69">' in body
    weak, own, more, strong = head.split("<style>")[1:]
    assert ":where(table) { text-align: start; }" in weak
    assert "background-color: #eeeeee" in weak
    assert "padding: 4px; text-align: center" in weak
    assert "vertical-align: top; width: 132px" in weak
    assert ".words" in own
    assert "p { margin" in more
    assert strong.count("{ padding: 0; color: red }") == 1
    assert strong.count("{ color: red; padding: 0 }") == 1


def test_nothing_elsewhere_is_named() -> None:
    page = on_the_web(MAIL)
    assert "a.css" not in page
    assert "b.css" not in page


def test_given_the_page_again_it_is_the_same_page() -> None:
    page = on_the_web(MAIL)
    assert on_the_web(page).count("<style>") == page.count("<style>")
    assert on_the_web(page).partition("</head>")[2] == page.partition("</head>")[2]
