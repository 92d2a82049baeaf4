"""What has begun is brought to its end; nothing begins after that."""

import asyncio

from simulator.hands import Hands
from tests.loops import run_apart


def test_work_in_hand_is_finished_and_none_begins_after():
    done: list[str] = []

    async def main() -> bool:
        hands = Hands()
        begun, go_on = asyncio.Event(), asyncio.Event()

        async def one() -> None:
            async with hands.finishing():
                begun.set()
                await go_on.wait()
                async with hands.finishing():  # part of the same piece of work
                    done.append("one")
            async with hands.finishing():
                done.append("never")

        hands.begin(one())
        await begun.wait()
        resting = asyncio.create_task(hands.rest(5))
        await asyncio.sleep(0)
        go_on.set()
        return await resting

    assert run_apart(main())
    assert done == ["one"]


def test_what_is_not_finished_in_time_is_said():
    async def main() -> bool:
        hands = Hands()

        async def stuck() -> None:
            async with hands.finishing():
                await asyncio.Event().wait()

        hands.begin(stuck())
        await asyncio.sleep(0)
        return await hands.rest(0.01)

    assert not run_apart(main())


def test_a_task_that_fails_is_kept_for_the_report():
    async def main() -> list[BaseException]:
        hands = Hands()

        async def fail() -> None:
            raise ValueError("oops")

        hands.begin(fail())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await hands.rest(1)
        return hands.failed

    assert [str(error) for error in run_apart(main())] == ["oops"]
