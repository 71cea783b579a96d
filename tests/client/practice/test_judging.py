"""The bureau's judgement of one version, without a server: sealed by a device, opened and checked here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from client.practice.bureau.judging import FORMAT, MAX_CELLS, UNSEALABLE, Judgement, Received, judge
from client.practice.database import records
from client.practice.database.books import Books
from client.practice.database.own_keys import OwnKeys
from client.practice.database.records import Device, Version
from client.protocol.keys import KeySet, generate
from client.protocol.messages import Document, DocumentExplanation, Kind, NotApplicable
from client.protocol.submission import Frozen, Lineage, PackRef, Parties, Signer, freeze
from forms.pack.loader import load_pack
from forms.periods import Period
from forms.returns import Cell, Return

from .conftest import PACK

SHORT = load_pack(PACK)
FIRM, OTHER = "91440101MA5XXXXX0A", "91440300MA5YYYYY1B"
AT = "2025-10-09T16:02:11.000+08:00"
SEPTEMBER = "JY.2025-09"
R1, R2 = "5f0c0000-0000-4000-8000-000000000001", "5f0c0000-0000-4000-8000-000000000002"


class Bench:
    """Books with keys, and a device of each firm whose versions are put there as if they had been received."""

    def __init__(self, path: Path) -> None:
        self.books = Books(path)
        self.keys = self.books.run(OwnKeys)
        self._listed = KeySet.from_bytes(self.keys.collect_json())
        self._signer = Signer("d7000000-0000-4000-8000-000000000001", generate())
        self._seq = 0
        for number, firm in enumerate((FIRM, OTHER), 1):
            self.books.run(lambda c, firm=firm: records.put_firm(c, firm, ""))
            device = Device(
                f"d{number}", f"e{number}", firm, "", "{}", "{}", f"t{number}", "active", 0, AT, AT, None, None
            )
            self.books.run(lambda c, device=device: records.put_device(c, device))

    def put(
        self,
        document: Document,
        place: str = SEPTEMBER,
        *,
        firm: str = FIRM,
        kind: Kind = "original",
        base: str | None = None,
        **changed: Any,
    ) -> Version:
        """Receive a version; ``changed`` replaces fields of what was kept of it."""
        self._seq += 1
        frozen = self._freeze(document, f"{firm}.{place}", kind, base)
        kept: dict[str, Any] = {
            "seq": self._seq,
            "firm": firm,
            "return_key": frozen.return_key,
            "version_id": frozen.version_id,
            "base_version_id": base,
            "kind": kind,
            "manifest": frozen.manifest_jws,
            "manifest_sha256": frozen.manifest_sha256,
            "kid": frozen.kid,
            "sealed_sha256": frozen.sealed_sha256,
            "receipt": f"receipt-{self._seq}",
            "received_at": AT,
            "device_id": "d1" if firm == FIRM else "d2",
        }
        sealed = changed.pop("sealed", frozen.sealed)
        version = Version(**(kept | changed))
        self.books.run(lambda c: records.put_version(c, version, sealed))
        return version

    def _freeze(self, document: Document, key: str, kind: Kind, base: str | None) -> Frozen:
        return freeze(
            document,
            Lineage(key, f"3b1e0000-0000-4000-8000-{self._seq:012d}", base, kind),
            PackRef(SHORT.version, SHORT.sha256),
            Parties("practice", self._listed.current("seal", _day()), self._signer),
            _day(),
        )

    def received(self, firm: str = FIRM) -> Received:
        return Received(self.books, self.keys, SHORT, firm)

    def judge(self, document: Document, place: str = SEPTEMBER, **words: Any) -> Judgement:
        version = self.put(document, place, **words)
        return judge(version, SHORT, self.received(version.firm))


def _day() -> datetime:
    return datetime.fromisoformat(AT)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "practice.db")
    yield made
    made.books.close()


def told(judgement: Judgement) -> list[tuple[str, str, list[str]]]:
    return [(f.rule, f.severity, f.cells) for f in judgement.findings]


def test_sound_figures_are_accepted(bench: Bench) -> None:
    assert bench.judge(Document({"JY001": "1234", "JY005": "1000"})) == Judgement("accepted", [])


@pytest.mark.parametrize(("revenue", "cost"), [("1000", "1000"), ("1", "0"), ("0", "0")])
def test_the_boundary_of_a_rule_is_kept(bench: Bench, revenue: str, cost: str) -> None:
    assert bench.judge(Document({"JY001": revenue, "JY005": cost})).state == "accepted"


def test_one_over_the_boundary_is_sent_back(bench: Bench) -> None:
    judgement = bench.judge(Document({"JY001": "1000", "JY005": "1001"}))
    assert judgement.state == "rejected"
    assert told(judgement) == [("T001", "error", ["JY001", "JY005"])]


def test_a_negative_figure_where_it_is_not_usual_wants_an_explanation(bench: Bench) -> None:
    judgement = bench.judge(Document({"JY001": "-5", "JY005": "-6"}))
    assert judgement.state == "rejected"
    assert told(judgement) == [("SIGN", "query", ["JY001"]), ("SIGN", "query", ["JY005"])]


def test_zero_is_a_figure_and_blank_is_not(bench: Bench) -> None:
    assert bench.judge(Document({"JY001": "0", "JY005": "0"})).state == "accepted"
    assert told(bench.judge(Document({"JY005": "0"}), "JY.2025-08")) == [("REQ", "error", ["JY001"])]


def test_a_finding_names_cells_and_never_a_figure(bench: Bench) -> None:
    judgement = bench.judge(Document({"JY001": "918273645", "JY005": "918273646"}))
    assert not any("9182736" in f"{f.message}{f.cells}" for f in judgement.findings)


def test_a_place_the_form_does_not_have_is_a_matter_of_format(bench: Bench) -> None:
    judgement = bench.judge(Document({"JY001": "1", "JY005": "1", "JY999": "7", "not an address": "7"}))
    assert judgement.state == "rejected"
    assert told(judgement) == [(FORMAT, "error", ["JY999", "not an address"])]


@pytest.mark.parametrize("spelled", ["1,234", "１２３４", "1234元", "+5", "1e3", "一千"])
def test_text_that_is_not_canonical_is_sent_back(bench: Bench, spelled: str) -> None:
    judgement = bench.judge(Document({"JY001": spelled, "JY005": "0"}))
    assert judgement.state == "rejected"
    assert (FORMAT, "error", ["JY001"]) in told(judgement)


def test_many_strange_cells_are_named_up_to_a_limit(bench: Bench) -> None:
    cells = {f"ZZ{n:03d}": "1" for n in range(MAX_CELLS + 5)}
    judgement = bench.judge(Document({"JY001": "1", "JY005": "1", **cells}))  # type: ignore[arg-type]
    assert [len(f.cells) for f in judgement.findings] == [MAX_CELLS]


def test_a_query_stands_until_it_is_explained_at_its_place(bench: Bench) -> None:
    cells: dict[str, Any] = {"JY001": "1000001", "JY005": "1"}
    here = DocumentExplanation("T002", ["JY001"], "9", "新厂投产，订单集中交付")
    elsewhere = DocumentExplanation("T002", ["JY005"], "9", "新厂投产，订单集中交付")
    other_rule = DocumentExplanation("T001", ["JY001"], "9", "新厂投产，订单集中交付")
    assert told(bench.judge(Document(cells), "JY.2025-05")) == [("T002", "query", ["JY001"])]
    assert bench.judge(Document(cells, explanations=[elsewhere, other_rule]), "JY.2025-06").state == "rejected"
    assert bench.judge(Document(cells, explanations=[here]), "JY.2025-07").state == "accepted"


def test_an_error_cannot_be_explained_away(bench: Bench) -> None:
    words = DocumentExplanation("T001", ["JY001", "JY005"], "9", "新厂投产，订单集中交付")
    judgement = bench.judge(Document({"JY001": "1", "JY005": "2"}, explanations=[words]))
    assert told(judgement) == [("T001", "error", ["JY001", "JY005"])]


def test_a_nil_return_and_a_withdrawal_are_not_checked(bench: Bench) -> None:
    nil = Document({}, reason="本期停产")
    assert bench.judge(nil, "JY.2025-08", kind="nil") == Judgement("accepted", [])
    filed = bench.put(Document({"JY001": "1", "JY005": "1"}))
    gone = bench.judge(Document({}, reason="报错了单位"), kind="withdrawal", base=filed.version_id)
    assert gone == Judgement("withdrawn", [])


def test_a_cell_of_another_report_is_named_with_its_report(bench: Bench) -> None:
    bench.put(Document({"JY001": "500", "JY005": "1"}), "JY.2025-08")
    judgement = bench.judge(Document({"JY001": "499", "JY005": "1"}))
    assert told(judgement) == [("T003", "error", ["JY001", "JY.2025-08/JY001"])]


def test_only_the_newest_of_an_earlier_report_counts(bench: Bench) -> None:
    first = bench.put(Document({"JY001": "500", "JY005": "1"}), "JY.2025-08")
    correction = Document({"JY001": "400", "JY005": "1"}, reason="重复计算")
    bench.put(correction, "JY.2025-08", kind="correction", base=first.version_id)
    assert bench.judge(Document({"JY001": "450", "JY005": "1"})).state == "accepted"


def test_a_withdrawn_report_is_not_held_against_the_next(bench: Bench) -> None:
    first = bench.put(Document({"JY001": "500", "JY005": "1"}), "JY.2025-08")
    bench.put(Document({}, reason="报错了单位"), "JY.2025-08", kind="withdrawal", base=first.version_id)
    assert bench.judge(Document({"JY001": "3", "JY005": "1"})).state == "accepted"


def test_another_firm_s_figures_are_never_looked_at(bench: Bench) -> None:
    bench.put(Document({"JY001": "500", "JY005": "1"}), "JY.2025-08", firm=OTHER)
    assert bench.judge(Document({"JY001": "3", "JY005": "1"})).state == "accepted"
    assert list(bench.received()) == [("JY", "2025-09")]
    assert list(bench.received(OTHER)) == [("JY", "2025-08")]


@pytest.mark.parametrize(
    "damage",
    [
        {"sealed": b"junk"},
        {"sealed": b""},
        {"kid": "practice-seal-gone"},
        {"kid": ""},
    ],
    ids=["junk", "empty", "another key", "no key"],
)
def test_what_cannot_be_opened_is_sent_back_as_unsealable(bench: Bench, damage: dict[str, Any]) -> None:
    judgement = bench.judge(Document({"JY001": "1", "JY005": "1"}), **damage)
    assert judgement.state == "rejected"
    assert told(judgement) == [(UNSEALABLE, "error", [])]
    assert judgement.findings[0].message


def test_an_unsealable_report_is_to_others_as_if_it_were_not_there(bench: Bench) -> None:
    bench.put(Document({"JY001": "500", "JY005": "1"}), "JY.2025-08", sealed=b"junk")
    received = bench.received()
    assert len(received) == 1
    assert received.get(("JY", "2025-08")) is None
    assert bench.judge(Document({"JY001": "3", "JY005": "1"})).state == "accepted"


def test_figures_of_one_report_sealed_for_another_do_not_open(bench: Bench) -> None:
    august = bench.put(Document({"JY001": "1", "JY005": "1"}), "JY.2025-08")
    moved = bench.books.run(lambda c: records.sealed(c, august.seq))
    assert told(bench.judge(Document({"JY001": "2", "JY005": "1"}), sealed=moved)) == [(UNSEALABLE, "error", [])]


def test_received_returns_are_the_filed_figures(bench: Bench) -> None:
    bench.put(Document({"JY001": "12", "JY001@ly": "7", "JY005": NotApplicable("无此业务")}))
    filed = bench.received()["JY", "2025-09"]
    assert {address: cell.text for address, cell in filed.cells.items() if cell.na is None} == {
        "JY001": "12",
        "JY001@ly": "7",
    }
    assert filed.cells["JY005"].na == "无此业务"
    assert str(filed.key) == f"{FIRM}.JY.2025-09"


def test_a_return_at_hand_stands_in_front_of_the_kept_one(bench: Bench) -> None:
    bench.put(Document({"JY001": "12", "JY005": "1"}))
    received = bench.received()
    for period in ("2025-09", "2025-10"):
        mine = Return(FIRM, "JY", Period.parse(period), SHORT.version, cells={"JY001": Cell("99")})
        received.put(mine)
        assert received["JY", period] is mine
    assert len(received) == 2
    with pytest.raises(KeyError):
        received["JY", "2025-11"]


def test_rows_are_checked_one_by_one_and_named_by_row(bench: Bench) -> None:
    rows = {"XM": [R1, R2]}
    cells: dict[str, Any] = {f"XM[{R1}].XM001": "P-1", f"XM[{R2}].XM014": "5"}
    judgement = bench.judge(Document(cells, rows=rows), "XM.2025-09")
    assert judgement.state == "rejected"
    assert told(judgement) == [("REQ", "error", [f"XM[{R2}].XM001"])]


def test_a_cell_of_a_row_that_is_not_listed_is_strange(bench: Bench) -> None:
    cells: dict[str, Any] = {f"XM[{R1}].XM001": "P-1", f"XM[{R2}].XM001": "P-2"}
    judgement = bench.judge(Document(cells, rows={"XM": [R1]}), "XM.2025-09")
    assert told(judgement) == [(FORMAT, "error", [f"XM[{R2}].XM001"])]
