"""Tables for `names`: titles, short forms, spellings that no rule gives. Add a line here, and a pair to the tests."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Academic degrees, written with dots or after a comma: "S.Sos", "M.Si.", "A.Md.Keb", "S.H.".
DEGREES = re.compile(
    r"\b(?:"
    r"[sm]\.\s*(?:sos|pd|ag|ap|e|h|hum|i|ip|ikom|kep|kes|kom|ked|farm|psi|psikolog|si|st|t|th|tr|stat|ds|sn|m|mat)"
    r"(?:\.\s*[a-z]{1,4})?\b\.?"
    r"|a\.?\s*md(?:\.\s*[a-z]{1,4})?\b\.?"
    r"|k\.\s*h\.|h\.\s*j\."
    r"|ph\.?\s*d\b\.?|m\.b\.a\b\.?|sp\.\s*[a-z]{1,3}\b\.?"
    r")"
)

TITLES = _words(
    # Pilgrimage and religious titles, forms of address, particles of descent, the dead, academic titles as one word.
    "h hj haji hajah hajjah kh kyai kiai ust ustad ustadz ustaz ustadzah ustazah tgk teungku buya habib "
    "tn tuan ny nyonya nn nona sdr sdri bpk bapak ibu "
    "bin binti binte bt ibn alm almh almarhum almarhumah alias als "
    "drs dra dr drg prof ir ssos spd spdi mpd msi mm se sh skm stp sthi skep skom sag amd"
)

# Only as the first part: "M. Rizki", "St. Aisyah".
FIRST_ONLY = {"m": "muhammad", "mh": "muhammad", "st": "siti"}

ABBREVIATIONS = {
    **dict.fromkeys(("mhd", "muh", "moh", "moch", "much", "mohd", "muhd", "mochd", "mokh", "mukh"), "muhammad"),
    **dict.fromkeys(("abd", "abdu", "abdus", "abdur", "abdun", "abdush"), "abdul"),
    **dict.fromkeys(("noor", "nor", "nurul", "noerul", "nurun", "nuur"), "nur"),
    "sitti": "siti",
}

ARTICLES = _words("al el ar as asy ash ad az ath")

# "oe" and the like that are not old spelling.
NOT_OLD_SPELLING = _words("joel noel zoe chloe joe joey")

# Spellings no rule gives.
SPELLINGS = {
    "jusuf": "yusuf",
    "jusup": "yusuf",
    "jahja": "yahya",
    "julius": "yulius",
    "johanes": "yohanes",
    "johannes": "yohanes",
    "jakub": "yakub",
    "jogi": "yogi",
    "abdillah": "abdullah",
    "abdulloh": "abdullah",
    "iksan": "ihsan",
    "soleh": "saleh",
    "sholeh": "saleh",
    "shaleh": "saleh",
    "rohman": "rahman",
    "rochman": "rahman",
    "rohmat": "rahmat",
    "rochmat": "rahmat",
    "rohim": "rahim",
    "rochim": "rahim",
    "atif": "latif",
    "athif": "latif",
    "topik": "taufik",
    "topan": "taufan",
}

# Keys so common that sharing one says little.
WEAK_KEYS = _words("muhamad ahmad abdul nur siti sri dwi tri eka putra putri dewi bayi anak agus aiu")
WEAK_WEIGHT = 0.4
