"""design.md 2 and 9: how the code is written, where a reader of it would otherwise have to watch."""

import ast

import pytest

from tests.architecture.source import EDGES, Function, called_names, decorator_names, modules, parts

LONGEST_FUNCTION, LONGEST_FILE = 60, 450
USUAL_FUNCTION, USUAL_FILE = 22, 221
# Tables of the field, the same for everybody who may open the page.
REFERENCE = {"Region", "Code", "Holiday"}
# What a query at the edges may begin with: the names of narrowing that say for whom.
SCOPED = {
    "visible_to",
    "visible_among",
    "each_visible_to",
    "scopes",
    "receipts_of",
    "kept_by",
    "active",
    "of_members",
    "of_membership",
    "none",
}
FORBIDDEN_MODULES = {"utils", "helpers", "mixins", "signals"}
FORBIDDEN_IMPORTS = ("django.contrib.admin", "django.dispatch", "django.db.models.signals")


def length(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1


def ninth_tenth(sizes: list[int]) -> int:
    return sorted(sizes)[int(len(sizes) * 0.9)]


def places(found) -> list[str]:
    return [f"{module.name}:{node.lineno}" for module, node in found]


def test_functions_are_short():
    sizes = {f"{module.name}.{node.name}": length(node) for module in modules() for node in module.functions()}

    assert {name: size for name, size in sizes.items() if size > LONGEST_FUNCTION} == {}
    assert ninth_tenth(list(sizes.values())) <= USUAL_FUNCTION


def test_files_are_short():
    sizes = {module.name: module.text.count("\n") for module in modules() if module.text}

    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}
    assert ninth_tenth(list(sizes.values())) <= USUAL_FILE


def test_no_import_hides_in_a_function():
    """But for `AppConfig.ready()`: models cannot be imported before it."""
    found = []
    for module in modules():
        for function in module.functions():
            if function.name == "ready" and module.name.endswith(".apps"):
                continue
            inner = (node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom))
            found += [(module, node) for node in inner]

    assert places(found) == []


def test_no_module_is_a_drawer_for_everything():
    assert [module.name for module in modules() if module.name.rpartition(".")[2] in FORBIDDEN_MODULES] == []


def test_no_signals_and_no_admin():
    found = []
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(FORBIDDEN_IMPORTS):
                found.append((module, node))
            if isinstance(node, ast.Import) and any(name.name.startswith(FORBIDDEN_IMPORTS) for name in node.names):
                found.append((module, node))

    assert places(found) == []


def test_the_admin_is_not_installed(settings):
    assert not [name for name in settings.INSTALLED_APPS if "contrib.admin" in name]


def test_a_form_names_its_fields():
    found = [
        (module, node)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Assign)
        and any(getattr(target, "id", "") in ("fields", "exclude") for target in node.targets)
        and (getattr(node.value, "value", None) == "__all__" or node.targets[0].id == "exclude")
    ]

    assert places(found) == []


def test_there_is_no_second_truth_of_visibility():
    names = {"can_view", "can_see", "has_access", "is_visible_to"}

    assert [f"{m.name}.{f.name}" for m in modules() for f in m.functions() if f.name in names] == []


def test_status_is_never_written_by_update():
    """A state changes on a locked row in a service, where its transition is checked."""
    states = {"state", "status", "stage"}
    found = []
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("update", "bulk_update"):
                named = {keyword.arg for keyword in node.keywords}
                if named & states:
                    found.append((module, node))

    assert places(found) == []


@pytest.mark.parametrize("kind", ["services", "permissions", "eligibility", "querysets", "states", "models"])
def test_rules_know_no_request(kind):
    found = [(m, f) for m in parts(kind) for f in m.functions() if "request" in {arg.arg for arg in arguments(f)}]

    assert places(found) == []


def arguments(function: Function) -> list[ast.arg]:
    held = function.args
    return [*held.posonlyargs, *held.args, *held.kwonlyargs]


def queries(tree: ast.AST):
    """(model, first method called on its manager or None, node) for each `Model.objects...` below `tree`."""
    methods = {
        id(node.func.value): node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager"):
            yield ast.unparse(node.value).rpartition(".")[2], methods.get(id(node)), node


def whole_models(tree: ast.AST):
    """`get_object_or_404(Model, ...)` and `get_list_or_404(Model, ...)`: they ask the unscoped manager."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("get_object_or_404", "get_list_or_404"):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Name) and first.id[0].isupper() and first.id not in REFERENCE:
                yield node


def unscoped(tree: ast.AST) -> list[ast.AST]:
    bad = [node for model, method, node in queries(tree) if model not in REFERENCE and method not in SCOPED]
    return [*bad, *whole_models(tree)]


def test_pages_ask_only_for_what_their_reader_may_see():
    found = [(module, node) for module in parts("views", "api") for node in unscoped(module.tree)]

    assert places(found) == []


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ("Case.objects.visible_to(request.user)", False),
        ("Case.objects.visible_to(user).filter(pk=1)", False),
        ("Case.objects.scopes(user)['mine']", False),
        ("Code.objects.of('AMPK')", False),
        ("Institution.objects.active()", False),
        ("Case.objects.filter(pk=1)", True),
        ("models.Case.objects.all()", True),
        ("rows = Case.objects", True),
        ("Case._default_manager.all()", True),
        ("get_object_or_404(Case, pk=1)", True),
        ("get_object_or_404(Case.objects.visible_to(user), pk=1)", False),
    ],
)
def test_the_rule_about_queries_itself(text, bad):
    assert bool(unscoped(ast.parse(text))) is bad


def test_no_superuser_is_asked_at_the_edges():
    """`has_perm(obj)` tells a superuser yes; guardian's own shortcuts know no membership (design.md 3)."""
    banned = {"has_perm", "has_perms", "get_objects_for_user", "get_perms"}
    found = [
        (module, node)
        for module in parts(*EDGES, "permissions")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and called_names(node) & banned
    ]

    assert places(found) == []


def test_shares_are_written_in_one_place():
    writers = {"assign_perm", "remove_perm", "bulk_assign_perm"}
    found = {module.name for module in modules() if called_names(module.tree) & writers}
    rows = {
        module.name
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Name) and node.id == "CaseGroupObjectPermission"
    }

    assert found == set() and rows == {"cases.services.shares", "atensi.generated.book"}


def test_guards_against_copies_of_the_request_in_tasks():
    """A task takes ids, not rows: it reloads and locks them, and JSON carries nothing else."""
    allowed = {"int", "str", "list[int]", "list[str]", "int | None", "str | None", "date", "bool"}
    found = []
    for module in parts("tasks"):
        for function in module.top_functions():
            if "shared_task" in decorator_names(function):
                kinds = {ast.unparse(arg.annotation) for arg in arguments(function) if arg.annotation}
                if kinds - allowed:
                    found.append((module, function))

    assert places(found) == []
