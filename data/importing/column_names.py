"""What are columns of tables of results often called, and what does a name say of its column?"""

import re
from collections.abc import Iterable, Mapping

NAMES: Mapping[str, tuple[str, ...]] = {
    "source": (
        *("source", "source model", "source dataset", "model", "model name", "architecture"),
        *("arch", "network", "encoder", "checkpoint", "pretrained model", "pretrained", "upstream"),
    ),
    "target": (
        *("target", "target dataset", "target task", "dataset", "dataset name", "data", "task"),
        *("downstream", "downstream dataset", "downstream task", "benchmark"),
    ),
    "score": ("score", "value", "metric value", "metric score", "transferability metric score"),
    "performance": (
        *("performance", "accuracy", "acc", "test accuracy", "test acc", "test mean iou", "miou"),
        *("top1", "top 1", "top1 accuracy", "auc", "aucs", "auroc", "f1", "map", "fine tuned"),
        *("finetuned", "transfer performance", "transfer accuracy", "ground truth", "gt"),
        *("wer", "cer", "error", "error rate", "rmse", "mse", "mae", "loss", "test loss"),
    ),
    "performance error": ("performance error", "performance se", "standard error", "stderr", "sem"),
    "backbone": ("backbone", "trained", "trainable backbone", "fine tuning", "finetuning"),
    "metric": (
        *("metric", "metric name", "transferability metric", "transferability", "estimator"),
        "measure",
    ),
    "run": ("seed", "run", "fold", "trial", "repeat", "repetition"),
    "table": ("table",),
}
"""What columns are often called, the likeliest first; case, hyphens and underscores aside."""
ERRORS = re.compile(r"\b(error|err|wer|cer|eer|rmse|mse|mae|nll|loss|perplexity|ppl)\b")
"""Words in the name of a performance that is the better the lower it is."""


def likely(columns: Iterable[str], what: str) -> str | None:
    """The column that is called as columns of that kind often are; None where none is."""
    found = {_plain(column): column for column in reversed(list(columns))}
    return next((found[name] for name in NAMES[what] if name in found), None)


def is_error(performance: str) -> bool:
    """Whether a performance is called as one is that is the better the lower it is."""
    return bool(ERRORS.search(_plain(performance)))


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-./()]+", " ", name).strip().casefold()
