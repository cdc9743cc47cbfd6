import cv2
import numpy as np
import pytest
from shoujian.demo.applicant import fictitious_applicant
from shoujian.demo.canvas import Paper
from shoujian.demo.desks import DESKS, desk_top, light_map
from shoujian.demo.devices import (
    Light,
    Shot,
    photograph,
    scan,
)
from shoujian.demo.papers import draw

PERSON = fictitious_applicant(3)
CARD_FRONT, CARD_BACK = (draw(kind, PERSON, np.random.default_rng(1))[0] for kind in ("id_front", "id_back"))
SHEET = draw("promise", PERSON, np.random.default_rng(1))[0]
SMALL = (756, 1008)
MAX_SHIFT = 0.25  # px at 600 px width; measured: at most 0.07


def rng(seed: int = 5) -> np.random.Generator:
    return np.random.default_rng(seed)


def straightened(shot: Shot, index: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return the paper as cut out by the truth, and as it was drawn, both grey and 600 px wide."""
    placed = shot.placed[index]
    width, height = placed.paper.size
    size = (600, round(600 * height / width))
    target = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32) - 0.5  # OpenCV counts from pixel centres
    matrix = cv2.getPerspectiveTransform(np.array(placed.quad, np.float32) - 0.5, target.astype(np.float32))
    cut = cv2.warpPerspective(cv2.GaussianBlur(shot.pixels, (0, 0), 1), matrix, size)
    drawn = cv2.resize(placed.paper.pixels, size, interpolation=cv2.INTER_AREA)
    return tuple(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32) for picture in (cut, drawn))


def assert_truth_holds(shot: Shot, index: int = 0) -> None:
    """Each half of the cut-out must lie on the same half of the paper, within MAX_SHIFT."""
    cut, drawn = straightened(shot, index)
    height, width = cut.shape
    halves = (np.s_[: height // 2], np.s_[height // 2 :], np.s_[:, : width // 2], np.s_[:, width // 2 :])
    for half in halves:
        window = cv2.createHanningWindow(cut[half].shape[::-1], cv2.CV_32F)
        shift, _ = cv2.phaseCorrelate(cut[half].copy(), drawn[half].copy(), window)
        assert np.hypot(*shift) < MAX_SHIFT, f"{half} is shifted by {shift}"


def upright_corner(shot: Shot) -> int:
    """Which corner of the turned picture is nearest to the quad's first: 0 = top left, clockwise."""
    turns = {0: 0, 90: 1, 180: 2, 270: 3}[shot.rotation]
    width, height = shot.size
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    nearest = int(np.argmin([np.hypot(*np.subtract(corner, shot.quad[0])) for corner in corners]))
    return (nearest + turns) % 4


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("paper", [SHEET, CARD_FRONT], ids=["sheet", "card"])
def test_scan_knows_where_its_paper_lies(paper: Paper, turned: int) -> None:
    shot = scan(paper, rng(), dpi=150, skew_deg=2.5, turned=turned, bed="black", noise=1)
    assert_truth_holds(shot)
    assert upright_corner(shot) == 0
    assert (shot.rotation + turned) % 360 == 0
    assert shot.skew == -2.5
    assert shot.dpi == 150


def test_skew_is_clockwise_positive() -> None:
    shot = scan(SHEET, rng(), dpi=100, skew_deg=3, bed="white")
    (x0, y0), (x1, y1) = shot.quad[:2]
    assert np.degrees(np.arctan2(y1 - y0, x1 - x0)) == pytest.approx(3)


def test_scan_is_as_large_as_the_paper() -> None:
    assert scan(SHEET, rng(), dpi=200).size == (1653, 2339)
    assert scan(SHEET, rng(), dpi=200, turned=90).size == (2339, 1653)


def test_gray_scan_has_no_colour() -> None:
    pixels = scan(CARD_FRONT, rng(), dpi=150, gray=True).pixels
    assert np.array_equal(pixels[..., 0], pixels[..., 2])


def test_a_level_noiseless_scan_is_the_paper_itself() -> None:
    shot = scan(SHEET, rng(), noise=0)
    assert np.abs(shot.pixels.astype(int) - SHEET.pixels).max() <= 1


@pytest.mark.parametrize("desk", DESKS)
def test_photo_knows_where_its_paper_lies(desk: str) -> None:
    shot = photograph(SHEET, rng(), size=SMALL, desk=desk, tilt_deg=12, light=Light(unevenness=0.05), noise=1)
    assert_truth_holds(shot)
    assert shot.dpi is None
    assert all(0 <= x <= SMALL[0] and 0 <= y <= SMALL[1] for x, y in shot.quad)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_photo_turned(turned: int) -> None:
    shot = photograph(SHEET, rng(), size=SMALL, turned=turned, tilt_deg=0, roll_deg=3, light=Light(unevenness=0))
    assert_truth_holds(shot)
    assert upright_corner(shot) == 0
    assert shot.skew == pytest.approx(-3, abs=0.01)


def test_two_cards_have_a_quad_each() -> None:
    for shot in (
        photograph([CARD_FRONT, CARD_BACK], rng(), size=SMALL, tilt_deg=8, light=Light(unevenness=0.05)),
        scan([CARD_FRONT, CARD_BACK], rng(), dpi=150, glass=(2480, 3508), bed="white", skew_deg=1),
    ):
        assert [placed.paper.side for placed in shot.placed] == ["front", "back"]
        assert shot.placed[0].quad[2][1] < shot.placed[1].quad[0][1]
        assert_truth_holds(shot, 0)
        assert_truth_holds(shot, 1)


def test_lines_are_found_through_the_matrix() -> None:
    shot = photograph(CARD_FRONT, rng(), size=SMALL, tilt_deg=10)
    index = next(i for i, line in enumerate(CARD_FRONT.lines) if line.text == PERSON.id_number)
    left, top = np.min(shot.placed[0].line_quad(index), axis=0).astype(int)
    right, bottom = np.max(shot.placed[0].line_quad(index), axis=0).astype(int)
    assert np.ptp(shot.pixels[top:bottom, left:right].astype(int)) > 100


def test_light_defects_do_what_they_say() -> None:
    plain = photograph(SHEET, rng(), size=SMALL)
    shaded = photograph(SHEET, rng(), size=SMALL, light=Light(shadow=0.6))
    glaring = photograph(SHEET, rng(), size=SMALL, light=Light(glare=1.0))
    blurred = photograph(SHEET, rng(), size=SMALL, blur=10)
    assert shaded.pixels.mean() < plain.pixels.mean() - 3
    assert (glaring.pixels > 250).mean() > (plain.pixels > 250).mean() + 0.01
    assert cv2.Laplacian(blurred.pixels, cv2.CV_32F).var() < cv2.Laplacian(plain.pixels, cv2.CV_32F).var() / 2


def test_motion_and_thumb_leave_the_truth_alone() -> None:
    shot = photograph(SHEET, rng(), size=SMALL, motion=12, hand=True)
    plain = photograph(SHEET, rng(), size=SMALL)
    assert shot.quad == plain.quad
    assert not np.array_equal(shot.pixels, plain.pixels)


def test_a_seed_is_a_picture() -> None:
    first, second = (photograph(SHEET, rng(9), size=SMALL, desk="clutter", hand=True) for _ in range(2))
    assert np.array_equal(first.pixels, second.pixels)
    assert not first.pixels.flags.writeable


@pytest.mark.parametrize("desk", DESKS)
def test_desks_have_the_size_asked_for(desk: str) -> None:
    assert desk_top(desk, (300, 200), rng()).shape == (200, 300, 3)


def test_light_map_stays_within_reason() -> None:
    gain = light_map((3000, 4000), rng(), unevenness=0.4, shadow=0.6)
    assert 0 < gain.min() < gain.max() <= 1
