"""Which metric of one study is which of another?"""

from setupscope.data.study.study import Study


def shared_key(study: Study, metric: str) -> str:
    """The key by which other studies know a metric: its alias by key or by label, else its key."""
    own = study.metric(metric)
    return study.aliases.get(own.key, study.aliases.get(own.label, own.key))
