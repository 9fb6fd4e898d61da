"""How the entity models are made: run by hand, never imported by the program."""
