"""Columns out of frames: what the closures would look at, row by row, gathered for whole tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from forms.columns.tables.cells import gathered
from forms.columns.values import Column, Mask
from forms.rules.binding import Place
from forms.rules.scope import Frame


def column_of(frames: Sequence[Frame], place: Place) -> Column:
    """The field of a place in each of the frames."""
    states = [frame.sheet.state for frame in frames]
    states = states if any(states) else [""]
    return gathered([frame.cells.get(place.field) for frame in frames], place.spec, states)


def typed_in(frames: Iterable[Frame], fields: Sequence[str]) -> Mask:
    """Where anything was entered in one of the fields."""
    return np.array([any(frame.text(field) for field in fields) for frame in frames], np.bool_)
