from datetime import date

import pytest
from shoujian.demo.applicant import DEMO_DAY, fictitious_applicant

PEOPLE = [fictitious_applicant(seed) for seed in range(60)]


def test_a_seed_is_a_person() -> None:
    assert fictitious_applicant(7) == fictitious_applicant(7)
    assert len({person.id_number for person in PEOPLE}) == len(PEOPLE)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: f"born{person.birth:%Y}")
def test_numbers_agree_with_the_particulars(person) -> None:
    assert person.id_number[6:14] == f"{person.birth:%Y%m%d}"
    assert (int(person.id_number[16]) % 2 == 1) == (person.sex == "男")
    assert person.id_number[:6] == "330100"
    assert person.diploma_number[6:10] == str(person.graduated.year)
    assert len(person.diploma_number) == 18
    assert len(person.degree_number) == 16


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: f"born{person.birth:%Y}")
def test_papers_are_in_force_on_the_day_of_application(person) -> None:
    assert person.id_from < DEMO_DAY < person.id_until
    assert person.contract_from < DEMO_DAY < person.contract_until
    assert 0 < (DEMO_DAY - person.insurance_printed).days < 30
    assert person.graduated < person.qualified < person.trained < person.applied < DEMO_DAY
    assert (DEMO_DAY - person.qualified).days > 3 * 366, "继续教育证明 must be required"


def test_the_day_of_application_may_be_a_leap_day() -> None:
    assert fictitious_applicant(1, today=date(2028, 2, 29)).applied == date(2028, 2, 28)


def test_the_form_holds_what_the_applicant_keys_in() -> None:
    person = PEOPLE[0]
    form = person.applicant()
    assert (form.name, form.id_number, form.company) == (person.name, person.id_number, person.company)
    assert form.phone.startswith("1380000")
    assert person.id_number not in repr(person), "numbers stay out of logs"
