"""Orchestration only: assets, checks, jobs, the schedule. No knowledge of 公文, no rule of the data lives here."""
