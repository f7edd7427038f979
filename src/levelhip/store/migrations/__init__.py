"""How older files are brought up to date, by Alembic."""
