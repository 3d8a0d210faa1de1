"""`python -m vakwijzer`."""

from vakwijzer.cli import main

main()
