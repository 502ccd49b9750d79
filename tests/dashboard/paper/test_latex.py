"""Any text in a LaTeX document."""

import random
import string

import pytest

from compiled import compiled, needs_pdflatex
from setupscope.dashboard.paper.latex import latex_terms, latex_text, transliterated
from setupscope.dashboard.paper.latex_symbols import LETTERS, SIGNS
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study

NASTY = [
    *string.punctuation,
    *"  \t\n\r\x00\x1b\x7f\x85",
    *("--", "---", ",,", "?`", "!`", "<<", ">>", "``", "''", "%%", "\\\\", "^^M", "^^5e", "\\par"),
    *("\\end{document}", "\\input{x}", "$$", "{", "}}", "\\", "[1pt]", "*", "&", "~"),
    *"àéøßŁžőăŉĸħ×÷–—“”„‘’…−±≤≥≈→τραΩΑ𝒩ℳ·°§†‡«»µ²₃\N{NO-BREAK SPACE}\N{SOFT HYPHEN}",
    *"\u200b\u200d\ufeff\u202e\u2028\u0301\u0308\ue000\ud800\ufffdЖשع北京가😀👩🏽‍💻ﬁ½€™हि",
]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("50 %_a & #1 $x$", r"50 \%\_a \& \#1 \$x\$"),
        ("a\n\tb\x00c ", "a b c"),
        ("--- ,, [x]", r"-{}-{}- ,{}, {[}x{]}"),
        ("−0.5 ≤ τ", r"\ensuremath{-}0.5 \ensuremath{\leq} \ensuremath{\tau}"),
        ("e\u0301 é", "é é"),
        ("5\N{NO-BREAK SPACE}%", r"5~\%"),
        ("", ""),
    ],
)
def test_signs_are_written_so_that_they_print(text, written):
    assert latex_text(text) == written


def test_letters_that_t1_lacks_are_written_in_those_it_has():
    assert latex_text("Žižek, Ж, 北京, 😀") == "Žižek, Zh, BeiJing, :grinning:"
    assert latex_text("Αθήνα and α") == r"Athina and \ensuremath{\alpha}"
    assert latex_text("\ue000 x̂ a\u200bb") == "? x ab"


def test_what_was_transliterated_is_listed_in_order():
    assert transliterated("ŽЖ", "京Ж α − 𝒩 &") == {"Ж": "Zh", "京": "Jing"}


def test_terms_stand_for_whole_words_the_longest_first():
    terms = latex_terms(load_study(SHIPPED_STUDY))
    assert latex_text("𝒩LEEP by weighted Kendall τ_w", terms) == (
        r"$\mathcal{N}$LEEP by weighted Kendall $\tau_w$"
    )
    assert latex_text("x𝒩LEEP_2", terms) == r"x\ensuremath{\mathcal{N}}LEEP\_2"
    assert latex_text("A+ A B+", {"A+": "1", "A": "2"}) == "1 2 B+"


@needs_pdflatex
def test_every_letter_and_sign_that_is_kept_can_be_set(tmp_path):
    compiled("\n\n".join(latex_text(f"x{sign}y") for sign in [*sorted(LETTERS), *SIGNS]), tmp_path)


@needs_pdflatex
def test_every_sign_of_ascii_prints_as_it_reads(tmp_path):
    pairs = [f"q{sign}{sign}q" for sign in string.punctuation]
    text = compiled("\n\n".join(map(latex_text, pairs)), tmp_path)
    assert text is None or [pair for pair in pairs if pair not in text] == []


@needs_pdflatex
def test_hundreds_of_random_texts_compile_in_lines_and_cells(tmp_path):
    random_ = random.Random(0)
    texts = ["".join(random_.choices(NASTY, k=random_.randrange(1, 25))) for _ in range(400)]
    lines = [latex_text(f"ab{index}cd {text} ef{index}gh") for index, text in enumerate(texts)]
    cells = [f"{latex_text(text)} & {latex_text(text)} \\\\" for text in texts[:30]]
    table = "\n".join([r"\begin{tabular}{ll}", r"\toprule", *cells, r"\bottomrule\end{tabular}"])
    shown = compiled("\n\n".join([*lines, table]), tmp_path)
    words = [word for index in range(400) for word in (f"ab{index}cd", f"ef{index}gh")]
    assert shown is None or [word for word in words if word not in shown] == []
