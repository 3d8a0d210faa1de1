"""`python -m bench`: every measurement, one after the other.

`--large` goes to those that know it.
"""

import subprocess
import sys

PARTS = ("crawl", "normalise", "search", "pages_server", "relevance", "truth", "pages", "editor")
TAKE_LARGE = {"crawl"}


def main() -> None:
    large = "--large" in sys.argv[1:]
    failed = []
    for part in PARTS:
        print(f"== {part}", flush=True)
        options = ["--large"] if large and part in TAKE_LARGE else []
        if subprocess.run([sys.executable, "-m", f"bench.{part}", *options], check=False).returncode:
            failed.append(part)
    if failed:
        raise SystemExit(f"not measured to the end: {', '.join(failed)}")


if __name__ == "__main__":
    main()
