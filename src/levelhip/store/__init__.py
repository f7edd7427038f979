"""Where a person's data are kept: one SQLite file, its tables, its migrations, and the store over it."""
