"""Shapes of single lines."""

import pytest

from pipeline.cleaning.layout import measure
from pipeline.cleaning.shapes import FLAGS, line_flags


def _flags(text: str) -> set[str]:
    return {name for name, yes in zip(FLAGS, line_flags(measure([text], [1], [1]))[0], strict=True) if yes}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2022 年 9 月 17 日", "date_only"),
        ("二〇二二年七月五日", "date_only"),
        ("国办函〔2022〕58 号", "number_line"),
        ("第 734 号", "number_line"),
        ("大力实施以工代赈促进当地群众就业增收工作方案的通知", "title_end"),
        ("国务院办公厅转发国家发展改革委关于在重点工程项目中", "title_start"),
        ("国务院促进中小企业发展工作领导小组办公室", "body_end"),
        ("各省、自治区、直辖市人民政府，国务院各部委、各直属机构：", "addressee"),
        ("联系电话：010-68200382", "contact"),
        ("用地需求，切实提升企业获得感。（各地方负责）", "duty"),
        ("问：修订的背景是什么？", "dialogue"),
        ("（此件公开发布）", "bracketed"),
        ("（2022—2025 年）", "supplement"),
        ("GB/T 50311-2016 综合布线系统工程设计规范", "coded"),
        ("的通知", "title_tail"),
        ("http://www.gov.cn/zhengce", "web"),
    ],
)
def test_shapes(text, name):
    assert name in _flags(text)


def test_running_text_has_no_shape():
    assert _flags("民民主要求，坚持和完善中国共产党领导的多党合作和政治协商制度，坚持大团结大联合，") == set()
