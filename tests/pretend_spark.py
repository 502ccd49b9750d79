"""What the product asks of a Spark session, done at once in the thread that asks."""

from types import SimpleNamespace


class Rows:
    """A distributed data set in one place; what is kept of it is remembered by the context."""

    def __init__(self, context, rows):
        self.context, self._rows = context, rows

    def map(self, do):
        return Rows(self.context, lambda: map(do, self._rows()))

    def mapPartitions(self, do):  # noqa: N802
        return Rows(self.context, lambda: do(iter(self._rows())))

    def persist(self, _):
        self.context.kept.add(self)
        return self

    def unpersist(self):
        self.context.kept.discard(self)

    def collect(self):
        self.context.collected += 1
        if self.context.collected in self.context.failures:
            raise self.context.failures[self.context.collected]
        return list(self._rows())


class Context:
    """A cluster of two workers."""

    master = "spark://pretended:7077"
    defaultParallelism = 2  # noqa: N815

    def __init__(self):
        self.kept, self.cancelled = set(), []
        self.failures, self.collected = {}, 0
        self.stopped, self.nodes = False, 3
        memory = SimpleNamespace(size=lambda: self.nodes)
        java = SimpleNamespace(
            isStopped=lambda: self.stopped, getExecutorMemoryStatus=lambda: memory
        )
        self._jsc = SimpleNamespace(sc=lambda: java)

    def parallelize(self, rows, _):
        return Rows(self, lambda: iter(rows))

    def setJobGroup(self, *_, **__):  # noqa: N802
        pass

    def cancelJobGroup(self, group):  # noqa: N802
        self.cancelled.append(group)

    def statusTracker(self):  # noqa: N802
        stage = SimpleNamespace(numCompletedTasks=1, numTasks=4)
        return SimpleNamespace(
            getJobIdsForGroup=lambda _: [7],
            getJobInfo=lambda _: SimpleNamespace(stageIds=[1, 2]),
            getStageInfo={1: stage, 2: None}.get,
        )


class Frame:
    """A frame that is handed on, and never looked into."""

    def __getattr__(self, _):
        return lambda *_: Frame()


class Session:
    """A session of such a cluster."""

    def __init__(self):
        self.sparkContext = Context()
        self.read = Frame()
