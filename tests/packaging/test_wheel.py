"""The wheel of the production image carries every file that the packages need at run time."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("catalogue", "crawlers", "scheduler", "search_api", "vakwijzer")
NOT_SHIPPED = ("search_api/widget/",)  # the widget's sources: its bundle is shipped


def tracked_files() -> list[str]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git clone")
    command = ["git", "ls-files", "--", *PACKAGES, "pyproject.toml", "README.md", "LICENSE"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [name for name in listed if (ROOT / name).is_file()]


def copy_files(names: list[str], folder: Path) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)


def test_the_wheel_holds_every_file_of_the_packages(tmp_path: Path) -> None:
    names = tracked_files()
    copy_files(names, tmp_path / "source")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", str(tmp_path), str(tmp_path / "source")], check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        shipped = set(wheel.namelist())
    wanted = {name for name in names if name.startswith(PACKAGES) and not name.startswith(NOT_SHIPPED)}
    assert wanted - shipped == set()
    assert {name for name in shipped if name.startswith(NOT_SHIPPED)} == set()
