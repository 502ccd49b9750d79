"""How soon are many readers answered at once, and what does an answer cost?

Readers without browsers, over Streamlit's own websocket: first one who turns the pages, whose
cost in seconds of processors is the figure that noise disturbs least; then 5, 20 and 50 who
change slice and page every five seconds; last, those whose slices change while another reader
exports twelve figures. No slice is asked twice, so that no cache answers for it.
"""

import asyncio
import random
import sys
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from crowd import SHOWN, Crowd
from processes import can_measure, cpu_seconds, memory
from random_slices import RandomSlices
from reader import Reader
from report import Section, parser
from served import served_process

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.collection import Collection
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.session.page_keys import KEPT
from setupscope.dashboard.session.pages import FIGURES, PAGES
from system_browser import CHROME

READERS, SECONDS, CHANGES = (5, 20, 50), 120, 30
"""How many at once, for how long; changes on each page."""
CPU, CPU_OF_PAGE = 0.080, 0.120
"""Seconds of processors a change may take: over all pages, and on any of them."""
P50, P95 = {50: 0.5}, {20: 0.6, 50: 1.5}
"""Seconds to the end of an answer at most, by number of readers."""
MEMORY, GROWTH = 1e9, 50e6
"""Bytes at most; and bytes that the second half of the time may add."""
WHILE_EXPORTING = 1.0
"""Seconds that a change may take while another reader exports."""
KEPT_FIGURES = ("win-rates", "stability", "flips")
PARTS = ("pages", "crowds", "exports")
EXPORTING = "Create the archive"


class Findings:
    """What was measured, as it goes to the terminal and into the report.

    Parameters
    ----------
    report : dict
        Where figures go.
    """

    def __init__(self, report):
        self.missed, self.report = [], report

    def hold(self, what, value, limit):
        """Notes a limit that is missed; the limit in words."""
        if not value <= limit:
            self.missed.append(f"{what}: {value:.3g} is over {limit:g}")
        return f"(at most {limit:g})"


async def warm_up(address, study):
    """Asks once what a server computes once: the whole of each scenario, on each page."""
    async with Reader(address) as reader:
        await reader.open()
        for path, scenario in product(SHOWN, study.scenarios):
            await reader.go(path, f"scenario={scenario.name}")


async def cost_of_pages(address, pid, slices, changes, findings):
    """One reader, one page after the other: seconds of processors a change."""
    costs = {}
    async with Reader(address) as reader:
        await reader.open()
        for path, title in SHOWN.items():
            await reader.go(path, next(slices))
            await asyncio.sleep(0.5)
            before = cpu_seconds(pid)
            for _ in range(changes):
                answer = await reader.go(path, next(slices))
                assert not answer.errors, answer.errors
            await asyncio.sleep(0.5)  # what follows an answer belongs to it
            costs[title] = (cpu_seconds(pid) - before) / changes
            limit = findings.hold(f"CPU of {title}", costs[title], CPU_OF_PAGE)
            print(f"  {title:<14} {1000 * costs[title]:4.0f} ms of CPU a change {limit}")
    mean = float(np.mean(list(costs.values())))
    print(f"  {'mean':<14} {1000 * mean:4.0f} ms {findings.hold('CPU, mean', mean, CPU)}")
    findings.report["cpu_of_pages"] = {**costs, "mean": mean}


async def many(pid, crowd, seconds, findings):
    """Many readers for some time: how soon they are answered, and what the server takes."""
    async with crowd:
        await asyncio.sleep(1)
        cpu, held = cpu_seconds(pid), [memory(pid)]
        running = asyncio.create_task(crowd.change(seconds))
        for _ in range(2):
            await asyncio.sleep(seconds / 2)
            held.append(memory(pid))
        await running
        cpu = cpu_seconds(pid) - cpu
    found = {"readers": len(crowd.readers), "answers": len(crowd.answers), **crowd.times()}
    found["cpu"] = cpu / max(1, len(crowd.answers))
    found |= dict(zip(("memory_start", "memory_middle", "memory_end"), held, strict=True))
    found |= {"errors": len(crowd.errors), "first_errors": crowd.errors[:3]}
    findings.report.setdefault("crowds", []).append(found)
    say_crowd(found, findings)


def say_crowd(found, findings):
    """A paragraph about a crowd, with its limits."""
    who = f"{found['readers']} readers"
    limits = {"p50": P50.get(found["readers"]), "p95": P95.get(found["readers"])}
    held = {
        name: f" {findings.hold(f'{who}, {name}', found[name], limit)}" if limit else ""
        for name, limit in limits.items()
    }
    print(
        f"  {who}, {found['answers']} answers: first sentence p50 {found['first_p50']:.2f} s,"
        f" p95 {found['first_p95']:.2f} s; end p50 {found['p50']:.2f} s{held['p50']},"
        f" p95 {found['p95']:.2f} s{held['p95']}, longest {found['longest']:.2f} s"
    )
    start, middle, end = (found[f"memory_{at}"] for at in ("start", "middle", "end"))
    most = findings.hold(f"memory with {who}", end / 1e6, MEMORY / 1e6)
    grown = findings.hold(f"MB added with {who}", (end - middle) / 1e6, GROWTH / 1e6)
    none = findings.hold(f"errors with {who}", found["errors"], 0)
    print(
        f"    {1000 * found['cpu']:.0f} ms of CPU an answer; memory {start / 1e6:.0f} MB at first,"
        f" {middle / 1e6:.0f} half-way, {end / 1e6:.0f} at the end {most},"
        f" {(end - middle) / 1e6:+.0f} in the second half {grown};"
        f" {found['errors']} errors {none} {' '.join(found['first_errors'])}"
    )


def kept(study):
    """The parameter of an address that holds twelve figures."""
    collection = Collection()
    for scenario in study.scenarios[:4]:
        for name in KEPT_FIGURES:
            exhibit = Exhibit(FIGURE, name, Slice(study, (scenario.name,)))
            collection = collection.with_item(f"{name} {scenario.name}", exhibit)
    return urlencode({KEPT: collection.as_text()})


async def export(address, study):
    """Exports twelve figures, three times; seconds of each."""
    took = []
    async with Reader(address) as reader:
        await reader.open(PAGES[FIGURES].path, kept(study))
        for _ in range(3):
            page = await reader.go(PAGES[FIGURES].path, kept(study))
            answer = await reader.press(page.buttons[EXPORTING])
            assert not answer.errors, answer.errors
            took.append(answer.whole)
    return took


async def meanwhile(address, study, crowd, findings):
    """Changes of others while one reader exports."""
    async with crowd:
        running = asyncio.create_task(crowd.change())
        took = await export(address, study)
        crowd.end = 0.0
        await running
    found = {"exports": took, "answers": len(crowd.answers), **crowd.times()}
    findings.report["while_exporting"] = found | {"errors": crowd.errors}
    longest = findings.hold("longest change beside exports", found["longest"], WHILE_EXPORTING)
    none = findings.hold("errors beside exports", len(crowd.errors), 0)
    print(
        f"  beside an archive of 12 figures ({', '.join(f'{one:.1f}' for one in took)} s):"
        f" {len(crowd.answers)} changes of {len(crowd.readers)} readers, p50 {found['p50']:.2f} s,"
        f" p95 {found['p95']:.2f} s, longest {found['longest']:.2f} s {longest};"
        f" {len(crowd.errors)} errors {none}"
    )


async def measure(address, pid, study, options, findings):
    """Every part that was asked for."""
    rng = random.Random(options.seed)
    slices = RandomSlices(study, rng)
    await warm_up(address, study)
    if "pages" in options.part:
        await cost_of_pages(address, pid, slices, options.changes, findings)
    for number in options.readers if "crowds" in options.part else ():
        crowd = Crowd(address, number, slices, rng)
        await many(pid, crowd, options.seconds, findings)
    if "exports" in options.part and CHROME is not None:
        await meanwhile(address, study, Crowd(address, 10, slices, rng), findings)


def options():
    """What the command line asks for."""
    found = parser(__doc__)
    found.add_argument("--part", nargs="+", default=PARTS, choices=PARTS)
    found.add_argument("--readers", nargs="+", type=int, default=READERS)
    found.add_argument("--seconds", type=float, default=SECONDS, help="for each number of readers")
    found.add_argument("--changes", type=int, default=CHANGES, help="on each page")
    found.add_argument("--seed", type=int, default=0)
    return found.parse_args()


def main():
    """Says what was measured; exits with 1 where a limit is missed."""
    if not can_measure():
        print("this system has no /proc: readers are not measured")
        return
    asked = options()
    with Section("readers", asked.json) as figures:
        findings = Findings(figures)
        with served_process() as (address, pid, study):
            asyncio.run(measure(address, pid, study, asked, findings))
        figures["missed"] = findings.missed
    for missed in findings.missed:
        print(f"  MISSED {missed}")
    sys.exit(1 if findings.missed else 0)


if __name__ == "__main__":
    main()
