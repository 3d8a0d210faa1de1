"""`python -m bench`: every measurement that there is, one after the other. `--large` goes to those that know it."""

import subprocess
import sys
from pathlib import Path

PARTS = ("crawl", "search", "relevance", "truth", "embed")
TAKE_LARGE = {"crawl"}


def main() -> None:
    large = "--large" in sys.argv[1:]
    present = [part for part in PARTS if (Path(__file__).parent / part / "__main__.py").exists()]
    failed = []
    for part in present:
        print(f"== {part}", flush=True)
        options = ["--large"] if large and part in TAKE_LARGE else []
        if subprocess.run([sys.executable, "-m", f"bench.{part}", *options], check=False).returncode:
            failed.append(part)
    if failed:
        raise SystemExit(f"not measured to the end: {', '.join(failed)}")


if __name__ == "__main__":
    main()
