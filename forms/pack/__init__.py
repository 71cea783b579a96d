"""A pack: one authority's versioned set of forms, indicators, code lists and rules, read from its folder."""

from forms.pack.loader import bundled_pack, load_pack
from forms.pack.model import Code, CodeList, Form, Indicator, Pack, Part, Rule, Section, Spec

__all__ = [
    "Code",
    "CodeList",
    "Form",
    "Indicator",
    "Pack",
    "Part",
    "Rule",
    "Section",
    "Spec",
    "bundled_pack",
    "load_pack",
]
