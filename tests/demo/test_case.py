import hashlib
from datetime import date
from pathlib import Path

import pytest
import yaml
from shoujian.demo.case import DemoFolder, write_demo
from shoujian.schemas.case import Applicant
from shoujian.schemas.catalogue import CATALOGUE

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoFolder:
    return write_demo(tmp_path_factory.mktemp("demo"), today=TODAY)


def contents(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
def test_every_file_is_accounted_for(demo: DemoFolder) -> None:
    for case in (demo.complete, demo.defects):
        names = {path.name for path in case.folder.iterdir()}
        assert names == {file.name for file in case.files} | {"application.yaml"}
    assert sum(path.stat().st_size for path in demo.root.rglob("*")) < 25_000_000


@pytest.mark.slow
def test_the_application_form_is_read_back(demo: DemoFolder) -> None:
    form = yaml.safe_load((demo.complete.folder / "application.yaml").read_text(encoding="utf-8"))
    assert form["procedure"] == "zj-constructor2-initial"
    assert Applicant(**form["applicant"]) == demo.complete.person.applicant()


@pytest.mark.slow
def test_the_complete_case_has_every_material(demo: DemoFolder) -> None:
    pages = [page for file in demo.complete.files for page in file.pages]
    assert len({page.material for page in pages}) == 10
    assert {page.side for page in pages if page.material == "身份证"} == {"front", "back"}
    assert {page.rotation for page in pages} == {0, 90, 180, 270}
    assert demo.complete.expected == ()


@pytest.mark.slow
def test_no_name_gives_a_number_away(demo: DemoFolder) -> None:
    for case in (demo.complete, demo.defects):
        assert not any(case.person.id_number in str(path) for path in case.folder.iterdir())


@pytest.mark.slow
def test_quads_are_given_only_where_something_lies_around(demo: DemoFolder) -> None:
    quads = {file.name: file.pages[0].quad for file in demo.complete.files}
    assert quads["IMG_2034.jpg"] is not None
    assert quads["扫描件001.jpg"] is not None, "a black bed is seen around it"
    assert quads["申请表.tif"] is None
    assert quads["社保证明.pdf"] is None


@pytest.mark.slow
def test_expected_findings_are_known_codes_about_files_that_exist(demo: DemoFolder) -> None:
    names = {file.name for file in demo.defects.files}
    assert len(demo.defects.expected) >= 9
    for expected in demo.defects.expected:
        assert set(expected.codes) <= set(CATALOGUE)
        assert expected.file is None or expected.file in names
    assert set(demo.defects.codes) >= {"file.encrypted", "page.blank", "case.name_mismatch"}


@pytest.mark.slow
def test_defects_are_in_the_truth(demo: DemoFolder) -> None:
    pages = [page for file in demo.defects.files for page in file.pages]
    materials = {page.material for page in pages}
    assert "二级建造师初始注册申请表" not in materials
    assert not any(page.side == "back" for page in pages)
    contract = next(page for page in pages if page.kind == "contract")
    assert contract.fields["id_number"] != demo.defects.person.id_number
    assert contract.fields["company"] == demo.defects.person.company
    assert {page.kind for page in pages if page.material is None} == {"blank", "menu"}


@pytest.mark.slow
def test_the_same_seed_and_day_write_the_same_bytes(demo: DemoFolder, tmp_path: Path) -> None:
    write_demo(tmp_path, today=TODAY)
    assert contents(tmp_path) == contents(demo.root)


@pytest.mark.slow
def test_an_existing_case_is_never_overwritten(demo: DemoFolder) -> None:
    with pytest.raises(FileExistsError):
        write_demo(demo.root, today=TODAY)
