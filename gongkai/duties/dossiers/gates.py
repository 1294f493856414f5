"""The gate before a document's page: without its dossier, signature and number it goes nowhere."""

from gongkai.duties.dossiers.queries.pages import reasons_against_publishing
from gongkai.duties.policies.gates import register_gate

register_gate("dossiers", reasons_against_publishing)
