#!/bin/sh
# Prints the first Python that is 3.11 or newer and can make a virtual environment; says in one line what is missing.
# `PYTHON=/path/to/python3 make setup` names one.
without_venv=
for name in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
    # A version manager may leave a name on PATH that does not start, so the version is asked, not the name.
    "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue
    if "$name" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        command -v "$name"
        exit 0
    fi
    without_venv=$name
done
if [ -n "$without_venv" ]; then
    echo "$without_venv cannot make a virtual environment: install its venv package (Debian: apt-get install python3-venv)." >&2
else
    found=$(python3 --version 2>&1) || found="no python3 that starts"
    echo "Python 3.11 or newer is needed, found: $found. Install it, or name one: make setup PYTHON=/path/to/python3" >&2
fi
exit 1
