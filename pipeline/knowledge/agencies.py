"""The bodies that official documents name: the reviewed list, and what any printed name stands for.

The list is data (`vocabulary/agencies.toml`). A body that is not on it is known by the shape of its name. Belongs here:
one name and its body. Does not belong here: names run together (`names`), which body issued a document (`issuers`).
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple


class Agency(NamedTuple):
    """A body. `listed`: a person reviewed it. Level and jurisdiction are None where its name does not say."""

    name: str
    short_names: tuple[str, ...] = ()
    level: str | None = None
    jurisdiction: str | None = None
    parent: str | None = None
    former_names: tuple[FormerName, ...] = ()
    listed: bool = True

    @property
    def agency_id(self) -> str:
        """Id from the canonical name alone."""
        return _agency_id(self.name)


@lru_cache(maxsize=1 << 12)
def _agency_id(name: str) -> str:
    return f"a-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


class FormerName(NamedTuple):
    """A name a body bore before, with its first and last year where known."""

    name: str
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The vocabulary. `by_name` holds every listed body under each of its names.

    `called` holds, by issuer, what its own documents call others (人事司). `endings` are those of names of bodies,
    `last_letters` the letters these end with.
    """

    agencies: Mapping[str, Agency]
    by_name: Mapping[str, Agency]
    called: Mapping[str, Mapping[str, Agency]]
    names_called: frozenset[str]
    offices: tuple[str, ...]
    endings: frozenset[str]
    ending: re.Pattern[str]
    last_letters: frozenset[str]
    departments: Mapping[str, str]
    regions: Mapping[str, tuple[str, str]]
    region_by_sign: Mapping[str, str]
    longest: int


@cache
def register() -> Register:
    """The packaged vocabulary.

    Raises:
        ValueError: two bodies share a name; a name in `called` is of a body that is not listed.
    """
    data = tomllib.loads(
        resources.files("pipeline").joinpath("vocabulary", "agencies.toml").read_text(encoding="utf-8")
    )
    agencies: dict[str, Agency] = {}
    by_name: dict[str, Agency] = {}
    for agency, names in _listed(data):
        agencies[agency.name] = agency
        for name in (agency.name, *names):
            if by_name.setdefault(name, agency) is not agency:
                raise ValueError(f"{name} is both {by_name[name].name} and {agency.name}")
    regions, signs = {}, {}
    for group in data["region"]:
        for r in group["regions"]:
            regions[r["name"]] = regions[r["short"]] = (r["name"], group["level"])
            signs[r["sign"]] = r["name"]
    called = _called(data["called"], agencies)
    departments = {short: full for full, shorts in data["departments"].items() for short in (full, *shorts)}
    endings = "|".join(sorted(data["shape"]["endings"], key=lambda e: (-len(e), e)))
    return Register(
        agencies,
        by_name,
        called,
        frozenset(name for names in called.values() for name in names),
        tuple(data["offices"]["names"]),
        frozenset(data["shape"]["endings"]),
        re.compile(rf"(?:{endings})(?:（[\u4e00-\u9fff]{{2,12}}）)?$"),
        frozenset(ending[-1] for ending in data["shape"]["endings"]),
        departments,
        regions,
        signs,
        max(map(len, by_name)),
    )


def _listed(data: Mapping[str, Any]) -> Iterator[tuple[Agency, list[str]]]:
    for group in data["group"]:
        for a in group["agencies"]:
            former = [FormerName(f["name"], f.get("from"), f.get("until")) for f in a.get("former", ())]
            agency = Agency(
                a["name"],
                tuple(a.get("short", ())),
                a.get("level", group["level"]),
                a.get("jurisdiction", group["jurisdiction"]),
                a.get("parent", group.get("parent")) or None,
                tuple(former),
            )
            old = [n for f in a.get("former", ()) for n in (f["name"], *f.get("short", ()))]
            yield agency, [*agency.short_names, *old]


def _called(entries: Iterable[Mapping[str, Any]], agencies: Mapping[str, Agency]) -> dict[str, dict[str, Agency]]:
    found: dict[str, dict[str, Agency]] = {}
    for entry in entries:
        unknown = [full for full in (*entry["by"], *entry["names"].values()) if full not in agencies]
        if unknown:
            raise ValueError(f"called: {unknown[0]} is not listed")
        for issuer in entry["by"]:
            found.setdefault(issuer, {}).update({n: agencies[full] for n, full in entry["names"].items()})
    return found


_CHINESE = re.compile(r"[\u4e00-\u9fff](?:[\u4e00-\u9fff·]|“[\u4e00-\u9fff]{1,12}”|（[\u4e00-\u9fff]{1,16}）)+$")
_NO_NAME = re.compile(
    r"^(?:各|有关|相关|其他|本|该|全体|关于|按照|根据|经|由|对|将|请|以|及|和|与|并|为|在|向|从|或|等|附件|特此|联系|通知|公告|发布|印发)|[的了是把被]"
)


def is_body_shape(name: str) -> bool:
    """Whether a name that is not on the list has the shape of a body's."""
    return (
        2 < len(name) <= 40
        and bool(_CHINESE.match(name))
        and may_end_body(name)
        and name not in register().endings
        and not _NO_NAME.search(name)
    )


@lru_cache(maxsize=1 << 12)  # where a name may end is asked again for every name that may begin before
def may_end_body(text: str) -> bool:
    """Whether a text ends as names of bodies do."""
    last = text[-1:]
    return (last in register().last_letters or last == "）") and bool(register().ending.search(text))


@lru_cache(maxsize=1 << 16)
def find_agency(name: str, regions: tuple[str, ...] = ()) -> Agency | None:
    """The body that a printed name stands for, or None where it neither is on the list nor has the shape of a body.

    `regions` are those the text speaks from: 市发展改革委 in a text of 重庆市 is 重庆市发展和改革委员会; in a text of
    重庆市 and 四川省 together 省财政厅 is 四川省财政厅.
    """
    name = "".join(name.split())
    listed = _find_listed(name)
    if listed is not None:
        return listed
    for region in regions:
        kind = next((k for k in ("自治区", "省", "市") if region.endswith(k) and name.startswith(k)), None)
        known = find_agency(region + name.removeprefix(kind)) if kind and not name.startswith("市场") else None
        if known is not None:
            return known
    return _compose_local(name) or (_by_shape(name) if is_body_shape(name) else None)


def regions_of(names: Iterable[str]) -> tuple[str, ...]:
    """The provinces of these bodies, in their order, each once."""
    agencies = (find_agency(n) for n in names)
    return tuple(
        dict.fromkeys(a.jurisdiction for a in agencies if a and a.jurisdiction in register().regions and a.jurisdiction)
    )


def _find_listed(name: str) -> Agency | None:
    """A listed body, or an office or department inside one: 教育部办公厅, 教育部职业教育与成人教育司."""
    known = register().by_name
    name = name if name in known else name.removeprefix("中华人民共和国")
    if name in known:
        return known[name]
    for end in range(len(name) - 2, 1, -1):
        parent = known.get(name[:end])
        inner = name[end:]
        if parent is not None and parent.name + inner in known:
            return known[parent.name + inner]
        if parent is not None and (
            inner in register().offices or (_INNER.fullmatch(inner) and not begins_with_body(inner))
        ):
            shorts = tuple(s + inner for s in parent.short_names)
            reviewed = inner in register().offices or inner in register().departments
            inner = register().departments.get(inner, inner)
            return Agency(parent.name + inner, shorts, parent.level, parent.jurisdiction, parent.name, (), reviewed)
    return None


_INNER = re.compile(
    r"[\u4e00-\u9fff]{1,24}(?:司|处|局|中心|研究院|办公室|领导小组|工作组|委员会|分局|监管局|税务局|管理部|分行|支行)"
)


def begins_with_body(text: str) -> bool:
    """Whether a listed name of three characters or more, other than a short word like 统计局, begins the text."""
    known = register().by_name
    return any(text[:n] in known for n in range(min(len(text), register().longest), 2, -1))


def _compose_local(name: str) -> Agency | None:
    """A department of a province: its region's name and what is left of the name, in full."""
    regions = register().regions
    for end in (8, 7, 6, 5, 4, 3, 2):
        found = regions.get(name[:end])
        rest = name[end:]
        if found is None or len(rest) < 2 or not (rest in register().departments or register().ending.search(rest)):
            continue
        full, level = found
        if rest not in register().departments and name[:end] != full:
            return _by_shape(name)  # 重庆机场集团 is not called 重庆市机场集团
        rest = register().departments.get(rest, rest)
        if re.match(r"[\u4e00-\u9fff]{1,6}?(?:市|州|盟|地区|县|区)(?=.)", rest) and "市场" not in rest[:4]:
            return _by_shape(full + rest)
        known = register().by_name.get(full + rest)
        if known is not None:
            return known
        parent = _parent_of_local(full, rest)
        return Agency(full + rest, (), level, full, parent, (), rest in register().departments.values())
    return None


def _parent_of_local(region: str, rest: str) -> str | None:
    """The government above a department of a province; congresses and courts are not under it."""
    if rest == "人民政府":
        return "国务院"
    return None if re.match(r"人民代表大会|人大|政协|[高中]?级?人民法院|人民检察院|委", rest) else region + "人民政府"


def _by_shape(name: str) -> Agency:
    """A body known by its shape alone; level and jurisdiction as far as its name says."""
    place = re.match(
        r"([\u4e00-\u9fff]{2,7}?(?:省|自治区|市))?([\u4e00-\u9fff]{1,6}?(?:市|自治州|地区|盟))?([\u4e00-\u9fff]{1,6}?(?:县|区|旗))?",
        name,
    )
    level, where = None, None
    if place and place.group() and len(place.group()) < len(name):
        province = register().regions.get(place.group(1) or "")
        if place.group(3):
            level, where = "county", place.group()
        elif place.group(2) or (place.group(1) and province is None):
            level, where = "municipal", place.group()
        elif province:
            level, where = "provincial", province[0]
    elif re.match(r"国家|国务院|中央|中共中央|全国|中华|中国", name):
        level, where = "central", "全国"
    return Agency(name, (), level, where, None, (), False)


_CLASS = re.compile(
    r"^(?:市级|区县|全市|省级|部属|部机关|部直属|部所属|委机关|市属|局其他|地方|中心城区|(?:市|省)政府部门).*"
    r"|.*(?:各|有关|相关|其他|所属).*|.*(?:部门|单位|派出机构|科研院所)$"
)


def is_body_class(name: str) -> bool:
    """Whether a name stands for many bodies at once (各区县（自治县）人民政府, 有关单位)."""
    return name not in register().by_name and bool(_CLASS.match(name))


class Speaker(NamedTuple):
    """Who speaks in a document: its issuers under their canonical names, and their provinces."""

    issuers: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


def agency_of(name: str, speaker: Speaker) -> Agency | None:
    """The body that a name stands for in what the speaker says; None for a class of bodies."""
    if is_body_class(name):
        return None
    called = register().called
    own = next((called[i][name] for i in speaker.issuers if i in called and name in called[i]), None)
    return own or find_agency(name, speaker.regions)
