"""Receiving domains, and which of them are one house: what slows one of a provider's domains slows all of them.

The table has the domains of the large mailbox providers by the servers that take their mail (their MX hosts), as they
are in 2026. A domain that is in no group is a group of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PROVIDERS: Mapping[str, tuple[str, ...]] = {
    "google": ("gmail.com", "googlemail.com"),
    "microsoft": (
        "outlook.com", "hotmail.com", "live.com", "msn.com", "passport.com", "hotmail.co.uk", "hotmail.fr",
        "hotmail.de", "hotmail.it", "hotmail.es", "hotmail.com.br", "live.co.uk", "live.fr", "live.nl", "live.de",
        "live.it", "live.ca", "live.com.au", "outlook.de", "outlook.fr", "outlook.es", "outlook.it", "outlook.com.br",
        "windowslive.com",
    ),
    "yahoo": (
        "yahoo.com", "ymail.com", "rocketmail.com", "yahoo.co.uk", "yahoo.fr", "yahoo.de", "yahoo.es", "yahoo.it",
        "yahoo.com.br", "yahoo.co.in", "yahoo.in", "yahoo.ca", "yahoo.com.au", "yahoo.com.mx", "yahoo.com.ar",
        "aol.com", "aol.co.uk", "aol.de", "aol.fr", "aim.com", "netscape.net", "verizon.net", "sky.com",
    ),
    "apple": ("icloud.com", "me.com", "mac.com"),
    "gmx and web.de": ("gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.com", "gmx.fr", "gmx.co.uk", "web.de", "mail.com"),
    "t-online": ("t-online.de", "magenta.de"),
    "freenet": ("freenet.de",),
    "orange": ("orange.fr", "wanadoo.fr"),
    "sfr": ("sfr.fr", "neuf.fr", "cegetel.net", "club-internet.fr", "numericable.fr"),
    "free": ("free.fr",),
    "laposte": ("laposte.net",),
    "libero": ("libero.it", "virgilio.it", "inwind.it", "iol.it", "blu.it"),
    "tim": ("tim.it", "alice.it", "tin.it"),
    "mail.ru": ("mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru", "xmail.ru"),
    "yandex": ("yandex.ru", "yandex.com", "ya.ru", "yandex.by", "yandex.kz", "yandex.ua", "narod.ru"),
    "rambler": ("rambler.ru", "lenta.ru", "autorambler.ru", "myrambler.ru", "ro.ru"),
    "proton": ("proton.me", "protonmail.com", "pm.me", "protonmail.ch"),
    "fastmail": ("fastmail.com", "fastmail.fm", "messagingengine.com"),
    "zoho": ("zoho.com", "zohomail.com", "zohomail.eu"),
    "seznam": ("seznam.cz", "email.cz", "post.cz", "spoluzaci.cz"),
    "wp": ("wp.pl", "o2.pl", "tlen.pl"),
    "onet": ("onet.pl", "op.pl", "vp.pl", "onet.eu", "poczta.onet.pl"),
    "interia": ("interia.pl", "interia.eu", "poczta.fm"),
    "comcast": ("comcast.net",),
    "at&t": ("att.net", "sbcglobal.net", "bellsouth.net", "ameritech.net", "pacbell.net", "swbell.net", "prodigy.net"),
    "cox": ("cox.net",),
    "charter": ("charter.net", "spectrum.net", "rr.com", "twc.com"),
    "bt": ("btinternet.com", "btopenworld.com", "talk21.com"),
    "virgin media": ("virginmedia.com", "ntlworld.com", "blueyonder.co.uk", "virgin.net"),
    "kpn": ("kpnmail.nl", "planet.nl", "hetnet.nl", "xs4all.nl", "telfort.nl"),
    "ziggo": ("ziggo.nl", "home.nl", "upcmail.nl", "casema.nl", "chello.nl"),
    "telenet": ("telenet.be", "pandora.be"),
    "proximus": ("skynet.be", "proximus.be"),
    "bluewin": ("bluewin.ch",),
    "uol": ("uol.com.br", "bol.com.br"),
    "terra": ("terra.com.br", "terra.com", "terra.es"),
    "netease": ("163.com", "126.com", "yeah.net", "vip.163.com"),
    "tencent": ("qq.com", "foxmail.com", "vip.qq.com"),
    "naver": ("naver.com",),
    "daum": ("daum.net", "hanmail.net", "kakao.com"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Domains:
    """Who takes the mail of which domain."""

    groups: Mapping[str, str] = field(default_factory=dict)  # domain → the name of its group

    @classmethod
    def of(cls, extra: Mapping[str, tuple[str, ...]]) -> Domains:
        """The providers we know, and those of the settings, which win."""
        named = {**PROVIDERS, **{name: (*PROVIDERS.get(name, ()), *domains) for name, domains in extra.items()}}
        return cls({domain.lower(): name for name, domains in named.items() for domain in domains})

    def group_of(self, domain: str) -> str:
        """The group of a receiving domain (lower-case, ASCII)."""
        return self.groups.get(domain, domain)
