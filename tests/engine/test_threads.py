"""One engine, many threads, the functions not written yet."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

from policydsl.engine.compiled import Engine, compile_policy
from tests.property.generator import random_policy, random_request

_THREADS = 8


def test_threads_agree() -> None:
    rng = Random("threads")
    for _ in range(15):
        of = random_policy(rng)
        asked = [random_request(rng, of) for _ in range(6)]
        alone = compile_policy(of)
        expected = [(alone.judge(one), alone.explain(one)) for one in asked]
        shared, barrier = compile_policy(of), Barrier(_THREADS)

        def work(engine: Engine = shared, start: Barrier = barrier, todo: list = asked) -> list:  # type: ignore[type-arg]
            start.wait()
            return [(engine.judge(one), engine.explain(one)) for one in todo]

        with ThreadPoolExecutor(_THREADS) as pool:
            answers = [pool.submit(work) for _ in range(_THREADS)]
            assert all(answer.result() == expected for answer in answers)
