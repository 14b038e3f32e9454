"""README.md: every command prints, and every query answers, what stands there."""

import re
from pathlib import Path

import pytest

from pipeline.building.run import Summary
from tools.refresh_readme import README, refreshed_readme, without_seconds

TEXT = README.read_text(encoding="utf-8")


@pytest.mark.slow
def test_commands_and_queries_say_what_is_printed(built: tuple[Path, Summary]) -> None:
    now = refreshed_readme(TEXT, built[0].parent)
    assert without_seconds(TEXT) == without_seconds(now), "run python tools/refresh_readme.py output"


def test_there_are_two_commands_and_five_queries_with_answers() -> None:
    assert TEXT.count("```console\n") == 2
    assert len(re.findall(r"```sql\n.*?\n```\n\n\|", TEXT, re.DOTALL)) == 5
    assert "```text\n```" not in TEXT


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (README.parent / target).exists(), target
