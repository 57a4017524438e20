"""Whatever answers HTTP, fed by schemathesis from its own description: nothing breaks, nothing undescribed is said."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from digest import jobs
from subscribers import Purpose
from tests.sites import Site, a_site

EXAMPLES = 8  # of each operation
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance)
MORE = '[join]\nper_network = "100000 per hour"\n[returns.mailgun]\nkey = "a key"\n'
PURPOSES = {purpose.name.lower(): purpose for purpose in Purpose}


def operations(site: Site) -> list[Any]:
    """What the application says of itself, what erases the reader last."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Duplicate Operation ID", UserWarning)  # GET and HEAD are one function
        described = site.app.openapi()
    schema = schemathesis.openapi.from_dict(described)
    found = [result.ok() for result in schema.get_all_operations()]
    return sorted(found, key=lambda one: one.path.endswith("/forget"))


def real(site: Site, number: int, path: str) -> dict[str, str]:
    """What is really there to be asked for."""
    page = path.split("/")[1]
    about = {"person_id": 0, "errand_id": number} if page == "view" else {}
    token = site.token(PURPOSES[page], **about) if page in PURPOSES else ""
    return {"token": token, "slug": site.newsletter.slug, "number": "1", "provider": "mailgun", "mark": "unknown"}


def feed(site: Site, operation: Any, there: dict[str, str]) -> int:
    """Ask for one operation in many ways; for half of them where there is something. Returns how many."""
    asked = []

    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def one(case: Any) -> None:
        if len(asked) % 2:
            case.path_parameters = {name: there[name] for name in case.path_parameters or {}}
            if isinstance(case.body, dict) and "email" in case.body:
                case.body["email"] = site.address
        answer = case.call(base_url=site.base, timeout=10, allow_redirects=False)
        asked.append(answer.status_code)
        case.validate_response(answer, checks=CHECKS)
        assert "Traceback" not in answer.text
        assert "set-cookie" not in answer.headers

    one()
    return len(asked)


async def ask(site: Site, number: int, found: Iterable[Any]) -> int:
    return sum([await asyncio.to_thread(feed, site, one, real(site, number, one.path)) for one in found])


async def test_nothing_breaks_whatever_answers_http(tmp_path: Path) -> None:
    async with a_site(tmp_path, more=MORE) as site:
        order = jobs.Order.by_hand(now=site.clock.now)
        run = await jobs.press(site.newsroom, site.newsletter, order, now=site.clock.now)
        assert run is not None
        number = run.issue_id or 0
        every = operations(site)
        safe = [one for one in every if one.method in ("get", "head")]
        before = await site.everything()
        assert await ask(site, number, safe) > len(safe) * 3
        assert await site.everything() == before, "asking changes nothing"
        changing = [one for one in every if one not in safe]
        assert {one.method for one in changing} == {"post"}
        assert await ask(site, number, changing) > len(changing) * 3
        assert await site.find(site.address) is None, "the last one was really asked for"
