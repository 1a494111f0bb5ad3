"""Processes share a ledger, and some are killed in the middle of it."""

import subprocess
import sys
from pathlib import Path

from policydsl.ledger.contract.frame import check_chains, found
from policydsl.ledger.opening import open_store
from policydsl.ledger.store import Wanted

WORKER = """
import sys, threading
from policydsl.ledger.contract.frame import event, records, reserved
from policydsl.ledger.opening import open_store
from policydsl.ledger.store import Lookup, Wanted, Writes

url, name, cap, persons = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
store = open_store(url)

def say(text):
    sys.stdout.write(text + "\\n")
    sys.stdout.flush()

def send(thread):
    for number in range(10**9):
        person = f"person={number % persons}"
        identity = f"{name}-{thread}-{number}"

        def judge(known):
            if len(known.found[person]) >= cap:
                return Writes(records=records(1)), False
            place = reserved(identity, keys=(person,))
            return Writes(added=(place,), records=records(1, identity)), True

        wanted = Wanted(lookups=(Lookup(person, (("contact", None),)),))
        if store.atomically(wanted, [person], judge):
            store.settle([event(identity, 2, keys=(person,))])
            say(identity)
        if number == 4 * persons:
            say("done")
            return

for thread in range(3):
    threading.Thread(target=send, args=(thread,)).start()
"""


def test_caps_hold_and_what_was_said_stays_when_processes_are_killed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/contacts.db"
    cap, persons, processes = 3, 12, 4
    store = open_store(url)
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, url, f"w{number}", str(cap), str(persons)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(processes)
    ]
    said: set[str] = set()
    for number, worker in enumerate(workers):
        assert worker.stdout is not None
        if number % 2:
            said.add(worker.stdout.readline())
            worker.kill()
        said.update(worker.stdout)
        worker.stdout.close()
        worker.wait()
    said = {line.strip() for line in said if line.endswith("\n")} - {"done"}
    counted = {f"person={one}": found(store, f"person={one}") for one in range(persons)}
    assert [len(ids) for ids in counted.values()] == [cap] * persons
    assert said
    assert said <= {one for ids in counted.values() for one in ids}
    read = store.read(Wanted(ids=tuple(said), records=tuple(said)))
    assert {entry.state for entry in read.entries.values()} == {"event"}
    assert all(read.records[one] for one in said)
    check_chains(list(store.records()))
    assert len({one.lane for one in store.records()}) >= processes // 2
    store.close()
