"""The wheel is whole: installed where there is no checkout, it finds its templates and examples and sends an issue."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.house.sources import ROOT

NEEDED = ("README.md", "templates/issues/classic/issue.html", "digest/cli/__init__.py")
DOCUMENT = """# Fog on the harbour

By [Mara Lindqvist](#)

Fog closed the harbour this morning. Ferries ran an hour late.

The pilots rang the bell of Saint Brannock’s, as they used to.
"""


def run(*command: str | Path, cwd: Path) -> str:
    # Nothing of the checkout or of the caller's shell may help.
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "DIGEST_", "COVERAGE", "COV_"))
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**kept, "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    missing = [name for name in NEEDED if not (ROOT / name).exists()]
    if missing:
        pytest.skip(f"a wheel cannot be whole without {', '.join(missing)}")
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def room(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh virtual environment: the wheel of its own, and the locked packages by a path file."""
    folder = tmp_path_factory.mktemp("room")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv/bin/python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-deps",
        "--no-index",
        "--quiet",
        wheel,
        cwd=folder,
    )
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    (site / "locked.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def test_the_wheel_holds_packages_templates_examples_and_licence_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "digest/py.typed",
        "subscribers/py.typed",
        "digest/templates/issues/classic/issue.html",
        "digest/examples/newsroom/digest.toml",
        *(f"digest/phrases/locale/{language}/LC_MESSAGES/digest.po" for language in ("ar", "de", "es", "fr", "ru")),
        "digest/examples/newsroom/pictures/tram.png",
    ):
        assert wanted in names
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert {name.partition("/")[0] for name in names if ".dist-info" not in name} == {"digest", "subscribers"}


def test_the_installed_command_helps(room: Path) -> None:
    shown = run(room / "venv/bin/digest", "--help", cwd=room)
    assert "gather" in shown
    assert "send" in shown


def test_the_installed_package_finds_its_own_templates_and_examples(room: Path) -> None:
    code = (
        "import digest; from digest.demo.example import example_folder; from digest.render import shipped_templates;"
        "print(digest.__file__); print(example_folder()); print(shipped_templates())"
    )
    for place in run(room / "venv/bin/python", "-c", code, cwd=room).split():
        assert Path(place).is_relative_to(room / "venv"), place


def test_the_installed_command_makes_and_sends_an_issue(room: Path) -> None:
    digest, post = room / "venv/bin/digest", room / "post"
    run(digest, "init", post, "--name", "Wheel Post", "--address", "news@wheelpost.example", cwd=room)
    (post / "articles").mkdir()
    (post / "articles" / "fog.md").write_text(DOCUMENT, encoding="utf-8")
    with (post / "digest.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[sources]]\nfolder = "articles"\nslug = "articles"\n')
    (post / "readers.csv").write_text("email,name,language\nalice@example.org,Alice,ru\n", encoding="utf-8")
    run(digest, "subscribers", "import", "readers.csv", cwd=post)
    run(digest, "gather", cwd=post)
    run(digest, "send", "wheel-post", "--yes", cwd=post)
    (letter,) = (post / "outbox").glob("*.eml")
    html = message_from_bytes(letter.read_bytes(), policy=default).get_body(("html",))
    assert html is not None
    assert "Fog on the harbour" in html.get_content()
    assert "Отписаться" in html.get_content(), "the reader's own language, from the catalogues in the wheel"
