"""Render: an issue printed once, then joined for each reader.

What makes letters comes with the door. The rooms that print come when somebody first asks for what they do: they load
Jinja2 and lxml, and a process that only carries letters never prints (decision 23).
"""

from importlib import import_module
from typing import TYPE_CHECKING

from digest.render.letter import Press, open_press
from digest.render.links import Links

if TYPE_CHECKING:
    from digest.render.house import house_style, imprint
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

if not TYPE_CHECKING:
    _ROOM_OF = {
        "house_style": "house",
        "imprint": "house",
        "Looks": "looks",
        "copy_look": "looks",
        "open_looks": "looks",
        "shipped_templates": "looks",
        "print_mail": "mails",
        "on_the_web": "online",
        "browser": "picture",
        "take_picture": "picture",
        "Printed": "printing",
        "others_spoken": "printing",
        "print_issue": "printing",
        "print_variants": "printing",
        "web_page": "printing",
    }

    def __getattr__(name: str) -> object:
        room = _ROOM_OF.get(name)
        if room is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{room}"), name)
