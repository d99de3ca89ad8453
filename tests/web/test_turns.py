"""Turns: few at once, the first one first, and nobody waits for ever."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from selon.web.turns import Turns


def test_who_asks_first_comes_first() -> None:
    turns, order = Turns(at_once=1, patience=30.0), list[int]()
    began, threads = Event(), []

    def work(number: int) -> None:
        began.set()
        with turns.take():
            order.append(number)

    with turns.take():
        for number in range(5):
            began.clear()
            threads.append(Thread(target=work, args=(number,)))
            threads[-1].start()
            assert began.wait(30)
            while turns.waiting <= number:
                pass
        assert order == []
    for thread in threads:
        thread.join(30)
    assert order == list(range(5))
    assert (turns.free, turns.waiting) == (1, 0)


def test_who_waited_for_long_goes_on_without_a_turn() -> None:
    turns = Turns(at_once=1, patience=0.01)
    with turns.take(), turns.take():
        assert (turns.free, turns.waiting) == (0, 0)
    assert turns.free == 1


def test_a_turn_is_given_back_where_the_work_fails() -> None:
    turns = Turns(at_once=1)
    with pytest.raises(ZeroDivisionError), turns.take():
        _ = 1 // 0
    assert turns.free == 1
