"""Render: an issue printed once, then joined for each reader."""

from digest.render.house import house_style, imprint
from digest.render.letter import Press, open_press
from digest.render.links import Links
from digest.render.looks import Looks, copy_look, open_looks, shipped_templates
from digest.render.mails import print_mail
from digest.render.online import on_the_web
from digest.render.picture import browser, take_picture
from digest.render.printing import Printed, others_spoken, print_issue, print_variants, web_page

__all__ = [
    "Links",
    "Looks",
    "Press",
    "Printed",
    "browser",
    "copy_look",
    "house_style",
    "imprint",
    "on_the_web",
    "open_looks",
    "open_press",
    "others_spoken",
    "print_issue",
    "print_mail",
    "print_variants",
    "shipped_templates",
    "take_picture",
    "web_page",
]
