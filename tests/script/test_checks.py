"""Each check of script/lint was broken on purpose: it has to say no."""

from pathlib import Path

import polib
import pytest

from planner.launch import BASE_DIR
from script import catalogues, checks, compose, honesty

COMPOSE = (BASE_DIR / "docker-compose.yml").read_text(encoding="utf-8")


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A small app with one text in its code and one in its template, both translated."""
    folder = tmp_path / "shop"
    (folder / "templates").mkdir(parents=True)
    (folder / "views.py").write_text('title = _("Shelf")\n', encoding="utf-8")
    (folder / "templates" / "page.html").write_text(
        "{% load i18n %}{% translate 'Open it' %}", encoding="utf-8"
    )
    write_catalogue(folder, {"Shelf": "货架", "Open it": "打开"})
    return folder


def write_catalogue(folder: Path, texts: dict[str, str]) -> None:
    path = folder / catalogues.CHINESE
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    catalogue.extend(polib.POEntry(msgid=key, msgstr=value) for key, value in texts.items())
    catalogue.save(str(path))
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))


def test_complete_catalogues_pass(app: Path) -> None:
    assert catalogues.check(app.parent, [app.name])


@pytest.mark.parametrize("missing", ["Shelf", "Open it"])
def test_a_text_without_chinese(
    app: Path, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    texts = {"Shelf": "货架", "Open it": "打开"}
    del texts[missing]
    write_catalogue(app, texts)
    assert not catalogues.check(app.parent, [app.name])
    assert f"no Chinese for '{missing}'" in capsys.readouterr().out


def test_an_old_compiled_catalogue(app: Path) -> None:
    path = app / catalogues.CHINESE
    catalogue = polib.pofile(str(path))
    catalogue[0].msgstr = "架子"
    catalogue.save()
    assert not catalogues.check(app.parent, [app.name])


def test_a_fuzzy_translation(app: Path) -> None:
    path = app / catalogues.CHINESE
    catalogue = polib.pofile(str(path))
    catalogue[0].flags.append("fuzzy")
    catalogue.save()
    assert not catalogues.check(app.parent, [app.name])


def test_the_compose_file_passes() -> None:
    assert compose.check(BASE_DIR / "docker-compose.yml")


@pytest.mark.parametrize(
    ("present", "broken", "trouble"),
    [
        ("  beat:\n", "  clock:\n", "beat is missing"),
        ("    shm_size: 256mb\n", '    ports: ["5432:5432"]\n', "postgres publishes a port"),
        ("${SECRET_KEY:?fill in .env}", "hunter2", "holds a literal SECRET_KEY"),
        (
            "    healthcheck:\n      test: [CMD, python, -m, planner.probe, healthz]",
            "    x-check:\n      test: [CMD, python, -m, planner.probe, healthz]",
            "web has no health check",
        ),
        ("      redis: {condition", "      rediss: {condition", "depends on rediss"),
    ],
)
def test_a_broken_compose_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], present: str, broken: str, trouble: str
) -> None:
    assert present in COMPOSE
    path = tmp_path / "docker-compose.yml"
    path.write_text(COMPOSE.replace(present, broken, 1), encoding="utf-8")
    assert not compose.check(path)
    assert trouble in capsys.readouterr().out


@pytest.mark.parametrize(
    "line",
    [
        "@pytest.mark." + "skip\ndef test(): ...",
        "pytest." + "importorskip('x')",
        "@pytest.mark." + "skipif(True)\ndef test(): ...",
        "@unittest." + "skipUnless(False, '')\ndef test(): ...",
        "@pytest.mark." + "xfail\ndef test(): ...",
        "from pytest import " + "skip",
        "self." + "skipTest('later')",
    ],
)
def test_a_test_that_may_be_skipped(tmp_path: Path, line: str) -> None:
    (tmp_path / "tests").mkdir()
    path = tmp_path / "tests" / "test_x.py"
    path.write_text("def test(): assert True\n", encoding="utf-8")
    assert honesty.check(tmp_path)
    path.write_text(line, encoding="utf-8")
    assert not honesty.check(tmp_path)


def test_an_unknown_check_is_refused() -> None:
    with pytest.raises(SystemExit, match="No such check: nonsense"):
        checks.main(["nonsense"])


def test_one_discontented_check_is_enough(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "CHECKS", {"good": lambda: True, "bad": lambda: False})
    assert checks.main([]) == 1
    assert "Not content: bad" in capsys.readouterr().out
    assert checks.main(["good"]) == 0
