"""From words to a tree, by recursive descent with a bounded depth; ``grammar.md`` has the grammar."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Literal

from forms.problems import FormsError
from forms.rules import lexer
from forms.rules.lexer import Token
from forms.rules.tree import (
    AGGREGATES,
    Aggregate,
    Between,
    Call,
    Compare,
    If,
    Junction,
    Member,
    Negative,
    Node,
    Not,
    Number,
    Product,
    Ref,
    Sum,
    Text,
    Truth,
    Word,
)

DEEPEST = 32
_RESERVED = frozenset({"and", "or", "not", "if", "then", "else", "between", "in", "where", "of", "true", "false"})


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """The tree of an expression. Raises ``FormsError('rule.…')`` with the column of what is wrong."""
    parser = _Parser(lexer.tokens(text))
    node = parser.expression()
    parser.expect_end()
    return node


class _Parser:
    def __init__(self, words: list[Token]) -> None:
        self._words = words
        self._next = 0
        self._depth = 0

    @property
    def _word(self) -> Token:
        return self._words[self._next]

    def _take(self) -> Token:
        word = self._word
        self._next += 1
        return word

    def _accept(self, *texts: str) -> Token | None:
        word = self._word
        if word.kind in ("sign", "name") and word.text in texts:
            return self._take()
        return None

    def _expect(self, text: str) -> Token:
        word = self._accept(text)
        if word is None:
            raise self._unexpected(text)
        return word

    def _unexpected(self, wanted: str = "") -> FormsError:
        if self._word.kind == "end":
            code = "rule.ended-before" if wanted else "rule.ended"
            return FormsError(code, wanted=wanted, column=self._word.at + 1)
        code = "rule.expected" if wanted else "rule.unexpected"
        return FormsError(code, found=self._word.text, wanted=wanted, column=self._word.at + 1)

    def expect_end(self) -> None:
        if self._word.kind != "end":
            raise self._unexpected()

    def expression(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise FormsError("rule.too-deep", limit=DEEPEST, column=self._word.at + 1)
        start = self._accept("if")
        node = self._conditional(start.at) if start else self._junction("or")
        self._depth -= 1
        return node

    def _conditional(self, at: int) -> Node:
        condition = self.expression()
        self._expect("then")
        then = self.expression()
        otherwise = self.expression() if self._accept("else") else None
        return If(at, condition, then, otherwise)

    def _junction(self, kind: Literal["and", "or"]) -> Node:
        at, items = self._word.at, [self._joined(kind)]
        while self._accept(kind):
            items.append(self._joined(kind))
        return items[0] if len(items) == 1 else Junction(at, kind, tuple(items))

    def _joined(self, kind: Literal["and", "or"]) -> Node:
        return self._junction("and") if kind == "or" else self._negation()

    def _negation(self) -> Node:
        word = self._accept("not")
        if word is None:
            return self._comparison()
        self._deeper()
        node = Not(word.at, self._negation())
        self._depth -= 1
        return node

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise FormsError("rule.too-deep", limit=DEEPEST, column=self._word.at + 1)

    def _comparison(self) -> Node:
        at, left = self._word.at, self._sum()
        word = self._accept("=", "!=", "<", "<=", ">", ">=")
        if word is not None:
            return Compare(at, word.text, left, self._sum())  # type: ignore[arg-type]
        negated = self._accept("not") is not None
        if self._accept("between"):
            low = self._sum()
            self._expect("and")
            return Between(at, left, low, self._sum(), negated)
        if self._accept("in"):
            return self._membership(at, left, negated)
        if negated:
            raise self._unexpected("in")
        return left

    def _membership(self, at: int, value: Node, negated: bool) -> Node:
        if self._accept("{"):
            items = [self._sum()]
            while self._accept(","):
                items.append(self._sum())
            self._expect("}")
            return Member(at, value, tuple(items), None, negated)
        collection = self._name() if self._word.kind == "name" else None
        if not isinstance(collection, Word | Ref):
            raise self._unexpected("{")
        return Member(at, value, (), collection, negated)

    def _sum(self) -> Node:
        at = self._word.at
        terms: list[tuple[Literal["+", "-"], Node]] = [("+", self._product())]
        while (word := self._accept("+", "-")) is not None:
            terms.append(("+" if word.text == "+" else "-", self._product()))
        return terms[0][1] if len(terms) == 1 else Sum(at, tuple(terms))

    def _product(self) -> Node:
        at = self._word.at
        factors: list[tuple[Literal["*", "/"], Node]] = [("*", self._factor())]
        while (word := self._accept("*", "/", "of")) is not None:
            factors.append(("/" if word.text == "/" else "*", self._factor()))
        return factors[0][1] if len(factors) == 1 else Product(at, tuple(factors))

    def _factor(self) -> Node:
        word = self._accept("-")
        if word is None:
            return self._primary()
        self._deeper()
        node = Negative(word.at, self._factor())
        self._depth -= 1
        return node

    def _primary(self) -> Node:
        word = self._word
        match word.kind:
            case "number":
                return self._number()
            case "text":
                return Text(self._take().at, word.text)
            case "name":
                return self._name()
        if self._accept("("):
            node = self.expression()
            self._expect(")")
            return node
        raise self._unexpected()

    def _number(self) -> Node:
        word = self._take()
        if self._accept("%"):
            return Number(word.at, Decimal(word.text) / 100, percent=True)
        return Number(word.at, Decimal(word.text))

    def _name(self) -> Node:
        if self._word.text in ("true", "false"):
            word = self._take()
            return Truth(word.at, word.text == "true")
        if self._word.text in _RESERVED:
            raise self._unexpected()
        word = self._take()
        if not word.text[0].isupper() and self._accept("("):
            return self._call(word)
        part, column = self._suffix("."), self._suffix("@")
        kind = Ref if word.text[0].isupper() else Word
        return kind(word.at, word.text, part, column)

    def _suffix(self, sign: str) -> str:
        if self._accept(sign) is None:
            return ""
        if self._word.kind != "name":
            raise self._unexpected()
        return self._take().text

    def _call(self, name: Token) -> Node:
        args: list[Node] = []
        where: Node | None = None
        if not self._accept(")"):
            args.append(self.expression())
            while self._accept(","):
                args.append(self.expression())
            if self._accept("where"):
                where = self.expression()
            self._expect(")")
        if name.text in AGGREGATES:
            return Aggregate(name.at, name.text, tuple(args), where)
        if where is not None:
            raise FormsError("rule.where", function=name.text, column=name.at + 1)
        return Call(name.at, name.text, tuple(args))
