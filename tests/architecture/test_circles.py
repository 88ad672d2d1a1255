"""No file imports another that leads back to it; a package's face too, which the linter does not look at."""

from __future__ import annotations

from graphlib import TopologicalSorter

import grimp

PARTS = ("services", "gateway", "shared", "jingmei", "jingmei_client", "deploy", "tests")


def test_no_file_leads_back_to_itself() -> None:
    graph = grimp.build_graph(*PARTS, cache_dir=None)
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    assert len(imports) > 500
    TopologicalSorter(imports).prepare()  # raises CycleError, which names the way
