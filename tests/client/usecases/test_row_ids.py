"""Ids of new rows."""

from __future__ import annotations

import uuid

from client.usecases.books.preview.row_ids import new_row_ids


def test_ids_of_a_batch_are_uuids_in_rising_order() -> None:
    made = new_row_ids(5_000)
    assert len(set(made)) == len(made)
    assert made == sorted(made)
    assert {uuid.UUID(text).version for text in made} == {7}
    assert {uuid.UUID(text).variant for text in made} == {uuid.RFC_4122}


def test_two_batches_share_no_id() -> None:
    assert not set(new_row_ids(100)) & set(new_row_ids(100))
