"""How well the glyphs on both sides of a line break belong together."""

import numpy as np

from pipeline.cleaning import affinity
from pipeline.cleaning.layout import measure


def _cues(*lines: str) -> dict[str, np.ndarray]:
    return affinity.affinity_cues(measure(lines, range(1, len(lines) + 1), [1] * len(lines)))


def test_a_word_torn_over_the_lines_is_known():
    cues = _cues("进一步提高科学化制度", "化规范化水平", "习近平新时代中国特色社会主", "义思想")
    for torn, whole in ((1, 2), (3, 2)):
        assert cues["join_2"][torn] > cues["join_2"][whole]
        assert cues["join_4"][torn] > cues["join_4"][whole]


def test_the_first_line_has_nothing_before_it():
    assert _cues("化规范化水平")["join_2"][0] == 0


def test_what_is_packed_is_found_again(monkeypatch):
    packed = affinity.pack({"制": 3, "度": 7, "制度": 127})
    monkeypatch.setattr(affinity, "_table", lambda: np.frombuffer(affinity.zlib.decompress(packed), np.uint8))
    cues = _cues("制", "度")
    assert (cues["join_2"][1], cues["last_glyph"][1], cues["first_glyph"][1]) == (7, 2, 3)
