"""The shipped study with few pools, which is soon scored."""

import shutil

from setupscope.data.study.study_file import SHIPPED_STUDY


def narrow_study(folder, leave_out=1):
    """The TOML of the shipped study, copied into a new folder, with pools that leave out so few."""
    shutil.copytree(SHIPPED_STUDY.parent, folder)
    study = folder / SHIPPED_STUDY.name
    text = study.read_text(encoding="utf-8")
    assert "leave_out = 4" in text
    study.write_text(text.replace("leave_out = 4", f"leave_out = {leave_out}"), encoding="utf-8")
    return study
