"""Use cases: what the command line, and later the pages, ask for."""
