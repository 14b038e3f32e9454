"""Checking: what must be true before anything is published, by volume (`promises`) and over all tables (`suites`)."""
