"""Commands of the command line that make a room of their own; `cli.py` puts them together."""
