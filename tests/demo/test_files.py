import io
import zipfile

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageOps
from shoujian.demo import files
from shoujian.demo.applicant import fictitious_applicant
from shoujian.demo.devices import photograph, scan
from shoujian.demo.papers import draw

CARD = draw("id_back", fictitious_applicant(2), np.random.default_rng(0))[0]
SCAN = scan(CARD, np.random.default_rng(0), dpi=150)
PHOTO = photograph(CARD, np.random.default_rng(0), size=(300, 400))


def test_exif_orientation_gives_the_shot_back() -> None:
    stored = Image.open(io.BytesIO(files.jpeg(PHOTO, sensor_turned=True)))
    assert stored.size == (400, 300)
    shown = np.asarray(ImageOps.exif_transpose(stored))[..., ::-1]
    assert np.abs(shown.astype(int) - PHOTO.pixels).mean() < 8


def test_scans_carry_their_resolution() -> None:
    jpeg, png = (Image.open(io.BytesIO(data)) for data in (files.jpeg(SCAN), files.png(SCAN)))
    assert jpeg.info["dpi"] == pytest.approx((150, 150))
    assert png.info["dpi"] == pytest.approx((150, 150), abs=0.1)


def test_tiff_holds_every_page() -> None:
    with Image.open(io.BytesIO(files.tiff([SCAN, SCAN, SCAN]))) as picture:
        assert picture.n_frames == 3
        assert picture.info["dpi"] == pytest.approx((150, 150))


def test_pdf_wraps_the_jpeg_as_it_is() -> None:
    data = files.scanned_pdf([SCAN, SCAN])
    assert data == files.scanned_pdf([SCAN, SCAN])
    with pikepdf.open(io.BytesIO(data)) as document:
        assert len(document.pages) == 2
        (image,) = document.pages[0].get_images().values()
        assert image.read_raw_bytes() == files.jpeg(SCAN)


def test_encrypted_pdf_needs_its_password() -> None:
    locked = files.encrypted(files.scanned_pdf([SCAN]), password="secret")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(locked))
    with pikepdf.open(io.BytesIO(locked), password="secret") as document:
        assert len(document.pages) == 1


def test_old_zip_has_gbk_names_without_the_utf8_flag() -> None:
    packed = files.old_zip({"学历证书.jpg": b"one", "合同/第一页.txt": b"two"})
    with zipfile.ZipFile(io.BytesIO(packed), metadata_encoding="gbk") as archive:
        assert archive.namelist() == ["学历证书.jpg", "合同/第一页.txt"]
        assert archive.read("学历证书.jpg") == b"one"
        assert archive.testzip() is None
        assert not any(info.flag_bits & 0x800 for info in archive.infolist())
