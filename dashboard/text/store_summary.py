"""What does a store hold, in plain text?"""

from pathlib import Path

from setupscope.data import Store
from setupscope.data.storage.manifest import total_bytes
from setupscope.data.storage.urls import Url


def description(store: Store, place: Path | Url) -> str:
    """The store in a dozen lines: study, rule, setups by scenario, versions, files.

    `place` is what it was opened by; of a URL, its copy on this machine is named too.
    """
    study, manifest = store.study, store.manifest
    width = max(len(name) for name in manifest.counts)
    setups = [f"  {name:<{width}}  {n:>12,} setups" for name, n in manifest.counts.items()]
    versions = ", ".join(f"{name} {version}" for name, version in manifest.versions.items())
    return "\n".join(
        [
            *_places(store.path, place),
            f"digest     {store.digest} (format {manifest.format})",
            f"study      {study.title}",
            f"metrics    {', '.join(study.metric_keys)}",
            f"measures   {', '.join(study.measures)}",
            f"pools      {study.pools}",
            f"setups     {store.setup_count:,}",
            *setups,
            f"built with {versions}",
            f"files      {len(manifest.files)}, all matching the manifest,"
            f" {total_bytes(manifest) / 1e6:.1f} MB",
        ]
    )


def _places(root: Path, place: Path | Url) -> list[str]:
    if isinstance(place, Url):
        return [f"store      {place}", f"copy       {root}"]
    return [f"store      {root}"]
