"""A real client process that files what is queued and kills itself at a chosen point. Run by the kill tests.

Arguments: home, firm, where to die (``before-put``, ``after-answer`` or ``never``).
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from client.net.transport import Answer, Request
from client.store import Store
from client.sync.filing import Filer
from tests.client.sync.office import CLOCK, HASTE, KEY, endpoint_of, is_put


def main(home: Path, firm: str, where: str) -> None:
    with Store.open(home / "jibao.db", KEY, clock=CLOCK) as store:
        endpoint, meddler = endpoint_of(store, home, firm)

        def before(request: Request) -> Answer | None:
            if where == "before-put" and is_put(request):
                os.kill(os.getpid(), signal.SIGKILL)
            return None

        def after(request: Request, answer: Answer) -> Answer:
            if where == "after-answer" and is_put(request):
                assert answer.status == 201
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        meddler.before, meddler.after = before, after
        for result in Filer(store, endpoint, CLOCK, pace=HASTE).settle(wait=60):
            sys.stdout.write(f"{result.version_id} {result.state}\n")
        sys.stdout.write(" ".join(meddler.versions()) + "\n")
        endpoint.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
