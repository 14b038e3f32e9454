"""Data that people review and correct: names, 文种, levels, confusions, weights. No code stands here."""
