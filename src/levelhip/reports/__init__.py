"""What a person takes away from a session: pictures and pages. One file for each kind of report."""
