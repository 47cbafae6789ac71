"""Vietnamese texts with natural word frequencies: a vocabulary in Zipf's order, words of one to three syllables.

Function words and the press's own come first, as they do in print; then made-up compounds of real syllables. The same
seed gives the same texts.
"""

from __future__ import annotations

import random
import unicodedata
from itertools import accumulate, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMON = """
của và các là có được trong cho một với những đã không người tại về để khi từ này đến năm ở cũng ra trên hơn nhiều
theo phải như vào sẽ việc đó nhất tỉnh xã huyện|nhân dân|phát triển|tổ chức|thực hiện|công tác|địa phương|kinh tế|
xã hội|sản xuất|doanh nghiệp|xây dựng|nông thôn mới|đồng|triệu|tỷ|ngày|tháng|chính quyền|cán bộ|học sinh|
ủy ban nhân dân|đất|nước|nhà|đường|trường|gia đình|hỗ trợ|đầu tư|quản lý|chuyển đổi số|giải pháp|nông nghiệp|cơ sở|
chương trình|kế hoạch|dự án|lãnh đạo|hội nghị|văn hóa|du lịch|y tế|giáo dục|môi trường|an ninh|trật tự|giao thông|
công an|bộ đội|thanh niên|phụ nữ|nông dân|hợp tác xã|thị trường|sản phẩm|xuất khẩu|trồng|nuôi|lúa|rừng|biển|cá|tôm|
cà phê|cao su|trâu bò|mưa lũ
"""
ONSETS = "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x"
ENDINGS = """
a ai am an ang anh ao ăm ăn ăng âm ân âu ê ên êu i iêm iên iêu im in inh o oa oan oi om on ong ô ôi ôm ôn ông ơ ơi ơn
u ua ui um un ung uôi uôn uông ư ưa ươi ương
"""
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
VOCABULARY = 30_000
VOWELS = "aăâeêioôơuưy"


def vocabulary(seed: int = 1) -> list[str]:
    """Return words, the most frequent first."""
    luck = random.Random(seed)
    first, *rest = COMMON.replace("\n", " ").strip().split("|")
    words = [*first.split(), *(word.strip() for word in rest)]
    syllables = sorted({_syllable(luck) for _ in range(20_000)})
    luck.shuffle(syllables)
    # Some syllables are in many words, most in few.
    weights = list(accumulate(1 / (rank + 5) ** 0.7 for rank in range(len(syllables))))
    while len(words) < VOCABULARY:
        length = luck.choices((1, 2, 3), (2, 7, 1))[0]
        words.append(" ".join(luck.choices(syllables, cum_weights=weights, k=length)))
    return words


def _syllable(luck: random.Random) -> str:
    ending = luck.choice(ENDINGS.split())
    place = max(number for number, letter in enumerate(ending) if letter in VOWELS) + 1
    place = place if len(ending) == place or ending[place - 1] not in "iu" else max(1, place - 1)
    syllable = luck.choice(ONSETS.split()) + ending[:place] + luck.choice(TONES) + ending[place:]
    return unicodedata.normalize("NFC", syllable)


def paragraphs(luck: random.Random, words: list[str], size: int) -> Iterator[str]:
    """Yield paragraphs of sentences until they hold so many bytes of UTF-8."""
    weights = _weights(len(words))
    while size > 0:
        sentences = []
        for _ in range(luck.randint(2, 4)):
            chosen = luck.choices(words, cum_weights=weights, k=luck.randint(9, 22))
            sentences.append(" ".join(chosen).capitalize() + ".")
        paragraph = " ".join(sentences)
        size -= len(paragraph.encode()) + 2
        yield paragraph


_MADE: dict[int, list[float]] = {}


def _weights(count: int) -> list[float]:
    if count not in _MADE:
        _MADE[count] = list(accumulate(1 / (rank + 2.7) for rank in range(count)))
    return _MADE[count]


def title(luck: random.Random, words: list[str]) -> str:
    """Return a headline."""
    return " ".join(luck.choices(words, cum_weights=_weights(len(words)), k=luck.randint(6, 9))).capitalize()


def documents(count: int, size: int, seed: int = 2) -> Iterator[tuple[str, list[str]]]:
    """Yield titles and paragraphs of so many bytes in all, or a little more."""
    words = vocabulary()
    luck = random.Random(seed)
    for _ in islice(iter(int, 1), count):
        yield title(luck, words), list(paragraphs(luck, words, size))
