"""Search beside two baselines on the same articles: BM25 on jieba's words, BM25 on pairs of characters.

python benchmarks/search_baselines.py output/latest/corpus.duckdb [tests/gold/search/questions.jsonl ...]

Prints hit@1, hit@5 and mean reciprocal rank at 10 of each, for each file of questions and style. A question is a JSON
line with `q`, `style` and `answers`, each the raw lines of a volume that answer it.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import jieba

QUESTIONS = tuple(sorted((Path(__file__).resolve().parents[1] / "tests" / "gold" / "search").glob("*.jsonl")))
K1, B = 1.2, 0.75
_RUN = re.compile(r"[\u3400-\u9fff]+|[A-Za-z0-9]+")
Ranking = Callable[[str], Sequence[int]]


def words(text: str) -> list[str]:
    """jieba's words."""
    return [w.lower() for w in jieba.cut(text) if _RUN.fullmatch(w)]


def pairs(text: str) -> list[str]:
    """Pairs of neighbouring characters, Latin runs whole."""
    found: list[str] = []
    for run in _RUN.findall(text):
        found += [run.lower()] if run.isascii() or len(run) == 1 else [a + b for a, b in pairwise(run)]
    return found


def bm25(texts: Sequence[str], cut: Callable[[str], list[str]]) -> Ranking:
    """A ranking of texts by BM25."""
    counts = [Counter(cut(text)) for text in texts]
    lengths = [c.total() for c in counts]
    mean = sum(lengths) / len(lengths)
    holders: dict[str, list[int]] = defaultdict(list)
    for i, count in enumerate(counts):
        for term in count:
            holders[term].append(i)

    def rank(question: str) -> list[int]:
        scores: Counter[int] = Counter()
        for term in cut(question):
            held = holders.get(term, [])
            rarity = math.log(1 + (len(texts) - len(held) + 0.5) / (len(held) + 0.5))
            for i in held:
                times = counts[i][term]
                scores[i] += rarity * times * (K1 + 1) / (times + K1 * (1 - B + B * lengths[i] / mean))
        return [i for i, _ in sorted(scores.items(), key=lambda s: (-s[1], s[0]))[:10]]

    return rank


def answers(article: dict[str, Any], wanted: Sequence[dict[str, Any]]) -> bool:
    """Whether an article stands on the lines of an answer, or its document begins there."""
    start, end = article["line_start"], article["line_end"]
    for x in wanted:
        if not article["volume_id"].startswith(x["volume"]):
            continue
        shared = min(end, x["end"]) - max(start, x["start"]) + 1
        long = x["end"] - x["start"]
        near = shared > 0 and shared >= 0.3 * min(end - start + 1, long + 1) and end - start <= 4 * long + 60
        if near or x["start"] - 3 <= article["document_line"] <= x["end"]:
            return True
    return False


def figures(ranks: Sequence[int]) -> str:
    """The figures of the ranks of first answers; 0 where there was none among ten."""
    hit1, hit5 = (sum(0 < r <= n for r in ranks) / len(ranks) for n in (1, 5))
    mrr = sum(1 / r for r in ranks if r) / len(ranks)
    return f"n {len(ranks):3}  hit@1 {hit1:.3f}  hit@5 {hit5:.3f}  mrr@10 {mrr:.3f}"


def main(database: str, *files: Path) -> None:
    """Print the figures."""
    with duckdb.connect(database, read_only=True) as connection:
        query = """
            SELECT a.*, d.line_start AS document_line FROM articles a JOIN documents d USING (document_id)
            ORDER BY a.volume_id, a.line_start, a.article_id
        """
        articles = connection.sql(query).to_arrow_table().to_pylist()
        number = {a["article_id"]: i for i, a in enumerate(articles)}

        def search(question: str) -> list[int]:
            found = connection.execute("SELECT article_id FROM search(?) LIMIT 10", [question]).fetchall()
            return [number[article_id] for (article_id,) in found]

        texts = ["\n".join([a["document_title"], *a["path"], a["heading"] or "", a["text"]]) for a in articles]
        rankings: dict[str, Ranking] = {
            "search": search, "BM25, jieba words": bm25(texts, words), "BM25, pairs": bm25(texts, pairs),
        }  # fmt: skip
        for file in files or QUESTIONS:
            asked = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
            for name, ranking in rankings.items():
                ranks: dict[str, list[int]] = defaultdict(list)
                for q in asked:
                    found = enumerate(ranking(q["q"]), 1)
                    rank = next((r for r, i in found if answers(articles[i], q["answers"])), 0)
                    ranks["all"].append(rank)
                    ranks[q["style"]].append(rank)
                for style, of_style in sorted(ranks.items()):
                    print(f"{file.name:<16} {name:<18} {style:<11} {figures(of_style)}")


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:]))
