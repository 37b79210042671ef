"""The catalog of indicators: it loads, it says what it means, and it refuses what contradicts itself."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from tasks.catalog.forms import MAX_READINGS, expand, joined, without_classes
from tasks.catalog.load import CatalogError, load_catalog, read_catalog

PHRASES = """\
sectors:
  tourism: [du lịch, ngành du lịch]
heads:
  revenue: [(tổng) doanh thu]
words:
  gifts: [tặng, trao quà]
"""
NEAR_POOR = """\
indicators:
- id: near_poor_households
  label: {vi: "Số hộ cận nghèo", en: "Near-poor households"}
  unit: COUNT
  measures: [level, change]
  counts: [hộ cận nghèo, hộ]
  forms: [(tổng) số hộ cận nghèo]
  excluded: ["<:gifts>"]
  plausible: {district: [1, 30000]}
"""


def folder(tmp_path: Path, *files: str, phrases: str = PHRASES) -> Path:
    """A catalog folder whose files hold these texts."""
    (tmp_path / "indicators").mkdir()
    (tmp_path / "phrases.yaml").write_text(phrases, encoding="utf-8")
    for number, text in enumerate(files):
        (tmp_path / "indicators" / f"{number}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("phrase", "readings"),
    [
        ("thu ngân sách", ["thu ngân sách"]),
        ("(tổng) thu ngân sách", ["thu ngân sách", "tổng thu ngân sách"]),
        ("<tổng|số> hộ", ["tổng hộ", "số hộ"]),
        ("(hộ) <dùng|có> nước", ["dùng nước", "có nước", "hộ dùng nước", "hộ có nước"]),
        ("doanh thu <:tourism>", ["doanh thu du lịch", "doanh thu ngành du lịch"]),
        ("(:tourism|khác) tăng", ["tăng", "du lịch tăng", "ngành du lịch tăng", "khác tăng"]),
        ("(số) (số) hộ", ["hộ", "số hộ", "số số hộ"]),
    ],
)  # fmt: skip
def test_a_phrase_stands_for_its_readings(phrase: str, readings: list[str]) -> None:
    classes = {"tourism": ("du lịch", "ngành du lịch")}
    assert expand(phrase, classes) == readings
    assert expand(without_classes(phrase, classes)) == readings


@pytest.mark.parametrize("phrase", ["(tổng thu", "thu) ngân sách", "(a (b|c))", "<:nowhere> tăng", "(a|b)" * 8])
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"bracket|phrase class|readings"):
        expand(phrase)
    assert MAX_READINGS < 3**8


def test_a_joiner_may_be_missing() -> None:
    assert joined("thương mại - dịch vụ") == joined("thương mại dịch vụ")
    assert joined("19 / 19 tiêu chí") != joined("19 19 tiêu chí")


def test_the_shipped_catalog_loads_and_knows_where_each_indicator_stands() -> None:
    catalog = load_catalog()
    data = Path(__file__).parents[2] / "tasks" / "catalog" / "data"
    for name, indicator in catalog.indicators.items():
        file, line = catalog.places[name].split(":")
        assert (data / file).read_text(encoding="utf-8").splitlines()[int(line) - 1] == f"- id: {indicator.id}"


def test_indicators_of_all_files_are_one_catalog(tmp_path: Path) -> None:
    rate = NEAR_POOR.replace("near_poor_households", "near_poverty_rate").replace("(tổng) số", "tỷ lệ")
    catalog = read_catalog(folder(tmp_path, NEAR_POOR, rate))
    assert list(catalog.indicators) == ["near_poor_households", "near_poverty_rate"]
    assert catalog.places["near_poverty_rate"] == "indicators/1.yaml:2"
    assert catalog.indicators["near_poor_households"].excluded == ("<tặng|trao quà>",)
    assert catalog.heads["revenue"] == ("doanh thu", "tổng doanh thu")


def test_any_change_of_the_data_changes_the_version(tmp_path: Path) -> None:
    place = folder(tmp_path, NEAR_POOR)
    before = read_catalog(place).version
    assert read_catalog(place).version == before
    (place / "indicators" / "0.yaml").write_text(NEAR_POOR.replace("30000", "30001"), encoding="utf-8")
    assert read_catalog(place).version != before


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  measures: [level, change]\n", "", "indicators/0.yaml:2: near_poor_households.measures"),
        ("unit: COUNT", "unit: TONNES", "indicators/0.yaml:2: near_poor_households.unit"),
        ("  plausible", "  plausibel", "indicators/0.yaml:2: near_poor_households.pla"),
        ("  forms:", "  stock: true\n  flow: true\n  forms:", "either is there all the time"),
        ("[1, 30000]", "[30000, 1]", "write \\[lowest, highest\\]"),
        ("near_poor_households", "Near-Poor", "near_poor|Near-Poor.id"),
        ("(tổng) số hộ", "(tổng số hộ", "a bracket is not closed"),
        ("<:gifts>", "<:presents>", "no phrase class 'presents'"),
        ("indicators:\n", "indicator:\n", "expected indicators at the left margin"),
        ("label: {vi", "label: {{vi", "indicators/0.yaml:.*not readable as YAML"),
        ("hộ cận nghèo]", unicodedata.normalize("NFD", "hộ cận nghèo]"), "0.yaml:7: not in Unicode normal form C"),
        ('["<:gifts>"]', "[tổng số hộ cận nghèo]", "is a form and, by .* excluded"),
        ("  forms:", "  composed: [{sector: tourism, head: sales}]\n  forms:", "one of which is not there"),
        ("  forms:", "  follows: [{forms: [chiếm], after: [poverty]}]\n  forms:", "'poverty', which is no indicator"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in NEAR_POOR
    with pytest.raises(CatalogError, match=told):
        read_catalog(folder(tmp_path, NEAR_POOR.replace(old, new)))


def test_one_form_cannot_name_two_indicators_of_one_unit(tmp_path: Path) -> None:
    other = NEAR_POOR.replace("near_poor_households", "poor_households").replace("(tổng) số hộ", "<số|tất cả> hộ")
    told = "1.yaml:2: 'số hộ cận nghèo' names both near_poor_households and poor_households"
    with pytest.raises(CatalogError, match=re.escape(told)):
        read_catalog(folder(tmp_path, NEAR_POOR, other))


def test_an_id_is_used_once(tmp_path: Path) -> None:
    told = "1.yaml:2: near_poor_households also stands at indicators/0.yaml:2"
    with pytest.raises(CatalogError, match=re.escape(told)):
        read_catalog(folder(tmp_path, NEAR_POOR, NEAR_POOR))
