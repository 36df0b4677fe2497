"""A pytest plugin for CI=true: there, a test that did not run is a failure."""

import os

import pytest

skipped: list[str] = []


def pytest_runtest_logreport(report):
    if report.skipped and not hasattr(report, "wasxfail"):
        skipped.append(report.nodeid)


def pytest_collectreport(report):
    if report.skipped:
        skipped.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    if skipped and os.environ.get("CI") == "true" and not hasattr(session.config, "workerinput"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    if skipped and os.environ.get("CI") == "true":
        terminalreporter.section("CI allows no skips")
        terminalreporter.write_line("\n".join(sorted(set(skipped))))
