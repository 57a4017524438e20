"""What must be in the tree, and what must not."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.house.sources import ROOT, name_of, tree

TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".lock",
    ".yaml",
    ".yml",
    ".sh",
    ".html",
    ".css",
    ".cfg",
    ".json",
    ".csv",
    ".rss",
    ".atom",
    "",
}
# Pieced together, so that this file does not hold what it forbids.
HOSTS = [
    "py" + "pi.org", "python" + "hosted.org", "np" + "mjs.org", "np" + "mjs.com", "deb.deb" + "ian.org",
    "security.deb" + "ian.org", "archive.ub" + "untu.com", "crat" + "es.io", "proxy.gol" + "ang.org",
]  # fmt: skip
MACHINE = [
    re.compile(p)
    for p in (r"(?<![\w./-])/wo" + r"rk/", r"/ho" + r"me/[a-z]", r"/Us" + r"ers/[A-Za-z]", r"C:\\Us" + r"ers")
]


def texts() -> list[tuple[str, str]]:
    return [
        (name_of(path), path.read_text(encoding="utf-8", errors="replace"))
        for path in tree()
        if path.suffix in TEXT and path.stat().st_size < 2_000_000
    ]


@pytest.mark.parametrize("host", HOSTS)
def test_no_package_index_is_named(host: str) -> None:
    assert [name for name, text in texts() if host in text] == []


def test_no_file_names_a_place_on_a_developers_machine() -> None:
    found = [f"{name}: {match[0]}" for name, text in texts() for pattern in MACHINE if (match := pattern.search(text))]
    assert found == []


def test_every_locked_package_has_hashes_and_no_index() -> None:
    for name in ("run", "dev"):
        lines = (ROOT / "requirements" / f"{name}.lock").read_text().splitlines()
        assert not [line for line in lines if line.startswith(("--index", "--extra", "-i ", "--find"))]
        whole = "\n".join(lines).replace("\\\n", " ")
        assert [
            line for line in whole.splitlines() if line and not line.startswith("#") and "--hash=sha256:" not in line
        ] == []


def test_what_runs_is_tested_in_the_same_version() -> None:
    def versions(name: str) -> set[str]:
        return set(
            re.findall(r"^[\w.-]+==[^\s\\]+", (ROOT / "requirements" / f"{name}.lock").read_text(), re.MULTILINE)
        )

    assert versions("run") <= versions("dev")


def test_the_lock_holds_every_dependency_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"]
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements/run.lock").read_text(), re.MULTILINE))
    names = {re.split(r"[\[<>=;! ]", one)[0].lower().replace("_", "-").replace(".", "-") for one in wanted}
    assert names - {name.lower().replace("_", "-").replace(".", "-") for name in locked} == set()


@pytest.mark.parametrize(
    "name", ["LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile", ".ci/run", "pyproject.toml"]
)
def test_the_tree_has(name: str) -> None:
    assert (ROOT / name).stat().st_size > 0


def test_the_licence_is_apache_2_in_full() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
