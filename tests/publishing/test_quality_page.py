"""quality.html: self-contained, in two languages, and no wider than a phone."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipeline.knowledge.resolution_rates import Rate, as_figures
from pipeline.publishing.quality import LOSSES
from pipeline.publishing.quality_page import page

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
VOLUME = {"file_name": "a.txt", "sha256": "0" * 64, "byte_count": 9, "line_count": 1_234, "page_count": 56}
FIGURE = {"f1": 0.987654, "precision": 0.99, "recall": 0.98, "right": 1_234, "wrong": 5, "missed": 6, "meaning": ""}


def measured() -> dict[str, Any]:
    losses = {
        n.name: {"count": 3, "of": 9_000, "by_volume": {}, "meaning": n.meaning, "meaning_zh": n.meaning_zh}
        for n in LOSSES
    }
    return {
        "schema_version": "1.0.0",
        "volumes": [
            {**VOLUME, "volume_id": "a" * 30, "status": "built", "reason": None, "documents": 7, "articles": 70},
            {**VOLUME, "volume_id": "b", "status": "refused", "reason": "b.txt: found <b>bytes</b> " + "x" * 200},
        ],
        "rows": {"documents": 7, "articles": 70},
        "structure": losses,
        "citations": as_figures([Rate("cites", "title", 2_000, 90, 1_900, 9, 1, 5, 2)]),
        "accuracy": {"title": FIGURE, "document_boundary": {**FIGURE, "f1": 0.5}},
        "distributions": {
            "documents_by_year": {"2021": 3, "2022": 4},
            "documents_by_form": {"通知": 5, "国家市场监督管理总局令公告汇编办法": 2},
            "documents_by_role": {"main": 6, "issued": 1},
            "edits_by_rule": {"join_wrap": 900, "space_punctuation_very_long_name": 1},
        },
    }


def test_the_page_needs_nothing_but_itself() -> None:
    text = page(measured(), "2026.11.0")
    assert not re.search(r"<script|<link|<img|src=|url\(|@import|https?://", text)
    assert text.count("<svg") == text.count("</svg>") == 7
    assert "准确度" in text and "Accuracy" in text
    assert "<b>bytes</b>" not in text and "&lt;b&gt;bytes" in text
    assert "0.9877" in text and 'class="poor"' in text


def test_a_dataset_without_truth_says_so() -> None:
    assert "No hand-made truth covers these volumes" in page({**measured(), "accuracy": {}})


@pytest.mark.skipif(BROWSER is None, reason="no Chromium here: apt-get install chromium")
@pytest.mark.parametrize("width", [500, 1200])
def test_the_page_fits_its_window(tmp_path: Path, width: int) -> None:
    """Chromium has no window narrower than 500; the frame in it is as narrow as a phone."""
    inner = 360 if width == 500 else 1150
    probe = (
        "<script>addEventListener('load',()=>{const d=document.documentElement;"
        "document.title=JSON.stringify("
        "[d.scrollWidth,d.clientWidth,document.querySelectorAll('svg rect').length])})</script>"
    )
    body = page(measured()).replace("<body>", f'<body style="width:{inner}px;max-width:{inner}px;margin:0">{probe}')
    (tmp_path / "page.html").write_text(body, encoding="utf-8")
    done = subprocess.run(
        [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
         f"--window-size={width},900", "--dump-dom", (tmp_path / "page.html").as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    found = re.search(r"<title>(\[.*?\])</title>", done.stdout)
    assert found, done.stdout[:500]
    scroll, client, rects = json.loads(found.group(1))
    assert scroll <= client
    assert rects == 2 * (2 + len(LOSSES) + 1 + 2 + 2 + 2 + 2)
