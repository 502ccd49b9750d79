"""Which letters and signs has pdfLaTeX, and how are they written?

Of a document with fontenc's T1 and no other package, in LaTeX of 2020 or later.
"""

import string
from collections.abc import Mapping

LETTERS = frozenset(map(chr, range(0xC0, 0x180))) - set("×÷ĦħĸĿŀŉŦŧſ") | set("ȘșȚț")
"""Letters beyond ASCII that T1 has, by themselves or with an accent."""

SPECIAL: Mapping[str, str] = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
    # After the end of a row, these would be taken for its options.
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
}
"""Signs of ASCII that LaTeX reads as something else."""

PRINTED: Mapping[str, str] = {
    "\N{NO-BREAK SPACE}": "~",
    "\N{NARROW NO-BREAK SPACE}": "~",
    "‑": r"\mbox{-}",
    "–": r"\textendash{}",
    "—": r"\textemdash{}",
    "“": r"\textquotedblleft{}",
    "”": r"\textquotedblright{}",
    "„": r"\quotedblbase{}",
    "‘": r"\textquoteleft{}",
    "’": r"\textquoteright{}",
    "‚": r"\quotesinglbase{}",
    "«": r"\guillemotleft{}",
    "»": r"\guillemotright{}",
    "‹": r"\guilsinglleft{}",
    "›": r"\guilsinglright{}",
    "¡": r"\textexclamdown{}",
    "¿": r"\textquestiondown{}",
    "£": r"\textsterling{}",
    "…": r"\ldots{}",
    "§": r"\S{}",
    "†": r"\textdagger{}",
    "‡": r"\textdaggerdbl{}",
}
"""Signs that text has a command for."""

IN_FORMULAS: Mapping[str, str] = {
    "−": "-",
    "±": r"\pm",
    "×": r"\times",
    "÷": r"\div",
    "·": r"\cdot",
    "∙": r"\cdot",
    "°": r"^{\circ}",
    "≤": r"\leq",
    "≥": r"\geq",
    "≠": r"\neq",
    "≈": r"\approx",
    "∼": r"\sim",
    "∝": r"\propto",
    "∞": r"\infty",
    "∈": r"\in",
    "∆": r"\Delta",
    "→": r"\rightarrow",
    "←": r"\leftarrow",
    "↑": r"\uparrow",
    "↓": r"\downarrow",
    "↔": r"\leftrightarrow",
    "µ": r"\mu",
    "ϵ": r"\epsilon",
    "ϑ": r"\vartheta",
    "ϕ": r"\phi",
    "ϱ": r"\varrho",
    "ϖ": r"\varpi",
}
GREEK = dict(
    zip(
        "αβγδεζηθικλμνξπρςστυφχψωΓΔΘΛΞΠΣΥΦΨΩ",
        (
            *("alpha", "beta", "gamma", "delta", "varepsilon", "zeta", "eta", "theta", "iota"),
            *("kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "varsigma", "sigma", "tau"),
            *("upsilon", "varphi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda"),
            *("Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega"),
        ),
        strict=True,
    )
)
LIKE_LATIN = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧ", "ABEZHIKMNOPTX", strict=True))
"""Greek letters that look like these, so that TeX has none of its own."""

SCRIPT = dict(zip("𝒜ℬ𝒞𝒟ℰℱ𝒢ℋℐ𝒥𝒦ℒℳ𝒩𝒪𝒫𝒬ℛ𝒮𝒯𝒰𝒱𝒲𝒳𝒴𝒵", string.ascii_uppercase, strict=True))
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", string.digits, strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", string.digits, strict=True))

FORMULAS: Mapping[str, str] = {
    **IN_FORMULAS,
    **{sign: f"\\{name}" for sign, name in GREEK.items()},
    **{sign: f"\\mathrm{{{letter}}}" for sign, letter in LIKE_LATIN.items()},
    "ο": "o",
    **{sign: f"\\mathcal{{{letter}}}" for sign, letter in SCRIPT.items()},
    **{sign: f"^{{{digit}}}" for sign, digit in RAISED.items()},
    **{sign: f"_{{{digit}}}" for sign, digit in LOWERED.items()},
}

SIGNS: Mapping[str, str] = {
    **PRINTED,
    **{sign: f"\\ensuremath{{{formula}}}" for sign, formula in FORMULAS.items()},
}
"""Signs beyond ASCII that stand in a text, and what writes them."""
