"""On the way through a site's states: what a newsroom has that has been at work for a while, and a reader's steps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import subscribers
from digest import jobs, store
from digest.model import ErrandState, HouseStyle, PublicFace
from subscribers import Purpose
from tests.makers import NOW, a_cadence, a_draft, a_newsletter, a_picture, a_section_plan, a_source, an_errand
from tests.sites import Answer, Site, links_of

MORE = '[join]\nper_network = "10 per hour"\n'
CADENCES = (a_cadence(), a_cadence(key="weekly", rule="saturdays 09:00"))
SECTIONS = (
    a_section_plan(title="The city", topics=("council", "transport")),
    a_section_plan(key="sea", title="At sea", topics=("weather", "ferries")),
    a_section_plan(key="sport", title="Sport", topics=("football", "rowing")),
)
EVENING = "What the day brought, for the way home."
ABOUT = PublicFace(description="What happened in the harbour overnight, told in five minutes, before breakfast.")
FERRY = "The council voted on Monday for a second ferry to the lighthouse. It sails from May, twice a day."
TRAM = "Line 4 runs to the fish market again from Thursday. The bridge over the lock was renewed in nine weeks."
SEALS = "Eleven seals were counted on the sandbank below the mole, three more than last winter, the wardens say."
ROWING = "The eight of the harbour club won on the sound by two lengths. Four clubs came, and the wind was kind."
CUP = "Larkhaven plays for the cup on Sunday at noon. The keeper is well again; the captain has to sit it out."
STORIES = (
    a_draft(title="Storm front due tonight", image=a_picture(caption="The mole, this morning"), topics=("weather",)),
    a_draft(guid="hp-2", title="Council votes for a second ferry", text=FERRY, lead="", topics=("council",)),
    a_draft(guid="hp-3", title="The tram goes to the market again", text=TRAM, lead="", topics=("transport",)),
    a_draft(guid="hp-4", title="More seals below the mole", text=SEALS, lead="", topics=("weather",)),
    a_draft(guid="hp-5", title="Rowers win on the sound", text=ROWING, lead="", image=a_picture(), topics=("rowing",)),
    a_draft(guid="hp-6", title="Cup match on Sunday at noon", text=CUP, lead="", topics=("football",)),
)
STYLE = HouseStyle(accent="#0f5c7a")
GLARING = HouseStyle(accent="#ffd400", serif=False, backdrop="#e8e8e8")  # no white letter can be read on this


@dataclass(slots=True)
class Walk:
    """A walk through a site: the last path asked for and its page, and the links that mails brought."""

    site: Site
    path: str = ""
    page: str = ""
    links: dict[str, str] = field(default_factory=dict)

    def own(self, page: str, purpose: Purpose = Purpose.PREFERENCES, **who: int) -> str:
        """The address of a page of the first reader, or of another one."""
        return f"/{page}/{self.site.token(purpose, **who)}"

    async def get(self, path: str, **headers: str) -> Answer:
        return self._keep(path, await self.site.get(path, **headers))

    async def post(self, path: str, **fields: str) -> Answer:
        return self._keep(path, await self.site.post(path, fields))

    async def post_from_elsewhere(self, path: str) -> Answer:
        return self._keep(path, await self.site.post(path, Sec_Fetch_Site="cross-site"))

    async def sign_up(self, address: str, path: str = "/join/morning", **fields: str) -> Answer:
        return self._keep(path, await self.site.sign_up(address, path, **fields))

    def _keep(self, path: str, answer: Answer) -> Answer:
        self.path, self.page = path, answer.text
        return answer

    async def take_back(self) -> Answer:
        """Press the first button that takes something back."""
        number = re.findall(r'name="change" value="(\d+)"', self.page)[0]
        return await self.post(f"{self.own('preferences')}/undo", change=number)

    async def mailed(self, page: str) -> str:
        """The link to a page in the newest mail that has one; it is known by that name from now on."""
        found = [link for mail in await self.site.mails() for link in links_of(mail) if f"/{page}/" in link]
        self.links[page] = found[-1]
        return self.links[page]

    async def get_mailed(self, page: str) -> Answer:
        return await self.get(await self.mailed(page))

    async def id_of(self, address: str) -> int:
        person = await self.site.find(address)
        assert person is not None
        return person.id


async def furnish(site: Site) -> None:
    """Newsletters in two styles, one of them hard to read on, and sources to choose from."""
    await define(site, sections=SECTIONS)
    await define(site, slug="evening", title="The Evening Ebb", style=GLARING, public=PublicFace(description=EVENING))
    async with site.newsroom.begin() as tx:
        ferry = a_source(id=0, slug="ferry", title="Ferry Line Notices", url="https://ferry.example/feed")
        added = await store.sources.add(tx, ferry, now=NOW)
        await store.articles.keep(tx, added.id, STORIES, now=NOW)


async def define(site: Site, **fields: object) -> None:
    """Define a newsletter, or define it anew."""
    named = {"public": ABOUT, "cadences": CADENCES, "sections": (), "style": STYLE} | fields
    async with site.newsroom.begin() as tx:
        await store.newsletters.put(tx, a_newsletter(id=0, made=None, **named), now=NOW)


async def press(site: Site, *, times: int = 1) -> None:
    """Print an issue, and lay down more of the kind for a long archive."""
    async with site.newsroom.reading() as tx:
        newsletter = await store.newsletters.get(tx, site.newsletter.slug)
    run = await jobs.press(site.newsroom, newsletter, jobs.Order.by_hand(now=site.clock.now), now=site.clock.now)
    assert run is not None
    first = run.issue_id or 0
    async with site.newsroom.begin() as tx:
        issue, sheet = await store.issues.get(tx, first), await store.errands.sheet_of(tx, first)
        page = await store.archive.page_of(tx, first) or ""
        for number in range(2, times + 1):
            await store.issues.keep(tx, replace(issue, id=first + number, number=number), page=page)
            await store.freezing.open_errand(tx, an_errand(id=first + number, state=ErrandState.FREEZING), sheet)
            await store.freezing.thaw(tx, first + number)


async def suppress(site: Site, address: str) -> None:
    """Somebody whose mail came back."""
    async with site.newsroom.begin() as tx:
        await subscribers.suppress(tx, address, reason="bounce", keys=site.newsroom.keys, now=site.clock.now)
