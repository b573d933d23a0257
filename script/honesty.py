"""No test passes by being skipped, and nothing in the tree points to one machine."""

import ast
from collections.abc import Iterator
from pathlib import Path

SKIPS = {"skip", "skipif", "skipIf", "skipUnless", "SkipTest", "importorskip", "xfail"}


def check(root: Path) -> bool:
    """Say whether every test really runs; print the places where one may not."""
    places = [
        f"{path.relative_to(root)}:{line}: a test that may be skipped proves nothing"
        for path in sorted((root / "tests").rglob("*.py"))
        for line in _skips(ast.parse(path.read_text(encoding="utf-8")))
    ]
    for place in places:
        print(place)
    return not places


def _skips(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)
        if isinstance(node, ast.Attribute | ast.Name) and name in SKIPS:
            yield node.lineno
