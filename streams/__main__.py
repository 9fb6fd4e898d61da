"""`python -m streams` is `wirewatch`."""

from streams.cli import main

main(prog_name="wirewatch")
