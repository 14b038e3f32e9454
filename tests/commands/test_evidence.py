"""Why a document begins where it does is said in words."""

from __future__ import annotations

import re

from pipeline.commands.evidence import reasons, words
from pipeline.splitting.heads import weights
from tests.conftest import ROOT


def test_every_piece_of_evidence_has_words() -> None:
    assert set(weights()["head"]) - {"bias"} - set(words()["head"]) == set()
    families = (ROOT / "pipeline" / "splitting" / "families.py").read_text(encoding="utf-8")
    told_by = set(re.findall(r'Kin\(.*"(\w+)"\)', families))
    assert len(told_by) > 8
    assert told_by - set(words()["kin"]) == set()


def test_the_weightiest_comes_first_and_what_speaks_against_stands_apart() -> None:
    found = reasons(["form_notice", "head_of_notice", "lines_3", "before_page", "numbered"])
    assert found.pro == [words()["head"]["head_of_notice"], words()["head"]["form_notice"]]
    assert found.con == [words()["head"]["lines_3"]]
    assert found.kin == [words()["kin"]["numbered"]]
