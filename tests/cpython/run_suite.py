"""Runs one of CPython's own test suites on the reference solutions: run_suite.py SUITE.

The suites are those of the interpreter's package `test`, unchanged. Their namespaces are given our
classes for Python's; what cannot be asked of a C++ class is left out by name, with the reason.
"""

import concurrent.futures
import importlib
import queue
import sys
import threading
import time
import types
import unittest

import reference as ours

NO_FORK = "a C++ lock does not outlive fork"
NO_REPR = "repr() is Python's"
INTERNALS = "looks into CPython's own implementation"
INTERPRETER = "is about the end of the interpreter, not of a pool"


def with_ours(module, **classes):
    """Python's module, with our classes in place of its own."""
    return types.SimpleNamespace(**{**vars(module), **classes})


def condition(lock=None):
    if lock is None:
        return ours.ConditionOnRLock()
    on = ours.ConditionOnLock if isinstance(lock, ours.Lock) else ours.ConditionOnRLock
    return on(lock)


class Executor:
    """Our pool, called as Python's is: with iterables, keywords, and sets in the answers."""

    def __init__(self, max_workers=5):
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")  # the words are Python's
        self._pool = ours.ThreadPoolExecutor(max_workers)
        self.submit = self._pool.submit
        self.shutdown = self._pool.shutdown

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        return self._results(self._pool.map(fn, list(zip(*iterables)), timeout))

    @staticmethod
    def _results(results):
        yield from results

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.shutdown()


def wait(fs, timeout=None, return_when=ours.ALL_COMPLETED):
    return tuple(map(set, ours.wait(list(fs), timeout, return_when)))


def as_completed(fs, timeout=None):
    return ours.as_completed(list(fs), timeout)


class Promise:
    """A future whose end the test decides: its task waits in a pool for the one before it."""

    all = []  # to be ended with the run

    def __init__(self):
        self._pool = ours.ThreadPoolExecutor(1)
        self._gate = threading.Event()
        Promise.all.append(self)
        self.blocker = self._pool.submit(self._gate.wait)
        self.future = self._pool.submit(lambda: self._outcome())

    def __getattr__(self, name):
        return getattr(self.future, name)

    def set_result(self, result):
        self.end(lambda: result)

    def set_exception(self, exception):
        def fail():
            raise exception
        self.end(fail)

    def end(self, outcome=lambda: None):
        self._outcome = outcome
        self._gate.set()
        self._pool.shutdown()


def create_future(state="PENDING", exception=None, result=None):
    promise = Promise()
    if state == "RUNNING":
        while not promise.blocker.running():
            time.sleep(0.001)
        return promise.blocker
    if state == "FINISHED":
        promise.end(lambda: result) if exception is None else promise.set_exception(exception)
    elif state != "PENDING":
        promise.cancel()
    return promise if state == "PENDING" else promise.future


def locks():
    suite = importlib.import_module("test.lock_tests")
    suite.threading = with_ours(threading, Lock=ours.Lock, RLock=ours.RLock)
    kinds = [
        (suite.LockTests, dict(locktype=staticmethod(ours.Lock))),
        (suite.RLockTests, dict(locktype=staticmethod(ours.RLock))),
        (suite.EventTests, dict(eventtype=staticmethod(ours.Event))),
        (suite.ConditionTests, dict(condtype=staticmethod(condition))),
        (suite.SemaphoreTests, dict(semtype=staticmethod(ours.Semaphore))),
        (suite.BoundedSemaphoreTests, dict(semtype=staticmethod(ours.BoundedSemaphore))),
        (suite.BarrierTests, dict(barriertype=staticmethod(ours.Barrier))),
    ]
    return [type(base.__name__, (base, unittest.TestCase), has) for base, has in kinds], {
        "test_at_fork_reinit": NO_FORK,
        "test_repr": NO_REPR,
        "test_locked_repr": NO_REPR,
    }


def queues():
    suite = importlib.import_module("test.test_queue")
    module = with_ours(queue, Queue=ours.Queue, LifoQueue=ours.LifoQueue,
                       PriorityQueue=ours.PriorityQueue)
    bases = [suite.QueueTest, suite.LifoQueueTest, suite.PriorityQueueTest]
    return [type(base.__name__, (base, unittest.TestCase), dict(queue=module))
            for base in bases], {
        "test_shrinking_queue": "assigns to maxsize, which is fixed here",
    }


def pools():
    suite = importlib.import_module("test.test_concurrent_futures")
    suite.futures = with_ours(
        concurrent.futures, ThreadPoolExecutor=Executor, wait=wait, as_completed=as_completed,
        FIRST_COMPLETED=ours.FIRST_COMPLETED, FIRST_EXCEPTION=ours.FIRST_EXCEPTION,
        ALL_COMPLETED=ours.ALL_COMPLETED)
    suite.Future = Promise
    suite.create_future = create_future
    suite.PENDING_FUTURE = create_future("PENDING").future
    suite.RUNNING_FUTURE = create_future("RUNNING")
    suite.CANCELLED_FUTURE = create_future("CANCELLED")
    suite.CANCELLED_AND_NOTIFIED_FUTURE = create_future("CANCELLED")
    suite.EXCEPTION_FUTURE = create_future("FINISHED", exception=OSError())
    suite.SUCCESSFUL_FUTURE = create_future("FINISHED", result=42)
    has = dict(executor_type=Executor)
    bases = [suite.ThreadPoolExecutorTest, suite.ThreadPoolWaitTests,
             suite.ThreadPoolAsCompletedTest, suite.ThreadPoolShutdownTest, suite.FutureTests]
    unlike = "a cancelled future counts as done here at once"
    return [type(base.__name__, (base,), has) for base in bases], {
        "test_cancel": INTERNALS,
        "test_context_manager_shutdown": INTERNALS,
        "test_default_workers": INTERNALS,
        "test_del_shutdown": INTERNALS,
        "test_exception_with_success": INTERNALS,
        "test_idle_thread_reuse": INTERNALS,
        "test_saturation": INTERNALS,
        "test_shutdown_no_wait": INTERNALS,
        "test_thread_names_assigned": INTERNALS,
        "test_thread_names_default": INTERNALS,
        "test_threads_terminate": INTERNALS,
        "test_cancel_futures": "nothing promises that a task has begun by then",
        "test_cancel_futures_wait_false": INTERPRETER,
        "test_hang_gh83386": INTERPRETER,
        "test_hang_global_shutdown_lock": NO_FORK,
        "test_interpreter_shutdown": INTERPRETER,
        "test_submit_after_interpreter_shutdown": INTERPRETER,
        "test_correct_timeout_exception_msg": "the words are Python's",
        "test_done_callback_raises": "what a callback throws is swallowed, not logged",
        "test_done_callback_raises_already_succeeded": "likewise",
        "test_first_completed": unlike,
        "test_first_exception_some_already_complete": unlike,
        "test_free_reference": "a result lives as long as a handle, and the range has one",
        "test_free_reference_yielded_future": "likewise",
        "test_map_submits_without_iteration": "here, dropping the range cancels what has not begun",
        "test_multiple_set_exception": "only a pool ends a future",
        "test_multiple_set_result": "likewise",
        "test_repr": NO_REPR,
    }


SUITES = {"lock_tests": locks, "test_queue": queues, "test_concurrent_futures": pools}


def main():
    cases, left_out = SUITES[sys.argv[1]]()
    for case in cases:
        for name, reason in left_out.items():
            if hasattr(case, name):
                setattr(case, name, unittest.skip(reason)(getattr(case, name)))
    load = unittest.defaultTestLoader.loadTestsFromTestCase
    tests = unittest.TestSuite(load(case) for case in cases)
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(tests)
    for promise in Promise.all:
        promise.end()
    sys.exit(0 if result.wasSuccessful() and result.testsRun > len(result.skipped) else 1)


if __name__ == "__main__":
    main()
