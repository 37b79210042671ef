"""What is told of the speed of reading."""

from __future__ import annotations

from tasks.runs.pace import Pace


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_share_speed_and_time_left_follow_the_bytes() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.start(1000)
    assert (pace.share, pace.articles_per_second, pace.seconds_left) == (0.0, 0.0, None)
    clock.now += 10
    pace.advance(200, 50)
    assert (pace.share, pace.articles_per_second, pace.seconds_left) == (0.2, 5.0, 40.0)


def test_what_was_slow_long_ago_is_forgotten() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.start(100_000)
    clock.now += 1000
    pace.advance(10, 10)
    for _ in range(100):
        clock.now += 1
        pace.advance(100, 100)
    assert 99 < pace.articles_per_second < 101


def test_more_bytes_than_were_announced_are_not_more_than_all() -> None:
    pace = Pace(Clock())
    pace.start(10)
    pace.advance(20, 1)
    assert pace.share == 1.0
    assert Pace(Clock()).share == 1.0
