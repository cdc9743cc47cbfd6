"""The fictitious applicant: one person with everything that is printed on the papers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from ..schemas.case import Applicant
from .numbers import id_number, uscc

DEMO_DAY = date(2026, 11, 20)
"""The day of application where none is given; fixed, so that a seed always gives the same papers."""

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗"
_GIVEN_MALE = ("建业", "志远", "明辉", "文博", "国梁", "海涛", "立新", "俊杰", "晓东", "永强")
_GIVEN_FEMALE = ("雅琴", "思敏", "晓燕", "文静", "慧敏", "丽华", "佳怡", "春梅", "海霞", "雪莹")
_COMPANIES = (
    "浙江示例建设有限公司",
    "浙江样本建筑工程有限公司",
    "浙江模拟市政工程有限公司",
    "浙江范例建工集团有限公司",
)
_SCHOOLS = ("示例理工大学", "样本建筑大学", "模拟科技学院", "范例工业大学")
_MAJORS = ("土木工程", "工程管理", "给排水科学与工程", "建筑环境与能源应用工程", "工程造价")
_SPECIALTIES = ("建筑工程", "市政公用工程", "机电工程", "公路工程", "水利水电工程")
_STREETS = ("模拟路", "样本街", "范例大道", "示例巷")
_REGION = "330100"  # a prefecture's own code: well-formed, but cards carry a county's
_COMPANY_BODIES = ("MA000000", "MA000004", "MA000006", "MA000001")


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A fictitious applicant; every number is well-formed, none was ever issued."""

    name: str
    sex: str
    nation: str
    birth: date
    id_number: str = field(repr=False)
    address: str
    phone: str = field(repr=False)
    id_from: date
    id_until: date
    company: str
    uscc: str
    legal_person: str
    company_founded: date
    company_address: str
    place: str
    school: str
    president: str
    major: str
    enrolled: date
    graduated: date
    diploma_number: str
    degree_number: str
    specialty: str
    qualified: date
    qualification_number: str
    contract_from: date
    contract_until: date
    insured_unit: str
    insurance_code: str
    insurance_printed: date
    trained: date
    training_number: str
    applied: date

    def applicant(self) -> Applicant:
        """Return what this person would key in."""
        return Applicant(
            name=self.name, id_number=self.id_number, phone=self.phone, company=self.company, place=self.place
        )


def fictitious_applicant(seed: int, *, today: date = DEMO_DAY) -> DemoPerson:
    """Return the person of that seed; `today` is the day of application, which every paper's validity fits.

    The qualification was signed more than three years before `today`, so 继续教育证明 is required.
    """
    rng = np.random.default_rng([seed, 0x5EED])
    male = bool(rng.random() < 0.6)
    birth = _years_before(today, int(rng.integers(29, 44))) - timedelta(days=int(rng.integers(20, 300)))
    id_from = _years_before(today, int(rng.integers(1, 9))) - timedelta(days=int(rng.integers(10, 300)))
    return DemoPerson(
        name=_pick(rng, _SURNAMES) + _pick(rng, _GIVEN_MALE if male else _GIVEN_FEMALE),
        sex="男" if male else "女",
        nation="汉",
        birth=birth,
        id_number=id_number(region=_REGION, birth=birth, sequence=int(rng.integers(0, 5)) * 2 + male),
        address=_home(rng),
        phone=f"1380000{int(rng.integers(0, 10000)):04d}",
        id_from=id_from,
        id_until=_id_until(id_from, birth),
        place="浙江省示例市",
        applied=today - timedelta(days=1),
        **_studies(rng, birth.year, today),
        **_employment(rng, today),
    )


def _studies(rng: np.random.Generator, birth_year: int, today: date) -> dict[str, Any]:
    """Return school, qualification (signed over three years ago) and training."""
    qualified = _years_before(today, 3) - timedelta(days=int(rng.integers(40, 900)))
    serial = int(rng.integers(1, 999))
    return {
        "school": _pick(rng, _SCHOOLS),
        "president": _pick(rng, _SURNAMES) + "校范",
        "major": _pick(rng, _MAJORS),
        "enrolled": date(birth_year + 18, 9, 1),
        "graduated": date(birth_year + 22, 6, 30),
        "diploma_number": f"999991{birth_year + 22}05{serial:06d}",
        "degree_number": f"999994{birth_year + 22}{serial:06d}",
        "specialty": _pick(rng, _SPECIALTIES),
        "qualified": qualified,
        "qualification_number": f"33{qualified.year}0000{serial:08d}",
        "trained": _years_before(today, 1) + timedelta(days=int(rng.integers(20, 240))),
        "training_number": f"浙建继教字第{serial:05d}号",
    }


def _employment(rng: np.random.Generator, today: date) -> dict[str, Any]:
    """Return the company, the contract which covers `today`, and the insurance proof printed days ago."""
    company = int(rng.integers(len(_COMPANIES)))
    contract_from = _years_before(today, 1).replace(month=int(rng.integers(1, 13)), day=1)
    return {
        "company": _COMPANIES[company],
        "uscc": uscc(region="330000", body=_COMPANY_BODIES[company]),
        "legal_person": _pick(rng, _SURNAMES) + "示范",
        "company_founded": date(2005 + company, 3, 18),
        "company_address": _address(rng),
        "contract_from": contract_from,
        "contract_until": _years_after(contract_from, 5) - timedelta(days=1),
        "insured_unit": f"3300{int(rng.integers(0, 1_000_000)):06d}",
        "insurance_code": f"{int(rng.integers(0, 1 << 62)):016X}",
        "insurance_printed": today - timedelta(days=int(rng.integers(1, 12))),
    }


def _address(rng: np.random.Generator) -> str:
    return f"浙江省示例市样本区{_pick(rng, _STREETS)}{int(rng.integers(1, 299))}号"


def _home(rng: np.random.Generator) -> str:
    return f"{_address(rng)}{int(rng.integers(1, 30))}幢{int(rng.integers(1, 18))}0{int(rng.integers(1, 5))}室"


def _pick(rng: np.random.Generator, options: str | tuple[str, ...]) -> str:
    return options[int(rng.integers(len(options)))]


def _years_before(day: date, years: int) -> date:
    return _years_after(day, -years)


def _years_after(day: date, years: int) -> date:
    """Return the same day in another year; 29 February becomes the 28th."""
    leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + years, 2, 28) if leap_day else day.replace(year=day.year + years)


def _id_until(issued: date, birth: date) -> date:
    """Return the end of an ID card: 10 years when issued at 16 to 25, 20 years at 26 to 45 (居民身份证法 第五条)."""
    age = issued.year - birth.year - ((issued.month, issued.day) < (birth.month, birth.day))
    return _years_after(issued, 10 if age < 26 else 20)
