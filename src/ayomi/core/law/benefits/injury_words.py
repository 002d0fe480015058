"""Which entry of the disability table words name, in Indonesian or English. Nothing is guessed: doubt is an error."""

import re
from collections.abc import Callable

from ayomi.core.law.citation import Words
from ayomi.core.law.errors import BadRequest

# Longer names first: "mata kaki" is an ankle before "mata" is an eye.
_NAMES: tuple[tuple[str, str], ...] = (
    ("ankle", r"mata kaki|pergelangan kaki|ankles?"),
    ("second_toe", r"(?:jari )?telunjuk (?:jari )?kaki|second toes?"),
    ("big_toe", r"(?:ibu jari|jempol) kaki|(?:big|great) toes?"),
    ("toe", r"jari kaki|toes?"),
    ("thumb", r"ibu jari|jempol|thumbs?"),
    ("index", r"telunjuk|index|forefingers?"),
    ("other_finger", r"jari tengah|jari manis|kelingking|(?:middle|ring|little) fingers?|pinky"),
    ("outer_ear", r"daun telinga|outer ears?|auricles?|ear ?lobes?|earshells?"),
    ("hearing", r"pendengaran|daya dengar|tuli|hearing|deaf(?:ness)?"),
    ("ear", r"telinga|kuping|ears?"),
    ("septum", r"sekat(?: rongga)?(?: hidung)?|rongga hidung|septum|septal"),
    ("nose", r"(?:cuping )?hidung|nose(?: tip)?|nostril"),
    ("smell", r"penciuman|smell"),
    ("scalp", r"kulit kepala|scalp(?:ed)?"),
    ("impotence", r"impoten(?:si|ce|cy)?|impotent"),
    ("colour", r"warna|colou?r"),
    ("field", r"lapang(?:an)? pandang(?:an)?|medan penglihatan|visual field|field of (?:vision|sight)"),
    ("sight", r"efisiensi(?: tajam)? penglihatan|(?:ke)?tajam(?:an)? penglihatan|visus|visual acuity|sight efficiency"),
    ("eye", r"mata|eyes?|diplopia|buta|blind(?:ness)?"),
    ("sight", r"penglihatan|sight|vision"),
    ("mental", r"mental|jiwa"),
    ("capacity", r"kemampuan kerja|work(?:ing)? capacity|physical capacity|kemampuan fisik"),
    ("shorter", r"(?:me)?mendek|pendek|short(?:ened|er|ening)?"),
    ("groin", r"pangkal paha|selangkang(?:an)?|paha|groin|hips?|thighs?"),
    ("shoulder", r"(?:sendi )?bahu|pundak|shoulders?"),
    ("elbow", r"siku|elbows?|lengan bawah|forearms?"),
    ("wrist", r"pergelangan(?: tangan)?|wrists?"),
    ("phalanx", r"ruas|phalan(?:x|ges?)"),
    ("finger", r"jari|fingers?"),
    ("arm", r"lengan|arms?"),
    ("hand", r"tangan|hands?"),
    ("foot", r"telapak kaki|foot|feet"),
    ("leg", r"tungkai|legs?"),
    ("limb", r"kaki"),
)
_PATTERNS = tuple((name, re.compile(rf"\b(?:{pattern})\b")) for name, pattern in _NAMES)
_BOTH = re.compile(r"\b(?:kedua|dua|both|two|keduanya|eyes|ears|legs|feet)\b")
_ONE = re.compile(r"\b(?:satu|sebelah|salah|se|one|single|kiri|kanan|left|right|another)\b")
_RIGHT = re.compile(r"\b(?:kanan|right)\b")
_LEFT = re.compile(r"\b(?:kiri|left)\b")
_LENGTH = re.compile(r"(\d+)(?:[.,](\d+))?\s*(?:cm|senti\w*|centimet\w*)")
_BELOW = re.compile(r"\b(?:kurang dari|di bawah|less than|under|below)\b|<")


class _Said:
    """What the words say: the parts named, one or both, right or left."""

    def __init__(self, plain: str) -> None:
        self.plain = plain
        self.named: set[str] = set()
        rest = plain
        for name, pattern in _PATTERNS:
            rest, count = pattern.subn(" ", rest)
            if count:
                self.named.add(name)
        self.both = bool(_BOTH.search(plain)) and not re.search(r"\b(?:satu|salah|one of)\b", plain)
        self.one = bool(_ONE.search(plain))
        self.right, self.left = bool(_RIGHT.search(plain)), bool(_LEFT.search(plain))
        if self.right and self.left:
            self.both, self.one = True, False

    def has(self, *names: str) -> bool:
        return any(name in self.named for name in names)


def code_of(plain: str, text: str) -> str:
    """The code of the entry that `plain` (folded to lower case) names; `text` is quoted in errors.

    Raises BadRequest when nothing fits, or when right or left, one or both, or the height is missing.
    """
    said = _Said(plain)
    for fits, decide in _DECISIONS:
        if fits(said):
            return decide(said, text)
    raise BadRequest(
        Words(
            f"“{text.strip()[:80]}” tidak ditemukan dalam tabel cacat. Sebutkan bagian tubuhnya, misalnya lengan kanan "
            "dari sendi bahu, sebelah mata, pendengaran kedua telinga.",
            f"“{text.strip()[:80]}” was not found in the disability table. Name the part of the body, such as right "
            "arm "
            "from the shoulder, one eye, hearing of both ears.",
        )
    )


def _one_or_both(one: str, both: str) -> Callable[[_Said, str], str]:
    def decide(said: _Said, text: str) -> str:
        if said.both:
            return both
        if said.one:
            return one
        if re.search(r"\b(?:eye|ear|leg|foot)\b", said.plain):
            return one
        raise _ask(text, "satu atau kedua belah", "one or both")

    return decide


def _sided(code: str) -> Callable[[_Said, str], str]:
    def decide(said: _Said, text: str) -> str:
        if said.right != said.left:
            return f"{'right' if said.right else 'left'}_{code}"
        raise _ask(text, "kanan atau kiri", "right or left")

    return decide


def _always(code: str) -> Callable[[_Said, str], str]:
    return lambda said, text: code


def _shorter(said: _Said, text: str) -> str:
    found = _LENGTH.search(said.plain)
    if not found:
        raise _ask(text, "berapa cm memendeknya", "by how many cm")
    tenths = int(found[1]) * 10 + int((found[2] or "0")[0])
    if _BELOW.search(said.plain):
        tenths -= 1
    if tenths < 50:
        return "leg_shorter_under_5"
    return "leg_shorter_5_to_7" if tenths < 75 else "leg_shorter_over_7"


def _finger(said: _Said, text: str) -> str:
    end = "phalanx" if said.has("phalanx") else "finger"
    if said.has("index"):
        return _sided(f"index_{end}")(said, text)
    return _sided(f"other_{end}")(said, text)


def _ask(text: str, indonesian: str, english: str) -> BadRequest:
    quoted = text.strip()[:80]
    return BadRequest(Words(f"“{quoted}”: sebutkan {indonesian}.", f"“{quoted}”: say {english}."))


def _with(*names: str) -> Callable[[_Said], bool]:
    return lambda said: said.has(*names)


def _ankle_or_foot(said: _Said) -> bool:
    return said.has("ankle") or (said.has("foot") and not said.has("groin"))


def _bare_limb(said: _Said, text: str) -> str:
    raise _ask(text, "dari pangkal paha atau dari mata kaki", "from the groin or from the ankle")


# In order: what is more particular decides first.
_DECISIONS: tuple[tuple[Callable[[_Said], bool], Callable[[_Said, str], str]], ...] = (
    (_with("scalp"), _always("scalp")),
    (_with("impotence"), _always("impotence")),
    (_with("septum"), _always("nasal_septum")),
    (_with("smell"), _always("smell")),
    (_with("nose"), _always("nose_tip")),
    (_with("mental"), _always("mental_capacity")),
    (_with("capacity"), _always("physical_capacity_10_25")),
    (_with("colour"), _always("colour_vision")),
    (_with("field"), _always("visual_field_per_10")),
    (_with("shorter"), _shorter),
    (_with("outer_ear"), _one_or_both("one_outer_ear", "both_outer_ears")),
    (_with("hearing", "ear"), _one_or_both("one_ear_hearing", "both_ears_hearing")),
    (_with("eye"), _one_or_both("one_eye", "both_eyes")),
    (_with("sight"), _always("sight_per_10")),
    (_with("big_toe"), _always("big_toe")),
    (_with("second_toe"), _always("second_toe")),
    (_with("toe"), _always("other_toe")),
    (_with("thumb"), _sided("thumb")),
    (_with("index", "other_finger", "finger"), _finger),
    (_with("shoulder"), _sided("arm_shoulder")),
    (_with("elbow"), _sided("arm_elbow")),
    (_ankle_or_foot, _one_or_both("one_foot", "both_feet")),
    (_with("groin", "leg"), _one_or_both("one_leg", "both_legs")),
    (_with("wrist", "hand"), _sided("hand_wrist")),
    (_with("arm"), _sided("arm_shoulder")),
    (_with("limb"), _bare_limb),
)
