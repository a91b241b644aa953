# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A platform is a folder: nobody outside it names it, and another one is another folder."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from channels_mgmt.connectors.registry import CONNECTORS, PROFILES, access_of, profile_of
from core.platforms import Platform
from tests.test_architecture import ROOT, own_files

FOLDERS = ROOT / "channels_mgmt" / "connectors"
#: Everyday words, too: looked for as a member of the enumeration only.
ORDINARY = {Platform.X, Platform.THREADS}
#: Codes and names; judgements and words of the analysis, which lies right of the connectors; words of those who
#: advertise; samples.
MAY_NAME_THEM = {
    "core/platforms.py",
    "community/triage/lexicon.py",
    "strategy/domain/judgements.py",
    "strategy/queries/notes.py",
    "accounts/frame/styleguide.py",
    "templates/stil.html",
}
#: Of a provider's policy, which may speak for several networks.
ADDRESS = re.compile(r"https?://\S+")
NEW = "dorffunk"
HERE = Path(__file__).parent


def names_of(platform: Platform) -> re.Pattern[str]:
    plain = "" if platform in ORDINARY else rf"|\b{platform.value}\b"
    return re.compile(rf"\bPlatform\.{platform.name}\b{plain}", re.IGNORECASE if plain else 0)


@pytest.mark.sqlite_only
def test_nobody_names_a_platform_outside_its_folder() -> None:
    paths = [*own_files(), *(ROOT / "templates").rglob("*.*"), *(ROOT / "static" / "js").rglob("*.js")]
    sources = {str(path.relative_to(ROOT)): ADDRESS.sub("", path.read_text(encoding="utf-8")) for path in paths}
    named = [
        f"{name} names {platform.value}"
        for platform in Platform
        for name, text in sources.items()
        if name not in MAY_NAME_THEM and not name.startswith(f"channels_mgmt/connectors/{platform.value}/")
        if not name.startswith("demo/") and names_of(platform).search(text)
    ]

    assert named == []


def test_every_platform_has_a_folder_of_its_code() -> None:
    assert {path.parent.name for path in FOLDERS.glob("*/profile.py")} == set(PROFILES)
    assert set(Platform.values) <= set(PROFILES)


@pytest.mark.parametrize("code", Platform.values)
def test_a_profile_says_what_documents_and_pages_ask_for(code: str) -> None:
    profile = profile_of(code)

    assert profile.description_characters > 0
    assert profile.provider.joint_control
    assert profile.hosts or code in CONNECTORS
    assert code not in CONNECTORS or access_of(code).AccessForm().fields


@pytest.mark.sqlite_only
def test_another_platform_is_a_line_in_the_list_and_a_folder(tmp_path: Path) -> None:
    """In a copy of the code; what is asked of it stands in ``new_platform.py``."""
    left_out = shutil.ignore_patterns("__pycache__", "tests")
    for entry in ROOT.iterdir():
        if entry.name in {"core", "channels_mgmt"}:
            shutil.copytree(entry, tmp_path / entry.name, ignore=left_out)
        elif entry.name not in {".git", "var"}:
            (tmp_path / entry.name).symlink_to(entry)
    shutil.copytree(HERE / NEW, tmp_path / "channels_mgmt" / "connectors" / NEW)
    names = tmp_path / "core" / "platforms.py"
    names.write_text(re.sub(r"( +THREADS = .*\n)", r'\1    DORFFUNK = "dorffunk", "Dorffunk"\n', names.read_text()))

    command = [sys.executable, "-B", str(HERE / "new_platform.py")]
    ended = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True
    )

    assert ended.returncode == 0, ended.stderr[-3000:]
    assert "No changes detected" in ended.stdout
