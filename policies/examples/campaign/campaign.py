"""A campaign through the gate: workers, a provider that fails, and a ledger that holds.

In: `campaign.policy` beside this file, and a ledger (`--ledger URL`; without one, a new SQLite
file). Out: on the screen what became of every contact, and what the ledger says afterwards.

    python policies/examples/campaign/campaign.py
    python policies/examples/campaign/campaign.py --ledger postgresql://…
"""

from __future__ import annotations

import argparse
import queue
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock, Thread

from provider import Provider, RefusedError

import policydsl
from policydsl.ledger.store import Entry, State

HERE = Path(__file__).resolve().parent
MORNING = datetime(2026, 3, 4, 1, tzinfo=UTC)  # 09:00 in Shanghai
WORKERS = 8
PERSONS = 200
MESSAGES = ("reminder", "receipt")
"""Two teams want to text the same persons on the same day; one a day is allowed."""


class Campaign:
    """The jobs, the workers that do them, and what they count."""

    def __init__(self, gate: policydsl.Gate) -> None:
        self.gate = gate
        self.provider = Provider(self.called_back)
        self.jobs: queue.Queue[tuple[str, dict[str, object]]] = queue.Queue()
        self.seen: Counter[str] = Counter()
        self._lock = Lock()
        self._died: set[str] = set()

    def run(self) -> None:
        """One message after the other, each by all workers; then the callbacks that are late."""
        for message in MESSAGES:
            for key, proposal in proposals(message):
                self.jobs.put((key, proposal))
            workers = [Thread(target=self.work) for _ in range(WORKERS)]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
        self.provider.call_back_all()

    def work(self) -> None:
        """One worker, until no job is left."""
        while True:
            try:
                key, proposal = self.jobs.get_nowait()
            except queue.Empty:
                return
            self.contact(key, proposal)

    def contact(self, key: str, proposal: dict[str, object]) -> None:
        """One contact: the loop that a sender writes."""
        now = MORNING
        permit = self.gate.reserve(proposal, at=now, key=key)
        if not permit.allowed:
            self.count(*permit.codes[:1] or [f"already {permit.state}"])
            return
        if permit.replayed and self.provider.was_taken(key):
            permit.confirm("submitted", outcome="found_after_crash")
            self.count("confirmed after a crash")
            return
        if not permit.may_send(now):
            permit.release("too late")
            return
        try:
            self.send(key, str(proposal["address"]))
        except RefusedError:
            permit.release("provider refused")
            self.count("refused by the provider, place given back")
            return
        if self.dies_now(key):
            self.count("worker died between send and confirm")
            self.jobs.put((key, proposal))  # what a queue does with a job nobody acknowledged
            return
        permit.confirm("submitted")
        self.count("confirmed")

    def send(self, key: str, number: str) -> None:
        """Send, and once more when nobody knows: the key makes it the same message."""
        try:
            self.provider.send(key, number)
        except TimeoutError:
            self.count("timed out, sent again under the same key")
            self.provider.send(key, number)

    def called_back(self, key: str, reached: str) -> None:
        """The provider says what became of a message: maybe twice, maybe before we confirmed it."""
        self.gate.amend(key, reached=reached)

    def dies_now(self, key: str) -> bool:
        """One worker in thirty dies here, once."""
        with self._lock:
            if key in self._died or sum(key.encode()) % 30:
                return False
            self._died.add(key)
            return True

    def count(self, what: str) -> None:
        """One more of something."""
        with self._lock:
            self.seen[what] += 1


def proposals(message: str) -> list[tuple[str, dict[str, object]]]:
    """Every contact that one team wants to make today, with its key."""
    return [
        (
            f"2026-03-04/{message}/P{number:03}",
            {
                "person": f"P{number:03}",
                "channel": "sms",
                "purpose": "servicing",
                "recipient": "debtor",
                "address": f"+86139{number:08}",
                "template": message,
            },
        )
        for number in range(PERSONS)
    ]


def know_everybody(gate: policydsl.Gate) -> None:
    """What the ledger must know before: where everybody is, and who opted out."""
    gate.record(
        {
            "type": "person",
            "id": f"P{number:03}",
            "known_at": "2026-03-01T00:00:00Z",
            "time_zones": ["Asia/Shanghai"],
            "opted_out": number % 25 == 0,
        }
        for number in range(PERSONS)
    )


def report(campaign: Campaign) -> None:
    """What was counted, and whether what must hold does."""
    for what, number in sorted(campaign.seen.items()):
        print(f"{number:4}  {what}")
    events = Counter(entry.person for entry in campaign.gate.store.entries() if is_contact(entry))
    print(f"{campaign.provider.sent:4}  messages left the provider")
    print(
        f"{sum(events.values()):4}  contacts stand in the ledger, at most {max(events.values())}"
        " for one person"
    )
    late = campaign.gate.expire(MORNING + timedelta(hours=1))
    print(f"{late.counting + late.freed:4}  places were never reported on")


def is_contact(entry: Entry) -> bool:
    """A contact that was made: no amendment, and no place given back."""
    return entry.state is State.EVENT and entry.amends is None


def main() -> None:
    """Run it on a ledger."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--ledger", metavar="URL", help="where contacts are kept")
    options = parser.parse_args()
    policy = policydsl.load(HERE / "campaign.policy")
    with tempfile.TemporaryDirectory() as folder:
        url = options.ledger or f"sqlite:///{folder}/contacts.db"
        with policydsl.Gate(policy, url) as gate:
            know_everybody(gate)
            campaign = Campaign(gate)
            campaign.run()
            report(campaign)


if __name__ == "__main__":
    main()
