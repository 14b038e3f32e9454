"""Data that people correct: names, forms, levels, confusions. No code; each stage reads its own file."""
