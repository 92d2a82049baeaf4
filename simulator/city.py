"""The city: the phone rings, and everybody does their part until the end of the run."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from simulator.acting import Acting
from simulator.calling_back import CallingBack
from simulator.cases import Case, CaseDesk
from simulator.desk import Desk
from simulator.dispatching import Dispatching
from simulator.fate import draw
from simulator.jobs import Job
from simulator.mornings import Mornings
from simulator.population import Customer, Staff
from simulator.rates import STORM_FEEDERS, STORM_SHARE, gap
from simulator.site import Site
from simulator.telephone import Telephone

SITE = frozenset({"assigned", "en_route", "on_site", "restored"})


@dataclass(frozen=True)
class Weather:
    seed: int
    storm: bool


class City:
    def __init__(self, acting: Acting, weather: Weather) -> None:
        population = acting.population
        lead = population.of("lead")[0]
        self.acting, self.weather = acting, weather
        self.jobs: dict[str, Job | Case] = {}
        self.telephone = Telephone(acting, population.of("telephony")[0], population.of("agent"))
        self.cases = CaseDesk(acting, weather.seed)
        self.desk = Desk(acting, self.telephone, lead, self.cases)
        self.dispatching = Dispatching(acting, self.desk, weather.seed, weather.storm)
        self.site = Site(acting, self.desk, self.dispatching)
        self.calling_back = CallingBack(acting, self.telephone, self.jobs, self.live)
        self.mornings = Mornings(acting, weather.seed)

    async def open(self) -> None:
        """Before the first ring."""
        await self.mornings.begin()
        self.acting.hands.begin(self.mornings.keep())
        self.acting.hands.begin(self.calling_back.watch(self._who_calls_back()))

    async def ring(self) -> None:
        """Let the phone ring, for ever."""
        random = Random(f"{self.weather.seed}/calls")  # noqa: S311  a city, not a secret
        who = callers(self.acting.population.by_feeder(), self.weather, random)
        for number in itertools.count(1):
            await self.acting.pace.sleep(gap(random, self.acting.pace.now(), self.weather.storm))
            self.acting.hands.begin(self._one_call(number, who()))

    async def _one_call(self, number: int, customer: Customer) -> None:
        fate = draw(self.weather.seed, number)
        job = await self.desk.call(f"{self.acting.name}-{number}", customer, fate)
        if job is not None:
            self.jobs[job.number] = job
            if isinstance(job, Job):
                self.acting.hands.begin(self.desk.urge(job))
            await self.live(job, "accepted")

    def _who_calls_back(self) -> Staff:
        """Whose list has every call-back in it, those about misconduct too."""
        population = self.acting.population
        return [*population.of("agent"), *population.cleared("agent")][-1]

    async def live(self, job: Job | Case, state: str) -> None:
        """Whoever is next does the next thing, until the order waits for its call-back, for its master, or is done."""
        if isinstance(job, Case):
            await self.cases.live(job, state)
            return
        while True:
            if state == "accepted":
                state = await self.desk.send_out(job)
            elif state == "dispatched":
                state = await self.dispatching.take_up(job)
            elif state == "received":
                state = await self.dispatching.send(job)
            elif state in SITE:
                state = await self.site.work(job, state)
            else:
                return


def callers(by_feeder: dict[str, list[Customer]], weather: Weather, random: Random) -> Callable[[], Customer]:
    """Who calls next: anybody, or, in a storm, mostly the customers of the few lines it hit."""
    everybody = [customer for _, customers in sorted(by_feeder.items()) for customer in customers]
    hit = random.sample(sorted(by_feeder), min(STORM_FEEDERS, len(by_feeder))) if weather.storm else []
    struck = [customer for feeder in hit for customer in by_feeder[feeder]]
    return lambda: random.choice(struck if struck and random.random() < STORM_SHARE else everybody)
