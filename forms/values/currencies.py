"""Foreign money: what offices call it in Chinese and in Latin letters."""

from __future__ import annotations

import msgspec


class Currency(msgspec.Struct, frozen=True):
    """A currency other than yuan; ``also`` and ``latin`` are its other names, the latter in small letters."""

    name: str
    english: str
    also: tuple[str, ...]
    latin: tuple[str, ...]


CURRENCIES = (
    Currency("美元", "US dollars", ("美金",), ("usd", "us$", "us dollar", "dollar")),
    Currency("港元", "HK dollars", ("港币",), ("hkd", "hk$", "hk dollar", "hong kong dollar")),
    Currency("欧元", "euros", (), ("eur", "euro", "€")),
    Currency("日元", "yen", ("日币",), ("jpy", "yen")),
    Currency("英镑", "pounds sterling", (), ("gbp", "£", "pounds sterling", "pound sterling")),
    Currency("新台币", "New Taiwan dollars", ("新台币元", "台币"), ("twd", "ntd", "nt$", "new taiwan dollar")),
    Currency("澳门元", "patacas", ("澳门币", "葡币"), ("mop", "pataca")),
    Currency("韩元", "won", ("韩币",), ("krw", "won", "₩")),
    Currency("新加坡元", "Singapore dollars", ("新加坡币", "坡币"), ("sgd", "s$", "singapore dollar")),
    Currency("澳元", "Australian dollars", ("澳大利亚元", "澳币"), ("aud", "a$", "australian dollar")),
    Currency("加元", "Canadian dollars", ("加拿大元", "加币"), ("cad", "canadian dollar")),
    Currency("瑞士法郎", "Swiss francs", ("瑞郎",), ("chf", "swiss franc")),
    Currency("卢布", "roubles", ("俄罗斯卢布",), ("rub", "rouble", "ruble")),
    Currency("泰铢", "baht", ("泰国铢",), ("thb", "baht")),
    Currency("越南盾", "dong", (), ("vnd", "dong")),
    Currency("林吉特", "ringgit", ("马来西亚林吉特", "马币"), ("myr", "ringgit")),
    Currency("印度卢比", "Indian rupees", ("卢比",), ("inr", "rupee", "indian rupee")),
    Currency("印尼盾", "rupiah", ("印度尼西亚盾", "印尼卢比"), ("idr", "rupiah")),
    Currency("墨西哥比索", "Mexican pesos", ("比索",), ("mxn", "mexican peso")),
)
"""Those that firms of the province keep books, invoices and loans in."""

FOREIGN = frozenset(each.name for each in CURRENCIES)
OTHER_NAMES = {other: each.name for each in CURRENCIES for other in each.also}
WORDS = "|".join(sorted((*FOREIGN, *OTHER_NAMES), key=len, reverse=True))
"""Every Chinese name of one, for an expression; the longest first."""
LATIN = {word: each.name for each in CURRENCIES for word in each.latin}
