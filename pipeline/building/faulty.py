"""Which volumes break a rule, where the dataset could not be published: they are refused, so that the others can be.

Looked for only then: that the suites hold for all tables says that they hold for each volume.
"""

from __future__ import annotations

import pyarrow as pa

from pipeline.building.parts import Outcome, refuse_part
from pipeline.building.workspace import Workspace
from pipeline.checking.promises import BrokenPromise
from pipeline.checking.rules import check_tables
from pipeline.contract import TABLES
from pipeline.publishing.parquet import read_part


def refuse_faulty(workspace: Workspace) -> list[Outcome]:
    """Refuse the volumes whose rows break a rule of the suites: their new outcomes, none if no volume is at fault."""
    workspace.step("looking for the volume at fault")
    refused = []
    for outcome in workspace.outcomes():
        if not outcome.built:
            continue
        try:
            check_tables(_tables(workspace, outcome))
        except BrokenPromise as error:
            refused.append(refuse_part(workspace.task(outcome), error))
    workspace.replace(refused)
    return refused


def _tables(workspace: Workspace, outcome: Outcome) -> dict[str, pa.Table]:
    part = workspace.part(outcome)
    tables = {name: read_part(part, name) for name in outcome.rows}
    return {"volumes": TABLES["volumes"].arrow_table([outcome.row]), **tables}
