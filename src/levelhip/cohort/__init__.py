"""Many recordings: what one of them comes to, as rows of tables. Pure; who reads, measures and writes is elsewhere."""
