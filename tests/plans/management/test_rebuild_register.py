"""The register's files made anew from texts and corrections."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

TEXT = (
    "第一章 重点任务\n\n专栏1 交通重大项目\n\n机场。甲县通用机场建设项目、乙市机场改扩建工程。\n\n"
    "第二章 保障措施\n\n加强领导。\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one plan, its files as the reader gives them."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "outlines").mkdir()
    (tmp_path / "texts" / "900.txt").write_text(TEXT, "utf-8", newline="")
    plan = {
        "doc": "900",
        "number": "甲政发〔2021〕1号",
        "region": "990100",
        "text": "texts/900.txt",
    }
    (tmp_path / "plans.json").write_text(json.dumps([plan]), "utf-8")
    rebuild(tmp_path)
    return tmp_path


def rebuild(folder: Path, *arguments: str) -> str:
    out = StringIO()
    call_command("rebuild_register", "--folder", str(folder), *arguments, stdout=out)
    return out.getvalue()


def test_the_files_follow_from_the_text(folder: Path) -> None:
    lines = (folder / "commitments.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert [(row["id"], row["name"], row["plan"]) for row in rows] == [
        ("900-01-01", "甲县通用机场建设项目", "甲政发〔2021〕1号"),
        ("900-01-02", "乙市机场改扩建工程", "甲政发〔2021〕1号"),
    ]
    outline = json.loads((folder / "outlines" / "900.json").read_text("utf-8"))
    assert [section["key"] for section in outline] == ["c01", "b01", "b01.g01", "c02"]
    assert "give the fixtures" in rebuild(folder, "--check")


def test_what_people_read_otherwise_is_recorded_and_kept(folder: Path) -> None:
    path = folder / "commitments.jsonl"
    first, second = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    judged = {**first, "level": "task", "note": "by hand"}
    path.write_text(json.dumps(judged, ensure_ascii=False) + "\n", "utf-8")
    with pytest.raises(CommandError, match="do not give the fixtures"):
        rebuild(folder, "--check")
    rebuild(folder, "--record")
    recorded = (folder / "corrections.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["action"] for line in recorded] == ["change", "drop"]
    assert second["name"] in recorded[1]
    rebuild(folder)
    assert [json.loads(line) for line in path.read_text("utf-8").splitlines()] == [judged]
    rebuild(folder, "--check")


def test_reasons_that_people_gave_stay(folder: Path) -> None:
    path, corrections = folder / "commitments.jsonl", folder / "corrections.jsonl"
    path.write_text(path.read_text("utf-8").splitlines(keepends=True)[0], "utf-8")
    rebuild(folder, "--record")
    given = json.loads(corrections.read_text("utf-8"))
    corrections.write_text(json.dumps({**given, "reason": "already built"}) + "\n", "utf-8")
    rebuild(folder, "--record")
    assert json.loads(corrections.read_text("utf-8"))["reason"] == "already built"


def test_a_correction_that_fits_nothing_is_an_error_with_its_line(folder: Path) -> None:
    wrong = {"doc": "900", "action": "drop", "where": {"name": "丙铁路"}, "reason": "none"}
    (folder / "corrections.jsonl").write_text("\n" + json.dumps(wrong) + "\n", "utf-8")
    with pytest.raises(CommandError, match="line 2: matches no row"):
        rebuild(folder, "--check")
