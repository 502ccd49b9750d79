"""What takes long is computed once, and given up when nobody waits for it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from dashboard.long_work import GivenUpError, LongWork


class Steps:
    """Something that takes steps, each when it is let go on."""

    def __init__(self, many=3):
        self.many = many
        self.begun = 0
        self.reached = [Event() for _ in range(many + 1)]
        self.go = [Event() for _ in range(many + 1)]

    def __call__(self, progress):
        self.begun += 1
        for step in range(self.many):
            progress(step, self.many)
            self.reached[step].set()
            assert self.go[step].wait(5)
        return "answer"

    def let_go(self):
        for event in self.go:
            event.set()


def test_ten_who_ask_at_once_get_the_answer_of_one_computation():
    work, steps, ready = LongWork(8), Steps(), Barrier(11)

    def ask(_):
        with work.joined(("q",), steps) as job:
            ready.wait(5)
            return job.answer.result(5)

    with ThreadPoolExecutor(10) as readers:
        answers = readers.map(ask, range(10))
        ready.wait(5)
        steps.let_go()
        assert list(answers) == ["answer"] * 10
    assert steps.begun == 1


def test_what_was_answered_is_there_at_once():
    work, steps = LongWork(8), Steps()
    steps.let_go()
    for _ in range(3):
        with work.joined(("q",), steps) as job:
            assert job.answer.result(5) == "answer"
    assert steps.begun == 1


def test_it_says_how_far_it_is():
    work, steps = LongWork(8), Steps(4)
    with work.joined(("q",), steps) as job:
        for step in range(4):
            assert steps.reached[step].wait(5)
            assert job.share == step / 4
            steps.go[step].set()
        job.answer.result(5)


def test_what_nobody_waits_for_ends_at_its_next_step_and_the_next_question_begins():
    work, left, other = LongWork(8), Steps(), Steps()
    other.let_go()
    with work.joined(("left",), left) as job:
        assert left.reached[0].wait(5)
    left.go[0].set()
    with pytest.raises(GivenUpError):
        job.answer.result(5)
    assert not left.reached[1].is_set()
    with work.joined(("other",), other) as job:
        assert job.answer.result(5) == "answer"


def test_one_who_leaves_does_not_end_the_work_of_another():
    work, steps = LongWork(8), Steps()
    with work.joined(("q",), steps) as stays:
        with work.joined(("q",), steps):
            assert steps.reached[0].wait(5)
        steps.let_go()
        assert stays.answer.result(5) == "answer"
    assert steps.begun == 1


def test_who_comes_back_to_what_was_given_up_gets_it_anew():
    work, steps = LongWork(8), Steps()
    with work.joined(("q",), steps):
        assert steps.reached[0].wait(5)
    steps.let_go()
    with work.joined(("q",), steps) as job:
        assert job.answer.result(5) == "answer"
    assert steps.begun == 2


def test_a_failure_reaches_who_waits_and_is_not_kept():
    work, tries = LongWork(8), []

    def fail(progress):
        tries.append(progress)
        raise ValueError("no")

    for _ in range(2):
        with work.joined(("q",), fail) as job, pytest.raises(ValueError, match="no"):
            job.answer.result(5)
    assert len(tries) == 2


def test_the_oldest_answers_are_forgotten():
    work, asked = LongWork(2), []

    def ask(name):
        with work.joined((name,), lambda progress: asked.append(name) or name) as job:
            return job.answer.result(5)

    assert [ask(name) for name in "abca"] == list("abca")
    assert asked == list("abca")
    assert [ask(name) for name in "ca"] == list("ca")
    assert asked == list("abca")
