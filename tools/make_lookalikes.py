"""Make pipeline/vocabulary/lookalikes.toml: which characters are drawn so alike that one is read for another.

    python tools/make_lookalikes.py SERIF.ttc SANS.ttc [--face N] [--output FILE]

Each character is drawn in both faces, blurred, and compared with all others. Needs Pillow and two Chinese fonts (Noto
Serif CJK, Noto Sans CJK; --face is the face of the collection for mainland forms). What people add or correct stands in
confusions.toml.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.cleaning.reference import reference

OUTPUT = Path(__file__).parent.parent / "pipeline" / "vocabulary" / "lookalikes.toml"
NEAR, LIKE = 0.90, 0.83
_MEANT_AT_LEAST = 3
_SIZE, _BLUR, _GRID = 40, 1.6, 22
_HEAD = """\
# Characters that are read for one another: the one meant = those it is read as. Made by tools/make_lookalikes.py
# from how alike they are drawn; additions by hand stand in confusions.toml. `near` ones differ in a stroke or two.
"""


def main() -> None:
    """Draw, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fonts", nargs=2)
    parser.add_argument("--face", type=int, default=2)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    known = reference()
    letters = sorted(c for c in known.alphabet if c != "+")
    one, two = (drawn(letters, font, arguments.face) for font in arguments.fonts)
    alike = np.maximum(one @ one.T, two @ two.T) / 2 + (one @ one.T + two @ two.T) / 4
    places = known.indices("".join(letters))
    meant = [i for i, place in enumerate(places) if known.letters[place] >= _MEANT_AT_LEAST]
    lines = [_HEAD]
    for name, least, most in (("near", NEAR, 2.0), ("like", LIKE, NEAR)):
        lines.append(f"[{name}]")
        for i in meant:
            order = np.argsort(-alike[i], kind="stable")
            others = "".join(letters[j] for j in order if j != i and least <= alike[i, j] < most)
            if others:
                lines.append(f'"{letters[i]}" = "{others}"')
        lines.append("")
    arguments.output.write_text("\n".join(lines), encoding="utf-8")


def drawn(letters: list[str], font_path: str, face: int) -> NDArray[np.float32]:
    """Each letter as a row of grey values, of mean 0 and length 1."""
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    font = ImageFont.truetype(font_path, _SIZE, index=face)
    rows = []
    for letter in letters:
        image = Image.new("L", (_SIZE + 4, _SIZE + 4), 0)
        ImageDraw.Draw(image).text((2, -8), letter, font=font, fill=255)
        image = image.filter(ImageFilter.GaussianBlur(_BLUR)).resize((_GRID, _GRID), Image.Resampling.BILINEAR)
        rows.append(np.asarray(image, np.float32).ravel())
    grey = np.array(rows)
    grey -= grey.mean(axis=1, keepdims=True)
    return grey / np.linalg.norm(grey, axis=1, keepdims=True)


if __name__ == "__main__":
    main()
