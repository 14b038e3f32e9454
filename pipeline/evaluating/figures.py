"""Counts of right, wrong and missed, and the figures made from them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

MEANINGS = {
    "document_boundary": "documents that begin where one truly begins",
    "document_end": "of those, how many end on their last line",
    "title": "… have their title",
    "role": "… have their role (main, issued, attachment, interpretation)",
    "parent": "… name the right parent, where it too was found",
    "doc_number": "… have their 发文字号, or none where none is printed",
    "issuers": "… have their 发文机关 as printed",
    "issued_date": "… have their 成文日期",
    "effective_date": "… have their 施行日期",
    "articles": "… have their number of 第N条",
    "paragraph_start": "printed lines on which a paragraph begins, in the windows read for that",
    "artefact_line": "page numbers, headers, addresses: dropped, and nothing else dropped",
    "char_error_fixed": "recognition errors that are beyond doubt: mended",
    "char_fix_made": "characters mended: where truly an error was",
    "false_marker_refused": "lines that only look like a numbered unit: not taken for one",
    "hidden_marker_found": "numbered units that begin in mid-line: found",
    "table_line": "lines of tables: told from prose",
    "table_row": "rows of tables: every cell right",
    "citation": "references to instruments and provisions: found, and none invented",
    "citation_relation": "… have their relation (based_on, issues, repeals …)",
    "citation_article": "… name the provisions that are cited",
    "citation_target": "… lead to the document meant, or to none where the corpus does not hold it",
    "definition": "short names and defined terms: found, and none invented",
    "responsibility": "bodies and their part in a task: found, and none invented",
}
"""What each figure says, in the order in which figures are shown."""


@dataclass(slots=True)
class Count:
    """Right, wrong (said and not so) and missed (so and not said)."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, right: int = 0, wrong: int = 0, missed: int = 0) -> None:
        """Add to the three."""
        self.right += right
        self.wrong += wrong
        self.missed += missed

    @property
    def precision(self) -> float:
        """Of what was said, how much is so; 1 where nothing was said."""
        said = self.right + self.wrong
        return self.right / said if said else 1.0

    @property
    def recall(self) -> float:
        """Of what is so, how much was said; 1 where there is nothing."""
        so = self.right + self.missed
        return self.right / so if so else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class Miss(NamedTuple):
    """One disagreement: figure, volume, raw line, what the dataset says, what is so."""

    figure: str
    volume: str
    line: int
    said: Any
    true: Any


@dataclass(slots=True)
class Tally:
    """Counts by figure, and the misses behind them."""

    counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    misses: list[Miss] = field(default_factory=list)

    def judge(self, figure: str, volume: str, line: int, said: Any, true: Any, *, ok: bool) -> None:
        """Count one thing that is so as right or missed."""
        if ok:
            self.counts[figure].add(right=1)
        else:
            self.counts[figure].add(missed=1)
            self.misses.append(Miss(figure, volume, line, said, true))

    def wrong(self, figure: str, volume: str, line: int, said: Any) -> None:
        """Count one thing that was said and is not so."""
        self.counts[figure].add(wrong=1)
        self.misses.append(Miss(figure, volume, line, said, None))

    def compare(self, figure: str, volume: str, said: set[int], true: set[int]) -> None:
        """Count two sets of raw lines against each other."""
        self.counts[figure].add(len(said & true), len(said - true), len(true - said))
        self.misses += [Miss(figure, volume, n, n, None) for n in sorted(said - true)]
        self.misses += [Miss(figure, volume, n, None, n) for n in sorted(true - said)]


_FORMS = str.maketrans(
    {"﹝": "〔", "﹞": "〕", "[": "〔", "]": "〕", "－": "-", "—": "-", "–": "-", "〈": "《", "〉": "》"}
)


@lru_cache(maxsize=10_000)  # labels and names of bodies come again and again
def same_form(text: str | None) -> str:
    """Text by its characters alone: compatibility forms, brackets and dashes made one, blanks left out."""
    return dense(unicodedata.normalize("NFKC", text or "")).translate(_FORMS)


def dense(text: str | None) -> str:
    """Text without blanks."""
    return re.sub(r"\s+", "", text or "")
