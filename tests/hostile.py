"""A study whose names are as bad as names can be."""

NAMES = (
    "<b>bold</b> & <script>alert(1)</script>",
    "50 % of $x_1^2$ #1 {a} ~b",
    "back\\slash \"quoted\" 'single' `tick`",
    '=HYPERLINK("http://x")',
    "+1-2@3",
    "two lines\nand a\ttab",
    "漢字 Żółć Ελλάδα \N{SNOWMAN}",
    "W" * 200,
    "../../etc/passwd",
    "--dash -- ?` <<>> ,,",
)

TOML = """
name = "hostile"
title = "A <i>hostile</i> & 100 % bad_study $"
citation = "O'Brien & Sons: 50 % <b>"
licence = "none_of $ yours"
measures = ["pearson", "kendall", "weighted_kendall", "rel_at_1"]
pools = { leave_out = 2 }

[[tables]]
key = "sets"
file = "sets.csv"
task = "any <task> & 10 %"
performance_label = "acc_uracy (%)"

[[metrics]]
key = "one"
label = "O<n>e & 1_%"

[[metrics]]
key = "two"
label = "=Two $x$ 漢"

[[scenarios]]
name = "sets-source"
table = "sets"
given = "target"
candidates = "source"
title = "Which <source> & why: 100 %_sure?"
question = "Which one?"

[families]
"<i>alike</i> & 10 %_ $x$" = ["+1-2@3", "<b>bold</b> & <script>alert(1)</script>"]
"""


def quoted(name):
    """A name as a cell of CSV."""
    return '"' + name.replace('"', '""') + '"'


def hostile_study(folder):
    """The TOML of that study."""
    rows = [
        f"{quoted(source)},{quoted(target)},{(7 * s + 3 * t) % 10 / 10},{(5 * s + t) % 9},{s - t}"
        for s, source in enumerate(NAMES)
        for t, target in enumerate(NAMES)
        if s != t
    ]
    text = "\n".join(["source,target,performance,one,two", *rows, ""])
    (folder / "sets.csv").write_text(text, encoding="utf-8", newline="")
    (folder / "study.toml").write_text(TOML, encoding="utf-8")
    return folder / "study.toml"
