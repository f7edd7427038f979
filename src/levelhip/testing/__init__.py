"""Contract tests and helpers that any reader, sensor, store or report is tested with."""
