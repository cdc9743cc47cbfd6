from __future__ import annotations

from pathlib import Path

import pytest
from shoujian.intake.applications import find_application, load_application
from shoujian.schemas.errors import InputRejected

NUMBER = "330100190001010000"


def write(folder: Path, text: str) -> Path:
    path = folder / "application.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_numbers_stay_text_even_without_quotes(tmp_path: Path) -> None:
    text = f"applicant:\n  name: 王建业\n  id_number: {NUMBER}\n  phone: 013800000000\n"
    applicant = load_application(write(tmp_path, text)).applicant
    assert (applicant.id_number, applicant.phone) == (NUMBER, "013800000000")


def test_an_applicant_alone_is_accepted(tmp_path: Path) -> None:
    assert load_application(write(tmp_path, "name: 王建业\ncompany: 示例公司\n")).applicant.company == "示例公司"


def test_an_empty_file_is_an_empty_application(tmp_path: Path) -> None:
    assert load_application(write(tmp_path, "")).procedure is None


@pytest.mark.parametrize("text", ["a: [", "- 1\n- 2\n", "applicant: 5", "applicant:\n  nmae: x\n", "procedure: [a]\n"])
def test_what_is_wrong_is_refused_in_words(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputRejected) as refused:
        load_application(write(tmp_path, text))
    assert "application.yaml" in str(refused.value) and refused.value.remedy


def test_the_refusal_quotes_no_values(tmp_path: Path) -> None:
    with pytest.raises(InputRejected) as refused:
        load_application(write(tmp_path, f"applicant:\n  id_numbr: {NUMBER}\n"))
    assert NUMBER not in str(refused.value)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(InputRejected):
        load_application(write(tmp_path, "#" * 100_000))


def test_python_objects_are_not_made(tmp_path: Path) -> None:
    with pytest.raises(InputRejected):
        load_application(write(tmp_path, "procedure: !!python/object/apply:os.getcwd []\n"))


def test_find(tmp_path: Path) -> None:
    assert find_application(tmp_path) is None
    written = write(tmp_path, "")
    assert find_application(tmp_path) == written
