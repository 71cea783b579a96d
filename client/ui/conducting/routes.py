"""Where pages ask to go, and what they ask for beyond themselves."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Routes(QObject):
    """Where pages ask to go; whoever leads the window listens."""

    open_return = Signal(str, object, str)
    """Form, period and address."""
    filed = Signal()
    """Something was filed or asked after, by whoever pressed it."""
    answered = Signal()
    """The authority answered what was filed, while the person did something else."""
    send = Signal(object)
    """The period to file, or None for the one shown last."""
    summed = Signal(str)
    """What the selected figures come to."""
    choose_book = Signal()
    import_book = Signal(object)
    """The path of a workbook to be reviewed."""
    go_on_import = Signal(object)
    """The ``UnderReview`` that was looked at and is not stored."""
    firm_entered = Signal(str, str)
    firm_chosen = Signal(str)
    firms = Signal()
    """The enterprises of the home are to be seen."""
    enrolled = Signal()
    desk_shown = Signal()
    home = Signal()
    """The desk is wanted."""
    diagnose = Signal()
    """What stands in the way is to be looked for."""
    support = Signal()
    """The support bundle is wanted."""
    dragging = Signal(bool)
    settings_changed = Signal(object)
    """All settings by key, as kept now."""
    print_receipt = Signal(str, object)
    """Form and period whose receipt is to be seen as a sheet."""
    definitions = Signal()
    """A newer version of the definitions is wanted."""
    open_elsewhere = Signal(str, str, object, str)
    """The same of any enterprise: its code, form, period and address."""
    export = Signal(object)
    """An ``Export``: a table for other programs."""
    backups = Signal()
    """The backups there are are to be seen."""
    restore = Signal(object)
    """A ``Wanted``: one of them is to be restored."""
    questionnaire = Signal()
    """The definitions in use are to be seen, or others chosen."""
    definitions_taken = Signal(object)
    """The ``Pack`` that is in use from now on."""
    recovery_card = Signal()
    """Where the recovery card is made is wanted."""
    leave_aside = Signal()
    """Back from a page that is no page of the rail."""
    versions_moved = Signal()
    """Returns have gone over to another version of the definitions, or back."""
