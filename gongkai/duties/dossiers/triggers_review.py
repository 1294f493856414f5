"""What is only ever added to the judgements of a dossier, whoever writes."""

from gongkai.core.triggers import append_only, register_triggers

for _table, _message in {
    "dossiers_determination": "认定记录只能新增，不能修改或删除。",
    "dossiers_countersignopinion": "会签意见只能新增，不能修改或删除。",
    "dossiers_countersignruling": "会签裁定只能新增，不能修改或删除。",
    "dossiers_legalitypoint": "审核要点只能新增，不能修改或删除。",
    "dossiers_legalityconfirmation": "非实质修改确认只能新增，不能修改或删除。",
}.items():
    register_triggers("dossiers", append_only(_table, _message))
