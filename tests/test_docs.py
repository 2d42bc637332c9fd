"""What the documents name exists: links, paths, targets and settings."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
FOLDERS = ("bot/", "handlers/", "storage/", "locales/", "tests/", "bench/", "docs/", "deploy/")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: str(one.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)\)", document.read_text(encoding="utf-8"))
    near = [link for link in links if "://" not in link]

    assert [link for link in near if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: str(one.relative_to(ROOT)))
def test_paths_that_are_named_exist(document: Path) -> None:
    named = re.findall(r"`([\w./*<>-]+)`", document.read_text(encoding="utf-8"))
    paths = [one for one in named if one.startswith(FOLDERS) and "<" not in one]

    assert [one for one in paths if not list(ROOT.glob(one.rstrip("/")))] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: str(one.relative_to(ROOT)))
def test_targets_that_are_named_exist(document: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`make ([a-z-]+)", document.read_text(encoding="utf-8")))

    assert {one for one in named if not re.search(rf"^{one}:", makefile, re.MULTILINE)} == set()


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")

    assert [one.name for one in folder.glob("*.md") if f"({one.name})" not in index] == [
        "README.md"
    ]
