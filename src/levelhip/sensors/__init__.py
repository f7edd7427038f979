"""Sensors that are there now: the radio, and what speaks over it. What their bytes mean is the core's to say."""
