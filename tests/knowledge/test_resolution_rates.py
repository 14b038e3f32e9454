"""Resolution rates by kind: what is resolved, and why the rest is not."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from pipeline.knowledge.resolution import Corpus, Issue, Link
from pipeline.knowledge.resolution_rates import Rate, added_up, as_figures, resolution_rates
from pipeline.publishing.quality_citations import citations_section
from tests.knowledge.test_resolution import citation, document

DAY = datetime.date
DOCUMENTS = [
    document("v.d1", "收费管理办法", doc_number="财建〔2021〕148号", issued_date=DAY(2021, 6, 4)),
    document("v.d2", "某部关于收费的通知", issued_date=DAY(2022, 1, 1)),
    document("v.d3", "某部关于印发《示范区意见》的通知", issued_date=DAY(2021, 1, 1)),
    document("v.d4", "某局关于旧事的函", issued_date=DAY(2019, 1, 1)),
    document("v.d5", "《清单》解读", role="interpretation"),
]


def unresolved(title: str | None, document_id: str = "v.d2", **more: Any) -> dict[str, Any]:
    return citation(document_id, title, **more)


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        (unresolved("中华人民共和国刑法"), "absent"),
        (unresolved(None, cited_doc_number="国发〔2000〕1号"), "absent"),
        (unresolved("清单"), "absent"),  # only an interpretation of it is there
        (unresolved("收费管理办法", cited_doc_number="财建〔2016〕841号"), "other_version"),
        (unresolved("收费管理办法", "v.d4"), "other_version"),  # issued after the citing document
        (unresolved("收费管理办法", "v.d1", relation="repeals"), "other_version"),
        (unresolved("收费管理办法"), "not_found"),
        (unresolved("收费管理办法（试行）"), "not_found"),
        (unresolved("示范区的意见"), "not_found"),
        (unresolved(None, cited_doc_number="财建〔2021〕148 号"), "not_found"),
    ],
)
def test_why_a_reference_leads_nowhere(reference: dict[str, Any], why: str) -> None:
    (rate,) = resolution_rates(Corpus(DOCUMENTS, ()), [reference], [Link()], ())
    counts = rate._asdict()
    assert {n: counts[n] for n in ("resolved", "absent", "other_version", "not_found")} == {
        "resolved": 0, "absent": 0, "other_version": 0, "not_found": 0, why: 1,
    }  # fmt: skip


def test_rates_are_by_relation_and_method_and_tell_of_provisions_that_are_not_there() -> None:
    cited = [citation("v.d2", "收费管理办法", cited_article="第九十条", char_start=n) for n in (1, 2)]
    references = [*cited, citation("v.d3", "示范区意见", relation="issues"), citation("v.d2", "刑法")]
    links = [Link("v.d1"), Link("v.d1"), Link("v.d3"), Link()]
    issues = [
        Issue(cited[0]["citation_id"], "no_such_article", ""),
        Issue(cited[1]["citation_id"], "issued_later", ""),
    ]
    rates = resolution_rates(Corpus(DOCUMENTS, ()), references, links, issues)
    assert rates == [
        Rate("cites", "title", 3, 2, 1, 0, 0, provisions=2, provisions_missing=1),
        Rate("issues", "title", 1, 1, 0, 0, 0, provisions=0, provisions_missing=0),
    ]
    assert as_figures(rates)["total"] == {
        "references": 4, "resolved": 3, "absent": 1, "other_version": 0, "not_found": 0,
        "provisions": 2, "provisions_missing": 1,
    }  # fmt: skip


def test_rates_of_volumes_add_up_to_those_of_all() -> None:
    one, other = Rate("cites", "title", 3, 2, 1, 0, 0, 2, 1), Rate("amends", "number", 1, 0, 0, 1, 0, 0, 0)
    assert added_up([one, other, one]) == [other, Rate("cites", "title", 6, 4, 2, 0, 0, 4, 2)]


def test_the_figures_are_shown() -> None:
    assert citations_section(as_figures([])) == ""
    page = citations_section(as_figures([Rate("based_on", "title", 1200, 300, 890, 9, 1, 5, 2)]))
    assert all(text in page for text in ("依据·名称", "based_on, title", "25.0%", ">1,200<", ">890<", "合计"))
