from __future__ import annotations

import pytest

from workbench.kernel.errors import ErrorReport, Frame, LoadError
from workbench.kernel.signals import Signal


def test_listeners_are_called_in_order_until_they_leave() -> None:
    signal: Signal[[str]] = Signal()
    heard: list[str] = []
    leave = signal.connect(lambda text: heard.append(f"first {text}"))
    signal.connect(lambda text: heard.append(f"second {text}"))
    signal.emit("a")
    leave()
    leave()
    signal.emit("b")
    assert heard == ["first a", "second a", "second b"]


def test_a_listener_that_raises_is_logged_and_the_others_are_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    signal: Signal[[]] = Signal()
    heard: list[int] = []

    def broken() -> None:
        raise RuntimeError("no")

    signal.connect(broken)
    signal.connect(lambda: heard.append(1))
    signal.emit()
    assert heard == [1]
    assert "a listener of a signal raised" in caplog.text


def test_a_listener_that_another_one_removes_is_not_called() -> None:
    signal: Signal[[]] = Signal()
    heard: list[str] = []
    leave: list[object] = []

    def remover() -> None:
        heard.append("remover")
        disconnect()

    signal.connect(remover)
    disconnect = signal.connect(lambda: heard.append("removed"))
    signal.connect(lambda: leave.append(1))
    signal.emit()
    assert heard == ["remover"]
    assert leave == [1]


def test_a_report_travels_as_json_and_back() -> None:
    report = ErrorReport(
        "KeyError", "lost", "/app/main.py", 7, "handler", "look again", "INTERNAL",
        (Frame("/app/main.py", 7, "handler", "return data['x']"),),
    )  # fmt: skip
    assert ErrorReport.from_json(report.to_json()) == report
    assert ErrorReport.from_json({}) == ErrorReport("Error", "")


def test_an_error_of_the_kernel_reports_itself_unless_given_a_report() -> None:
    assert LoadError("cannot be read", hint="save it").report == ErrorReport(
        "LoadError", "cannot be read", hint="save it"
    )
    report = ErrorReport("SyntaxError", "bad")
    assert LoadError("x", report=report).report is report
