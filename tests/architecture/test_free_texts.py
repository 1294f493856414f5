"""Whatever staff type in their own words passes the one refusal of marks and personal data before an act keeps it."""

from __future__ import annotations

import ast

from tests.architecture.source import modules

REFUSAL = "refuse_free_texts"
CODE = "a code, a key or a choice that the form offers; nobody words it"
SEEN = "a digest of what was confirmed"
ACCOUNT = "data of an account, kept as such: visible to who keeps accounts, changed and erased with it"
NAMES = "the name of a unit or of a group, which is public"
NOTICE = "words of a notice that came from above, telephones of its authors with them; not this person's own"
EXEMPT = {
    "archiving.close_dossier": {"retention": CODE},
    "exempting.ask_exemption": {"ground": CODE},
    "numbering.record_number": {"number": "a document's number: what is none is refused"},
    "numbers_kept.save_series": {
        "prefix": "the letters of a series: what is none is refused",
        "name": "the name of a series of the office",
        "kinds": CODE,
        "signatures": CODE,
    },
    "aggregation.decide_assessment": {"decision": CODE, "seen": SEEN},
    "aggregation.set_parameters": {"values": "numbers"},
    "cleaning.clean_file": {"sha256": SEEN},
    "cleaning.preview_cleaning": {"sha256": SEEN},
    "cleaning.redact_file": {
        "sha256": SEEN,
        "words": "what is to be blacked out of a file: named so that it can be found, and not kept",
    },
    "removing.remove_secret_file": {"sha256": SEEN},
    "looking.look_at_file": {"sha256": SEEN},
    "knowledge.set_term_list": {"name": "the name of a list, told wherever one of its words is found"},
    "knowledge.set_term": {
        "text": "the word that is looked for, which may be what must not be published",
        "suggestion": "what is to stand in its place",
        "unless": "words around it",
    },
    "knowledge.read_terms_in": {"source": "the name of a file, screened as an upload"},
    "knowledge.import_terms": {"seen": SEEN},
    "knowledge.add_exception": {"text": "the word that may stand"},
    "knowledge_tables.set_leader_post": {
        "name": "the name of a leader, published with the post",
        "title": "the name of the post",
        "organ": NAMES,
    },
    "knowledge_tables.note_document": {"number": "a document's number", "title": "a document's title"},
    "knowledge_tables.set_phone": {
        "digits": "a telephone that the public is told: this table says that it is nobody's own",
        "label": "where that telephone stands",
    },
    "reevaluation.set_reevaluation_parameters": {"values": "numbers"},
    "roster.fill_roster": {"seen": SEEN},
    "screening.keep_secrets_out": {"act": CODE},
    "free_texts.keep_unfit_out": {"act": CODE},
    "submission.submit_for_review": {"title": "made of the titles of the members, which are content"},
    "upkeep.set_review_periods": {"months": "numbers"},
    "withdrawal.withdraw_document": {"replaced_by": "an address"},
    "commenting.comment_on_clause": {"anchor": CODE},
    "commenting.answer_comment": {"outcome": CODE},
    "countersigning.sign_countersign": {"verdict": CODE},
    "receiving.receive_delivery": {"told_hash": CODE},
    "determining.propose_determination": {"answers": CODE},
    "reviewing.conclude_review": {"conclusion": CODE},
    "audit.record_event": {"action": CODE, "codes": CODE},
    "changes.draw_up_change": {"kind": CODE},
    "changes.carry_out_change": {"seen": SEEN},
    "delegations.grant_delegation": {"scope": CODE},
    "delegations.end_delegation": {
        "because": "given by the acts that call it, which have screened it or word it"
    },
    "posts.appoint": {"kind": CODE, "title": "the name of a post"},
    "units.add_alias": {"text": NAMES},
    "units.edit_unit": {"kind": CODE},
    "units.save_group": {"name": NAMES, "other_names": NAMES, "kinds": CODE},
    "units.set_up_unit": {"code": CODE, "name": NAMES, "short_name": NAMES, "kind": CODE},
    "roster.read_roster_in": {"source": "the name of a file, screened as an upload"},
    "roster.take_over_roster": {"seen": SEEN},
    "retention.set_period": {"code": CODE},
    "retention.erase_due": {"code": CODE},
    "reveal.reveal": {"field": CODE},
    "reveal.reveal_many": {"field": CODE},
    "access.set_oa_access": {"addresses": "networks: what is none is refused"},
    "importing.import_notice": {"text": NOTICE, "file_name": NOTICE},
    "reviewing.change_head": {"values": NOTICE},
    "reviewing.change_task": {"values": NOTICE},
    "reviewing.confirm_plan": {"cycle": CODE},
    "accounts.create_account": {"username": ACCOUNT, "full_name": ACCOUNT, "email": ACCOUNT},
    "accounts.edit_account": {"full_name": ACCOUNT, "email": ACCOUNT},
    "accounts.enter_person": {"username": ACCOUNT, "full_name": ACCOUNT, "email": ACCOUNT},
    "accounts.correct_person": {"full_name": ACCOUNT, "email": ACCOUNT},
    "accounts.change_own_password": {"password": ACCOUNT},
}
"""Text that does not pass it, by use case and parameter, with the reason."""


def _usecases() -> dict[str, ast.FunctionDef]:
    """Those that take who acts, by the last part of their module (the app's, where it has one module) and name."""
    found = {}
    for module in modules():
        if module.room != "usecases":
            continue
        parts = module.name.split(".")
        place = parts[-1] if parts[-1] != "usecases" else parts[-2]
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _acts(node):
                found[f"{place}.{node.name}"] = node
    return found


def _acts(function: ast.FunctionDef) -> bool:
    return any(argument.arg == "by" for argument in function.args.kwonlyargs)


def _texts(function: ast.FunctionDef) -> set[str]:
    """Its parameters that can hold what somebody typed: text, lists and mappings of text, what a form asked."""
    arguments = [*function.args.args, *function.args.kwonlyargs]
    return {one.arg for one in arguments if one.annotation and _is_text(ast.unparse(one.annotation))}


def _is_text(annotation: str) -> bool:
    kinds = ("Mapping[str, ", "Sequence[str]", "Iterable[str]", "Asked", "Sequence[Sequence[Any]]")
    return annotation in ("str", "str | None") or annotation.startswith(kinds)


def _screened(function: ast.FunctionDef) -> set[str]:
    """Names that its calls of the refusal are given, and those that these were made of within the function."""
    names: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == REFUSAL:
            names |= _names(node)
    while True:
        more = set(names)
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and any(_names(target) & names for target in node.targets):
                more |= _names(node.value)
        if more == names:
            return names
        names = more


def _names(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def test_every_text_of_a_usecase_is_screened_or_excepted() -> None:
    faults = [
        f"{name}: {text}"
        for name, function in sorted(_usecases().items())
        for text in sorted(_texts(function) - _screened(function) - EXEMPT.get(name, {}).keys())
    ]
    assert faults == []


def test_exceptions_are_needed() -> None:
    found = _usecases()
    faults = [
        f"{name}: {text}"
        for name, texts in EXEMPT.items()
        for text in texts
        if name not in found or text not in _texts(found[name]) - _screened(found[name])
    ]
    assert faults == []


def test_there_is_something_to_check() -> None:
    screened = [name for name, function in _usecases().items() if _screened(function) & _texts(function)]
    assert len(screened) > 30
