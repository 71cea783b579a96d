"""A pack: one authority's versioned set of forms, indicators, code lists and rules, read from its folder."""

from forms.pack.loader import bundled_pack, load_pack
from forms.pack.model import Code, CodeList, Form, Indicator, Pack, Part, Rule, Section, Spec
from forms.pack.shelf import Shelf, bundled_shelf

__all__ = [
    "Code",
    "CodeList",
    "Form",
    "Indicator",
    "Pack",
    "Part",
    "Rule",
    "Section",
    "Shelf",
    "Spec",
    "bundled_pack",
    "bundled_shelf",
    "load_pack",
]
