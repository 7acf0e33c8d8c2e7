"""design.md 2 and 3: services are the only writers; each says who acts, writes in one transaction, and is audited."""

import ast

from tests.architecture.source import EDGES, Function, called_names, decorator_names, modules, parts

ATOMIC = {"transaction.atomic", "atomic"}
# Services without an actor, and why.
NOBODY_ACTS = {
    "count_cases": "follows from rows that services wrote, which say who",
    "keep_deadlines": "follows from rows that services wrote, which say who",
    "take_up_export": "a worker's claim on what somebody asked for; making it is recorded under who asked",
    "plan_review": "part of start_placement, hold_review or the sweep, which say who",
}
# The two ways into the trail are services of their own kind: verb and subject come first, as in a sentence.
TRAIL = "atensi.audit.services"


def service_functions() -> dict[str, tuple[str, Function]]:
    """Name -> (module, function) of every function in a services module, the trail's own aside."""
    return {f.name: (m.name, f) for m in parts("services") if m.name != TRAIL for f in m.top_functions()}


def services() -> dict[str, tuple[str, Function]]:
    """Those that open a transaction under a public name: the verbs."""
    return {
        name: found
        for name, found in service_functions().items()
        if not name.startswith("_") and decorator_names(found[1]) & ATOMIC
    }


def places(found) -> list[str]:
    return [f"{module}.{function.name}" for module, function in found]


def test_a_service_takes_keywords_only():
    assert places((m, f) for m, f in services().values() if f.args.args or f.args.posonlyargs) == []


def test_a_service_says_who_acts():
    found = []
    for name, (module, function) in services().items():
        actor = {arg.arg: ast.unparse(arg.annotation) for arg in function.args.kwonlyargs if arg.annotation}.get("by")
        if actor != "Actor" and name not in NOBODY_ACTS:
            found.append((module, function))

    assert places(found) == []


def test_a_service_is_audited():
    """Itself or by a service or helper that it calls."""
    functions = service_functions()

    def reaches_the_trail(name: str, seen: frozenset[str]) -> bool:
        called = called_names(functions[name][1])
        if called & {"record", "record_view"}:
            return True
        return any(reaches_the_trail(next_, seen | {name}) for next_ in (called & functions.keys()) - seen - {name})

    silent = [name for name in services() if name not in NOBODY_ACTS and not reaches_the_trail(name, frozenset())]
    assert silent == []


def test_what_a_service_tells_of_a_case_is_told_in_the_language_of_the_record():
    """Itself or by a helper that it calls: whoever reads English writes Indonesian lines into the case's timeline."""
    functions = service_functions()

    def tells(name: str, seen: frozenset[str]) -> bool:
        if "in_record_language" in decorator_names(functions[name][1]):
            return False
        called = called_names(functions[name][1])
        if called & {"add_event", "CaseEvent"}:
            return True
        return any(tells(next_, seen | {name}) for next_ in (called & functions.keys()) - seen - {name})

    assert [name for name in services() if tells(name, frozenset())] == []


def test_no_two_services_share_a_name():
    names = [f.name for m in parts("services") for f in m.top_functions() if decorator_names(f) & ATOMIC]

    assert sorted(names) == sorted(set(names))


def test_edges_write_nothing_themselves():
    """A view, an API, a task or a command calls a service; only services touch rows."""
    writes = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "delete", "atomic"}
    found = []
    for module in parts(*EDGES):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in writes:
                found.append(f"{module.name}:{node.lineno}")

    assert found == []


def test_no_service_is_a_class():
    classes = [
        f"{module.name}.{node.name}"
        for module in parts("services")
        for node in module.tree.body
        if isinstance(node, ast.ClassDef)
        and not any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list)
        and not any(ast.unparse(base) in ("TypedDict", "NamedTuple", "Protocol") for base in node.bases)
    ]

    assert classes == []


def test_there_are_services_to_test():
    assert {"share_case", "unshare_case"} <= services().keys()
    assert len(list(modules())) > 30
