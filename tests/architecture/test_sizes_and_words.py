"""How the code reads, as far as a machine can tell: sizes, names, and what must never stand in the tree."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
SECRETS_OF_THE_WORKSHOP = re.compile(
    r"index-url|https?://[^\s\"']+/simple/?([\s\"']|$)|/packages/[0-9a-f]{2}/[0-9a-f]{2}"
)


def tracked(*suffixes: str) -> list[Path]:
    """Files under version control."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("no git here")
    done = subprocess.run([git, "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in done.stdout.splitlines() if name.endswith(suffixes) and (ROOT / name).is_file()]


def modules() -> list[Path]:
    return [path for path in tracked(".py") if path.relative_to(ROOT).parts[0] in {"services", "shared"}]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def where(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_a_module_is_one_thought() -> None:
    found = [where(path) for path in modules() if len(path.read_text().splitlines()) > LONGEST_MODULE]

    assert found == []


def test_a_function_fits_on_half_a_screen() -> None:
    found = [
        f"{where(path)}: {node.name}"
        for path in modules()
        for node in functions(path)
        if (node.end_lineno or node.lineno) - node.lineno >= LONGEST_FUNCTION
    ]

    assert found == []


def test_every_module_says_what_it_is() -> None:
    found = [
        where(path) for path in modules() if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert found == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    found = [where(path) for path in modules() if path.stem in EMPTY_NAMES]

    assert found == []


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{where(path)}:{number}"
        for path in modules()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line)
    ]

    assert found == []


def test_only_the_outermost_loop_catches_everything() -> None:
    found = [
        f"{where(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
    ]

    assert found == []


def test_every_exception_to_a_rule_has_its_reason_beside_it() -> None:
    silent = re.compile(
        r"#\s*(noqa(?!: [A-Z0-9, ]+( --|  #) \S)|type: ignore|pyright: ignore(?!\[\w+(, \w+)*\]( --|  #) \S))"
    )
    found = [
        f"{where(path)}:{number}: {line.strip()}"
        for path in tracked(".py")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if silent.search(line)
    ]

    assert found == []


def test_every_ignored_lint_rule_has_its_reason_beside_it() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    ignored = text[text.index("ignore = [") : text.index("[tool.ruff.lint.flake8")]
    rules = [line for line in ignored.splitlines() if line.lstrip().startswith('"') and not line.rstrip().endswith("[")]

    assert rules
    assert [line for line in rules if "#" not in line] == []


def test_lock_files_hold_versions_and_hashes_and_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        requirements = [line for line in text.splitlines() if line and line[0].isalnum()]

        assert "://" not in text
        assert all("==" in line for line in requirements)
        assert text.count("--hash=sha256:") >= len(requirements)


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    found = [
        where(path)
        for path in tracked(".py", ".md", ".toml", ".yaml", ".yml", ".lock", ".html", ".json", "Makefile", "Dockerfile")
        if path != Path(__file__)
        if SECRETS_OF_THE_WORKSHOP.search(text := path.read_text(errors="replace")) or str(ROOT) + "/" in text
    ]

    assert found == []


def test_every_link_in_the_documentation_leads_somewhere() -> None:
    found = [
        f"{where(page)}: {target}"
        for page in tracked(".md")
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text())
        if not (page.parent / target).exists()
    ]

    assert found == []
