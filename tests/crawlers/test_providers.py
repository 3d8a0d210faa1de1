"""The declarations that come along are valid, cited, cautious, and accepted by the command line as they are."""

from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

import crawlers
from catalogue.declaration import SourceDeclaration
from crawlers.readers.keys import split
from vakwijzer.commands.source import app

FILES = sorted((Path(crawlers.__file__).parent / "providers").glob("*.yaml"))
ELSEWHERE = {"scalda", "frissestart"}  # whose address stands in somebody else's document


def declared(path: Path) -> SourceDeclaration:
    return SourceDeclaration.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_there_are_at_least_eight_of_different_hosts() -> None:
    assert len({split(declared(path).url).hostname for path in FILES}) == len(FILES) >= 8


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_declaration_is_the_site_s_root_with_its_evidence_and_nothing_made_up(path: Path) -> None:
    source = declared(path)
    assert source.name == path.stem
    assert split(source.url).path == "/"
    assert source.unverified
    assert source.cited
    assert source.provider
    assert not source.selectors
    same = split(source.cited).hostname == split(source.url).hostname
    assert same or source.name in ELSEWHERE


def test_the_command_line_accepts_them_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAKWIJZER_HOME", str(tmp_path / "home"))
    for path in FILES:
        result = CliRunner().invoke(app, ["add", path.stem, "--declaration", str(path)])
        assert result.exit_code == 0, result.output
