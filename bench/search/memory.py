"""What the parts hold in memory, from /proc, and on disk."""

from pathlib import Path

MEGABYTE = 1024 * 1024


def resident(*words: str) -> float:
    """Megabytes that the process holds whose command line has all these words; 0 where none runs."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_text().replace("\0", " ")
            if all(word in command for word in words) and "keeper" not in command:
                return _anonymous(folder)
        except OSError:
            continue
    return 0.0


def _anonymous(folder: Path) -> float:
    """Its own memory, without the files it maps: those are the system's cache."""
    lines = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line)
    return int(lines["RssAnon"].split()[0]) / 1024


def on_disk(path: Path) -> float:
    """Megabytes of the files that begin with this path or lie under it."""
    files = [each for each in path.parent.glob(f"{path.name}*") for each in (each, *each.rglob("*")) if each.is_file()]
    return sum(each.stat().st_blocks * 512 for each in files) / MEGABYTE
