"""PDFium knows no threads: whoever reads a PDF takes its turn (:mod:`gongkai.core.pdfium`)."""

from __future__ import annotations

import ast

from tests.architecture.source import modules


def _imports(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_who_reads_a_pdf_takes_its_turn() -> None:
    readers = [(module, _imports(module.tree)) for module in modules()]
    readers = [(module, names) for module, names in readers if any(n.startswith("pypdfium2") for n in names)]
    assert len(readers) >= 3
    assert [module.path for module, names in readers if "gongkai.core.pdfium" not in names] == []
