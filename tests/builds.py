"""Builds that are stopped, and what they leave."""


def contents(root):
    """The bytes of every file below a folder, by its path there."""
    return {p.relative_to(root): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def stop_after(setups):
    """A `progress` that ends a build as Ctrl-C does, once more than so many setups are scored."""

    def progress(done, _):
        if done > setups:
            raise KeyboardInterrupt

    return progress
