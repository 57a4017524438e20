"""Every page that readers can see, in every state: the one table that the checks of pages, and their pictures, share.

``every_page`` leads a real site through its states by the ways people take, and keeps what it answered. A state is
called "page: state"; the rows stand in the order in which they can be reached.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from digest.errors import StoreError
from digest.model import PublicFace
from digest.phrases import speech
from digest.web import form_for
from subscribers import Purpose
from tests.sites import Answer, Site, a_site
from tests.walking import ABOUT, CADENCES, MORE, STYLE, Walk, define, furnish, press, suppress

DORA, EVE = "dora@example.org", "eve@example.org"
HOST = '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>The Post</title>\n</head>\n<body>\n'
CHOSEN = {
    "name": "Mara", "zone": "Europe/Lisbon",
    "morning_rhythm": "weekly", "morning_hour": "7", "morning_until": "2027-03-01",
}  # fmt: skip
Reach = Callable[[Walk], Awaitable[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One page in one state, as it was answered."""

    name: str
    path: str
    answer: Answer

    @property
    def file(self) -> str:
        """The name as a file's, or as a part of an address."""
        return self.name.replace(": ", "-").replace(" ", "-")


async def confirmed_too_late(walk: Walk) -> Answer:
    await walk.sign_up(EVE)
    await walk.mailed("confirm")
    walk.site.clock.turn(hours=80)
    return await walk.get(walk.links["confirm"])


async def confirmed_after_leaving(walk: Walk) -> Answer:
    await walk.sign_up("fay@example.org")
    link = await walk.mailed("confirm")
    await walk.post(link)
    await walk.post(await walk.mailed("leave"))
    return await walk.post(link)


async def asked_to_move(walk: Walk) -> Answer:
    return await walk.post(f"{walk.own('preferences')}/address", email="new@example.org")


async def moved_to_anothers(walk: Walk) -> Answer:
    others = [one for one in ("reader0@d0.example.org", "reader1@d1.example.org") if one != walk.site.address]
    await walk.post(f"{walk.own('preferences')}/address", email=others[0])
    return await walk.post(await walk.mailed("address"))


async def moved_too_late(walk: Walk) -> Answer:
    await walk.post(f"{walk.own('preferences')}/address", email="newer@example.org")
    link = await walk.mailed("address")
    walk.site.clock.turn(hours=80)
    return await walk.get(link)


async def suppressed(walk: Walk) -> Answer:
    await suppress(walk.site, DORA)
    return await walk.get(walk.own("preferences", person_id=await walk.id_of(DORA)))


async def pending(walk: Walk) -> Answer:
    return await walk.get(walk.own("preferences", person_id=await walk.id_of(EVE)))


async def pressed(walk: Walk) -> Answer:
    await press(walk.site, times=22)
    return await walk.get("/archive/morning")


async def left(walk: Walk) -> Answer:
    return await walk.post(walk.own("leave", Purpose.LEAVE))


async def asked_too_often(walk: Walk) -> Answer:
    for number in range(60):
        answer = await walk.sign_up(f"reader@d{number}.example.net")
        if answer.status != 200:
            return answer
    return answer


async def in_arabic(walk: Walk) -> Answer:
    own = walk.own("preferences")
    answer = await walk.post(own, language="ar")
    await walk.post(own, language="")
    return answer


async def embedded(walk: Walk) -> Answer:
    say, base = speech("en"), walk.site.newsroom.settings.newsroom.base_url
    form = form_for(walk.site.newsletter, say, base_url=base)
    html = f"{HOST}<main>\n<h1>Our newsletter</h1>\n{form}</main>\n</body>\n</html>\n"
    return Answer(200, html, {"content-type": "text/html; charset=utf-8"})


async def closed(walk: Walk) -> Answer:
    for slug in ("morning", "evening"):
        await define(walk.site, slug=slug, public=PublicFace(joinable=False))
    return await walk.get("/")


async def away(walk: Walk) -> Answer:
    return await _failing(walk, "/away", StoreError("The database does not answer."))


async def broken(walk: Walk) -> Answer:
    return await _failing(walk, "/broken", RuntimeError("Nobody thought of this."))


async def _failing(walk: Walk, path: str, fault: Exception) -> Answer:
    async def fail() -> None:
        raise fault

    walk.site.app.get(path)(fail)
    return await walk.get(path)


STATES: tuple[tuple[str, int, Reach], ...] = (
    ("archive: empty", 200, lambda walk: walk.get("/archive/morning")),
    ("join: one", 200, lambda walk: walk.get("/join/morning")),
    ("join: glaring", 200, lambda walk: walk.get("/join/evening")),
    ("join: several", 200, lambda walk: walk.get("/")),
    ("join: german", 200, lambda walk: walk.get("/join", Accept_Language="de-AT, en;q=0.5")),
    ("join: wrong address", 422, lambda walk: walk.sign_up("dora@", rhythm="weekly", hour="6")),
    ("join: none chosen", 422, lambda walk: walk.sign_up(DORA, "/join")),
    ("join: once more", 200, lambda walk: walk.post("/join/morning", email=DORA, rhythm="weekly")),
    ("join: asked", 200, lambda walk: walk.sign_up(DORA)),
    ("confirm: question", 200, lambda walk: walk.get_mailed("confirm")),
    ("confirm: done", 200, lambda walk: walk.post(walk.links["confirm"])),
    ("confirm: too old", 410, confirmed_too_late),
    ("confirm: renewed", 200, lambda walk: walk.post(f"{walk.links['confirm']}/renew")),
    ("confirm: over", 410, confirmed_after_leaving),
    ("confirm: not valid", 404, lambda walk: walk.get("/confirm/nonsense")),
    ("link: form", 200, lambda walk: walk.get("/link")),
    ("link: wrong address", 422, lambda walk: walk.sign_up("dora", "/link")),
    ("link: asked", 200, lambda walk: walk.sign_up(DORA, "/link")),
    ("preferences: as they came", 200, lambda walk: walk.get(walk.own("preferences"))),
    ("preferences: saved", 200, lambda walk: walk.post(walk.own("preferences"), **CHOSEN)),
    ("preferences: refused", 422, lambda walk: walk.post(walk.own("preferences"), zone="Mars/Olympus")),
    ("preferences: taken back", 200, lambda walk: walk.take_back()),
    ("preferences: in arabic", 200, in_arabic),
    ("preferences: too late to take back", 200, lambda walk: walk.post(f"{walk.own('preferences')}/undo", change="x")),
    ("preferences: wrong address", 422, lambda walk: walk.post(f"{walk.own('preferences')}/address", email="new@")),
    ("preferences: moving", 200, asked_to_move),
    ("preferences: left", 200, lambda walk: walk.post(walk.own("preferences"), morning_state="left")),
    ("preferences: back", 200, lambda walk: walk.post(walk.own("preferences"), morning_state="active")),
    ("preferences: suppressed", 200, suppressed),
    ("preferences: pending", 200, pending),
    ("address: question", 200, lambda walk: walk.get_mailed("address")),
    ("address: done", 200, lambda walk: walk.post(walk.links["address"])),
    ("address: taken", 409, moved_to_anothers),
    ("address: too old", 410, moved_too_late),
    ("archive: long", 200, pressed),
    ("archive: older", 200, lambda walk: walk.get("/archive/morning?before=3")),
    ("issue: in the archive", 200, lambda walk: walk.get("/archive/morning/1")),
    ("issue: from a mail", 200, lambda walk: walk.get_mailed("view")),
    ("leave: question", 200, lambda walk: walk.get(walk.own("leave", Purpose.LEAVE))),
    ("leave: less", 200, lambda walk: walk.post(f"{walk.own('leave', Purpose.LEAVE)}/less", less="month")),
    ("leave: less refused", 422, lambda walk: walk.post(f"{walk.own('leave', Purpose.LEAVE)}/less", less="x")),
    ("leave: done", 200, left),
    ("leave: nobody's", 200, lambda walk: walk.get("/leave/nonsense")),
    ("undo: question", 200, lambda walk: walk.get_mailed("undo")),
    ("undo: done", 200, lambda walk: walk.post(walk.links["undo"])),
    ("undo: not", 404, lambda walk: walk.get("/undo/nonsense")),
    ("forget: question", 200, lambda walk: walk.get(f"{walk.own('preferences')}/forget")),
    ("forget: done", 200, lambda walk: walk.post(f"{walk.own('preferences')}/forget")),
    ("problem: nowhere", 404, lambda walk: walk.get("/nowhere")),
    ("problem: nowhere in arabic", 404, lambda walk: walk.get("/nowhere", Accept_Language="ar")),
    ("problem: not so", 405, lambda walk: walk.post("/archive/morning")),
    ("problem: from elsewhere", 403, lambda walk: walk.post_from_elsewhere("/preferences/nonsense")),
    ("problem: too often", 429, asked_too_often),
    ("problem: away", 503, away),
    ("problem: broken", 500, broken),
    ("form: on another site", 200, embedded),
    ("join: closed", 200, closed),
)


async def every_page(site: Site) -> list[Shown]:
    """Lead a site through all states."""
    await furnish(site)
    walk, found = Walk(site), []
    for name, status, reach in STATES:
        answer = await reach(walk)
        assert answer.status == status, (name, answer.status, answer.text)
        found.append(Shown(name=name, path=walk.path, answer=answer))
    return found


async def recorded(folder: Path) -> list[Shown]:
    """Every page in every state, of a site of its own in a folder."""
    about = {"cadences": CADENCES, "public": ABOUT, "style": STYLE}
    async with a_site(folder, name="The Harbour Post", more=MORE, readers=3, stories=0, **about) as site:
        return await every_page(site)
