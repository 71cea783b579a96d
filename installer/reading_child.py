"""Runs before ``main.py`` in the packed program, which is also the child process that reads workbooks.

From the source tree that child is ``python -m client.workbook.reader.child``; a packed program has no ``-m``.
It is handed over here and not in ``main.py``, so that the child imports no front end.
"""

import sys

if sys.argv[1:] == ["_read-workbooks"]:
    from client.workbook.reader.child import main

    sys.exit(main())
