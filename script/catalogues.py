"""The translations: every text of the code has its Chinese, and the compiled files are current."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import django
import polib
from django.utils.translation.template import templatize

FUNCTIONS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
IN_TEMPLATE = re.compile(
    r"""\b(?:gettext|ngettext|_)\(\s*u?(?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
)
CHINESE = Path("locale") / "zh_Hans" / "LC_MESSAGES" / "django.po"


def check(root: Path, apps: Iterable[str]) -> bool:
    """Say whether catalogues are complete and compiled; print what is not."""
    apps = [app for app in apps if (root / app).is_dir()]
    troubles: list[str] = []
    known = _of_django()
    for app in apps:
        path = root / app / CHINESE
        if path.exists():
            catalogue = polib.pofile(str(path))
            known |= {entry.msgid for entry in catalogue if entry.translated()}
            troubles += [*_incomplete(catalogue, path), *_not_compiled(catalogue, path)]
    for app in apps:
        for place, text in _texts(root / app):
            if text not in known:
                troubles.append(f"{place.relative_to(root)}: no Chinese for {text!r}")
    for trouble in dict.fromkeys(troubles):
        print(trouble)
    return not troubles


def _of_django() -> set[str]:
    """Return what Django and its contributions translate themselves."""
    folder = Path(django.__file__).parent
    return {
        entry.msgid
        for path in folder.glob("**/locale/zh_Hans/LC_MESSAGES/django.po")
        for entry in polib.pofile(str(path))
        if entry.translated()
    }


def _incomplete(catalogue: polib.POFile, path: Path) -> list[str]:
    troubles = [
        f"{path}: no Chinese for {entry.msgid!r}" for entry in catalogue.untranslated_entries()
    ]
    return troubles + [f"{path}: fuzzy {entry.msgid!r}" for entry in catalogue.fuzzy_entries()]


def _not_compiled(catalogue: polib.POFile, path: Path) -> list[str]:
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        return [f"{compiled} is missing: msgfmt it"]
    wanted = {_key(entry) for entry in catalogue if entry.translated()}
    found = {_key(entry) for entry in polib.mofile(str(compiled))}
    return [] if wanted == found else [f"{compiled} is older than its catalogue: msgfmt it"]


def _key(entry: polib.POEntry | polib.MOEntry) -> tuple[str | None, str, str]:
    return entry.msgctxt or None, entry.msgid, entry.msgstr or str(entry.msgstr_plural)


def _texts(app: Path) -> Iterator[tuple[Path, str]]:
    """Yield every text that the app's code and templates translate."""
    for path in sorted(app.rglob("*.py")):
        if "migrations" not in path.parts:
            for text in _of_python(ast.parse(path.read_text(encoding="utf-8"))):
                yield path, text
    for path in sorted((app / "templates").rglob("*.*")):
        for found in IN_TEMPLATE.finditer(templatize(path.read_text(encoding="utf-8"))):
            text = str(ast.literal_eval(found["text"]))
            if text:
                yield path, text


def _of_python(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = (
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        place = 0 if name in FUNCTIONS else 1 if name in WITH_CONTEXT else None
        if place is not None and len(node.args) > place:
            text = node.args[place]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value
