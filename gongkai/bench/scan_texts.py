"""What `bench scan` scans: real law texts (or sample words without them), terms drawn from them, invented identities."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from stdnum import luhn
from stdnum.cn import ric, uscc

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_GIVEN = "小明文静晓东丽娟志强海燕建国春梅"
_PLACES = ("示例市东城区幸福路", "示例市西港区人民街", "示例县大河镇三道沟村", "示例市南关区长青小区")
_SAMPLE = "公路工程建设养护管理条例规定应当依照法律法规执行交通运输主管部门负责监督检查"


@dataclass(frozen=True, slots=True)
class Planted:
    """A text, and what was put in: kind, start, end of each."""

    text: str
    marks: tuple[tuple[str, int, int], ...]


def law_texts(place: str, most: int) -> list[str]:
    """Whole law texts, no more than so many; sample words where no file is."""
    if not place or not Path(place).exists():
        maker = random.Random(3)  # noqa: S311  (sample text)
        return ["。".join("".join(maker.choices(_SAMPLE, k=60)) for _ in range(200)) for _ in range(most)]
    texts: list[str] = []
    with gzip.open(place, "rt", encoding="utf-8") as file:
        for line in file:
            texts.append(str(json.loads(line)["text"]))
            if len(texts) >= most:
                break
    return texts


def terms_from(texts: list[str], count: int) -> list[str]:
    """Terms as lists have them: one in ten stands in the texts, the others are pieces joined that hardly ever do."""
    maker = random.Random(17)  # noqa: S311  (sample text)
    terms: set[str] = set()
    while len(terms) < count:
        first, second = _piece(maker, texts), _piece(maker, texts)
        term = first if len(terms) % 10 == 0 else first[:3] + second[:3]
        if term.isalpha() and "的" not in term:
            terms.add(term)
    return sorted(terms)


def _piece(maker: random.Random, texts: list[str]) -> str:
    text = maker.choice(texts)
    at = maker.randrange(max(1, len(text) - 8))
    return text[at : at + maker.choice((6, 7, 8))]


class Maker:
    """Invented identities, the same for the same seed. None belongs to a person: they are drawn by chance."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  (sample data)

    def digits(self, count: int) -> str:
        """So many digits."""
        return "".join(self.random.choices("0123456789", k=count))

    def identity(self) -> str:
        """A number of 18 signs that checks."""
        day = f"{self.random.randint(1940, 2005)}{self.random.randint(1, 12):02d}{self.random.randint(1, 28):02d}"
        body = (
            f"{self.random.choice(('210102', '210299', '110105', '440301', '650100'))}{day}{self.digits(3)}"
        )
        return body + ric.calc_check_digit(body + "0")

    def mobile(self) -> str:
        """Eleven digits as mobile numbers have."""
        return f"1{self.random.choice('3456789')}{self.digits(9)}"

    def landline(self) -> str:
        """A number with its area code."""
        area = self.random.choice(("010", "024", "0411", "0431"))
        return f"{area}-{self.random.choice('2345678')}{self.digits(7)}"

    def card(self) -> str:
        """A card number that checks, of 16 or 19 digits."""
        body = self.random.choice(("62", "4", "5"))
        body += self.digits((18 if body == "62" else 15) - len(body))
        return body + str(luhn.calc_check_digit(body))

    def plate(self) -> str:
        """An ordinary plate or one of new energy."""
        head = self.random.choice("辽京沪粤") + self.random.choice("ABCD")
        return head + self.random.choice((self.digits(5), f"D{self.digits(5)}", f"{self.digits(4)}K"))

    def mail(self) -> str:
        """An address at a domain that is nobody's."""
        return f"{''.join(self.random.choices('abcdefgh', k=6))}{self.digits(2)}@example.com"

    def passport(self) -> str:
        """A passport's letter and digits."""
        return f"E{self.digits(8)}"

    def credit_code(self) -> str:
        """A code of a body that checks."""
        body = f"91210100MA{self.digits(7)}"
        return body + uscc.calc_check_digit(body)

    def name(self) -> str:
        """A name put together by chance."""
        return self.random.choice(_SURNAMES) + "".join(self.random.choices(_GIVEN, k=2))

    def home(self) -> str:
        """An address down to the room."""
        return f"{self.random.choice(_PLACES)}{self.random.randint(1, 99)}号{self.random.randint(1, 9)}单元{self.random.randint(101, 909)}室"


def _wide(number: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isascii() else sign for sign in number)


def _spaced(number: str) -> str:
    return f"{number[:3]} {number[3:7]} {number[7:]}"


def _sentence(maker: Maker) -> tuple[str, str, str, str]:
    """(kind, before, what, after) of one planted sentence."""
    one = maker.random.choice
    makers: dict[str, Callable[[], tuple[str, str, str]]] = {
        "id_card": lambda: (
            one(("身份证号：", "证件号码", "，居民身份证", "")),
            one((str, str.lower, _wide))(maker.identity()),
            one(("，", "。", "（")),
        ),
        "mobile": lambda: (
            one(("联系电话：", "手机", "，电话", "请拨打")),
            one((str, _spaced, _wide))(maker.mobile()),
            "。",
        ),
        "landline": lambda: (one(("电话：", "请拨打")), maker.landline(), "。"),
        "bank_card": lambda: (one(("银行卡号：", "开户账号")), maker.card(), "，"),
        "passport": lambda: ("护照号码：", maker.passport(), "。"),
        "plate": lambda: (one(("车牌号", "驾驶", "，车辆")), maker.plate(), one(("的", "小型汽车", "，"))),
        "email": lambda: (one(("邮箱：", "发送至")), maker.mail(), "。"),
        "credit_code": lambda: (one(("统一社会信用代码", "（代码")), maker.credit_code(), "）"),
        "name_with_address": lambda: (f"当事人：{maker.name()}，住", maker.home(), "。"),
    }
    kind = one(tuple(makers))
    return (kind, *makers[kind]())


def _lookalike(maker: Maker) -> str:
    """What looks like personal data and is none."""
    wrong = maker.identity()
    wrong = wrong[:10] + str((int(wrong[10]) + 1) % 2) + wrong[11:-1] + ("1" if wrong[-1] != "1" else "2")
    while ric.calc_check_digit(wrong) == wrong[-1]:
        wrong = wrong[:-1] + str((int(wrong[-1]) + 1) % 10)
    return maker.random.choice(
        (
            f"编号{wrong}。",
            f"示例交发〔20{maker.digits(2)}〕{maker.random.randint(1, 400)}号。",
            f"投资{maker.digits(9)}.{maker.digits(2)}元。",
            f"项目代码2023-210102-48-01-{maker.digits(6)}。",
            f"桩号K{maker.digits(4)}+{maker.digits(3)}。",
            f"坐标123.{maker.digits(8)}，41.{maker.digits(8)}。",
            f"二〇二三年（2023{maker.random.randint(10, 12)}{maker.random.randint(10, 28)}）。",
            "依据GB/T 9704-2012和JTG 3450-2019，拨打12345、12328、400-123-4567。",
        )
    )


def planted(texts: list[str], every: int, seed: int = 5) -> list[Planted]:
    """Each text with an identity and a look-alike between so many characters, ten at most."""
    maker, made = Maker(seed), []
    for text in texts:
        parts, marks, length = [], [], 0
        for at in range(0, min(len(text), 10 * every), every):
            kind, before, what, after = _sentence(maker)
            piece = text[at : at + every].rstrip("0123456789０１２３４５６７８９ -.(（") + "\n" + before
            parts += [piece, what, after, _lookalike(maker), "\n"]
            start = length + len(piece)
            marks.append((kind, start, start + len(what)))
            length += sum(map(len, parts[-5:]))
        made.append(Planted("".join(parts), tuple(marks)))
    return made
