"""No test passes by being skipped."""

import ast
from collections.abc import Iterator
from pathlib import Path

SKIPS = {"skip", "skipif", "skipIf", "skipUnless", "SkipTest", "importorskip", "xfail"}
TOOLS = {"pytest", "unittest"}


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
        if isinstance(node, ast.Attribute):
            if node.attr == "skipTest" or (node.attr in SKIPS and _root(node) in TOOLS):
                yield node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module in TOOLS:
            yield from (node.lineno for alias in node.names if alias.name in SKIPS)


def _root(node: ast.expr) -> str:
    """Return the name a dotted expression begins with: `pytest` of `pytest.mark.x`."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
