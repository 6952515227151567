"""The code base keeps its own rules: purity, one commit, sizes, guarded views, told refusals."""

from __future__ import annotations

import ast
import importlib
import string
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from shared.web.sentences import GENERAL, template_of
from shared.wire.node import ERASURE, REJECTED
from shared.wire.table import TYPES
from tests.conftest import MakeNode
from tests.database import Databases

ROOT = Path(__file__).parent.parent
TIERS = ("station", "center", "association")
PACKAGES = ("shared", *TIERS, "deploy")
LONGEST_MODULE = 250
LONGEST_FUNCTION = 40
PUBLIC = {
    "start.show_start",
    "start.show_health",
    "start.static",
    "static",
    "bootstrap.static",
    "door.show_login",
    "door.post_login",
    "door.post_logout",
    "door.show_password",
    "door.post_password",
    "door.post_preferences",
    "set_up_page.show_set_up",
    "set_up_page.post_set_up",
    "ask.show_ask",
    "ask.post_ask",
    "ask.show_done",
    "track.show_find",
    "track.post_code",
    "track.show_code",
    "track.show_four",
    "track.post_four",
    "track.show_request",
    "track.post_leaving",
    "track.show_act",
    "track.post_act",
    "open311.show_discovery",
    "open311.list_services",
    "open311.show_service",
    "open311.list_requests",
    "open311.post_request",
    "open311.show_request",
    "open311.show_token",
    "open311.show_description",
    "verification_page.show_verification",
    "verification_page.show_found",
    "sign_page.show_signing",
    "sign_page.post_signing",
    "sign_page.post_dispute",
    "sign_page.show_slip",
    "signature.show_signing",
    "signature.post_signature",
    "signature.post_dispute",
    "desk.show_more",
    "desk.show_me",
    "desk.show_search",
    "desk.put_draft",
    "desk.remove_draft",
    "desk.save_filter",
    "desk.remove_filter",
    "sign_in.post_token",
    "sign_in.delete_token",
    "sign_in.post_session",
    "sign_in.get_session",
    "sign_in.delete_session",
    "sign_in.put_password",
    "federation.take_exchange",
    "federation.take_enrolment",
    "federation.show_blob",
    "federation.take_piece",
    "api-docs.openapi_json",
    "verification.show",
    "verification_keys.show_keys",
}
REFUSALS = {
    "RefusalError",
    "NotFoundError",
    "ConflictError",
    "InvalidError",
    "ForbiddenError",
    "UntrustedError",
}


@cache
def modules(*packages: str) -> dict[Path, ast.Module]:
    found = {}
    for package in packages:
        for file in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in file.parts:
                found[file.relative_to(ROOT)] = ast.parse(file.read_text(encoding="utf-8"))
    return found


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            yield node.module or ""


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def name_of(called: ast.Call) -> str:
    match called.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def test_rules_import_the_standard_library_and_rules_alone() -> None:
    for file, tree in modules("shared", *TIERS).items():
        if "domain" not in file.parts:
            continue
        own = f"{file.parts[0]}.domain"
        for name in imports(tree):
            pure = name.split(".")[0] in sys.stdlib_module_names
            ruled = name.startswith((own, "shared.domain")) or name == "shared.errors"
            assert pure or ruled, f"{file} imports {name}"


def test_one_place_commits() -> None:
    files = {
        str(file)
        for file, tree in modules(*PACKAGES).items()
        for called in calls(tree)
        if name_of(called) in {"commit", "autocommit"}
    }
    assert files == {"shared/database.py"}


def test_one_place_imports_requests() -> None:
    files = {str(f) for f, tree in modules(*PACKAGES).items() if "requests" in set(imports(tree))}
    assert files == {"shared/federation/http.py"}


def test_modules_and_functions_are_short() -> None:
    too_long = []
    for file, tree in modules(*PACKAGES, "benchmarks").items():
        lines = len((ROOT / file).read_text(encoding="utf-8").splitlines())
        if lines > LONGEST_MODULE:
            too_long.append(f"{file}: {lines}")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not _holds_views(node):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    too_long.append(f"{file}: {node.name} {length}")
    assert too_long == []


def _holds_views(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A function that makes a blueprint is the list of its views; each of them is measured."""
    return any(isinstance(part, ast.FunctionDef) and part.decorator_list for part in node.body)


def test_every_rule_has_its_test_file() -> None:
    missing = []
    for file in modules("shared", *TIERS):
        is_rule = file.parent.name == "domain" and file.name not in {"__init__.py", "permission.py"}
        test = ROOT / "tests" / file.parent / f"test_{file.name}"
        if is_rule and not test.exists():
            missing.append(str(test.relative_to(ROOT)))
    assert missing == []


def test_no_product_code_knows_the_expected_result() -> None:
    for file in (f for package in PACKAGES for f in (ROOT / package).rglob("*.*")):
        if file.suffix in {".py", ".html", ".json", ".toml", ".js"}:
            assert "expected.json" not in file.read_text(encoding="utf-8"), file


def test_imports_run_one_way() -> None:
    line = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def refused(*packages: str) -> Iterator[tuple[Path, str, set[str] | None]]:
    """File, code, and the names of the values (None where they are passed on whole)."""
    for file, tree in modules(*packages).items():
        for called in calls(tree):
            if name_of(called) not in REFUSALS or not called.args:
                continue
            code = _code_of(file, called.args[0])
            if code is not None:
                names = {word.arg for word in called.keywords}
                yield file, code, None if None in names else {n for n in names if n}


def _code_of(file: Path, argument: ast.expr) -> str | None:
    match argument:
        case ast.Constant(value=str(code)):
            return code
        case ast.JoinedStr(values=[*_, ast.Constant(value=str(tail))]):
            return f"*{tail}"
        case ast.Name(id=name):
            module = importlib.import_module(".".join(file.with_suffix("").parts))
            found = getattr(module, name, None)
            return found if isinstance(found, str) else None
    return None


def sentences(package: str) -> dict[str, str]:
    if package == "shared":
        return {}
    table: dict[str, str] = importlib.import_module(f"{package}.sentences").SENTENCES
    return table


def test_every_refusal_has_its_sentence() -> None:
    silent = [
        f"{file}: {code}"
        for package in ("shared", *TIERS)
        for file, code, _ in refused(package)
        if template_of(sentences(package), code) == GENERAL
    ]
    assert silent == []


def test_every_sentence_gets_the_values_that_it_names() -> None:
    wanting = []
    for package in ("shared", *TIERS):
        for file, code, given in refused(package):
            text = template_of(sentences(package), code)
            wanted = {name for _, name, _, _ in string.Formatter().parse(text) if name}
            if given is not None and wanted - given:
                wanting.append(f"{file}: {code} wants {sorted(wanted - given)}")
    assert wanting == []


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    """What is seen here has nothing to do with the database: one kind will do."""
    return sqlite


@pytest.mark.parametrize("tier", TIERS)
def test_every_view_needs_a_permission_or_is_known_to_be_public(
    make_node: MakeNode, tier: str
) -> None:
    app = make_node(tier, "01")
    permissions = app.extensions["yigong"].permissions
    for endpoint, permission in guards(app):
        if permission is None:
            assert endpoint in PUBLIC, endpoint
        else:
            assert permission in permissions, f"{endpoint} needs {permission}"


@pytest.mark.parametrize("tier", TIERS)
def test_every_permission_is_asked_for_and_given_to_roles_that_exist(
    make_node: MakeNode, tier: str
) -> None:
    parts = make_node(tier, "01").extensions["yigong"]
    for permission, roles in parts.permissions.items():
        assert roles <= parts.accounts.roles, permission


def guards(app: Flask) -> Iterator[tuple[str, str | None]]:
    for endpoint, view in app.view_functions.items():
        kind = getattr(view, "view_class", None)
        for one in [getattr(kind, m.lower()) for m in kind.methods] if kind else [view]:
            yield endpoint, getattr(one, "permission", None)


@pytest.mark.parametrize("tier", TIERS)
def test_every_type_has_a_handler_where_it_arrives_and_nowhere_else(tier: str) -> None:
    """Rejections and erasures are heeded at every tier; a tier may do more about them."""
    arriving = {name for name, type_ in TYPES.items() for _, to in type_.hops if to == tier}
    handlers = set(importlib.import_module(f"{tier}.federation").LINK.handlers)
    assert handlers | {REJECTED, ERASURE} == arriving | {REJECTED, ERASURE}


def test_every_type_is_promised_by_the_tier_that_makes_it() -> None:
    for name, type_ in TYPES.items():
        makers = {type_.origin} if type_.origin else {maker for maker, _ in type_.hops}
        package = {"shared"} if name in (REJECTED, ERASURE) else makers
        assert package <= {p for p in (*TIERS, "shared") if name in promised(p)}, name


@cache
def promised(package: str) -> frozenset[str]:
    """The types of the drafts that a package writes down."""
    found = set()
    for file, tree in modules(package).items():
        for called in calls(tree):
            if name_of(called) == "Draft" and called.args:
                module = importlib.import_module(".".join(file.with_suffix("").parts))
                words = ast.unparse(called.args[0]).split(".")
                value = getattr(module, words[0], None)
                for word in words[1:]:
                    value = getattr(value, word, None)
                found.add(str(value))
    return frozenset(found)
