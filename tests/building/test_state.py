"""The output folder: its lock, and when the last build may be trusted."""

from pathlib import Path

import pytest

from pipeline.building.raw_folder import WrongUse
from pipeline.building.state import Output, OutputBusy, State, file_marks, read_state, write_state


def published(folder: Path) -> Output:
    output = Output(folder)
    output.prepare()
    (output.builds / "abc").mkdir()
    (output.builds / "abc" / "documents.parquet").write_text("rows")
    output.latest.symlink_to("builds/abc")
    write_state(output, State("print", "abc", file_marks(output.latest), {}, {}))
    return output


def test_a_state_is_trusted_while_its_files_are_untouched(tmp_path: Path) -> None:
    output = published(tmp_path)
    state = read_state(output)
    assert state is not None
    assert state.fingerprint == "print"
    (output.latest / "documents.parquet").write_text("rowz")
    assert read_state(output) is None


def test_a_missing_file_or_link_is_seen(tmp_path: Path) -> None:
    output = published(tmp_path)
    (output.latest / "documents.parquet").unlink()
    assert read_state(output) is None
    output = published(tmp_path / "other")
    output.latest.unlink()
    assert read_state(output) is None


def test_a_damaged_state_is_no_state(tmp_path: Path) -> None:
    output = published(tmp_path)
    output.state.write_text("{")
    assert read_state(output) is None
    output.state.write_text('{"fingerprint": "x"}')
    assert read_state(output) is None


def test_one_build_at_a_time(tmp_path: Path) -> None:
    output = Output(tmp_path)
    output.prepare()
    with output.locked(), pytest.raises(OutputBusy, match=r"under way by process \d+"), output.locked():
        pass
    with output.locked():
        pass


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WrongUse, match="expected an output folder to write to"):
        Output(tmp_path / "file" / "output").prepare()


def test_a_latest_that_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "latest").mkdir()
    with pytest.raises(WrongUse, match="expected a link that gongwen made"):
        Output(tmp_path).prepare()
