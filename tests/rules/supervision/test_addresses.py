"""However an address is written, it is one piece of evidence."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gongkai.duties.supervision.rules.addresses import same_address

HOME = "https://jt.example.gov.cn"
PAGE = "https://jt.example.gov.cn/zwgk/%E6%94%BF%E7%AD%96?id=2"
SPELLINGS = [
    "http://jt.example.gov.cn/zwgk/政策?id=2",
    "HTTPS://JT.Example.GOV.cn/zwgk/%e6%94%bf%e7%ad%96?id=2",
    "https://jt.example.gov.cn:443/zwgk/政策/?id=2",
    "http://jt.example.gov.cn:80/zwgk//政策?id=2",
    "https://www.jt.example.gov.cn./zwgk/政策?id=2#top",
    "https://jt.example.gov.cn/zwgk/./bmxx/../政策?id=2",
    "https://jt.example.gov.cn/%7Awgk/政策/index.html?id=2",
    "https://jt.example.gov.cn/zwgk/政策/Default.aspx?id=2",
    "https://jt.example.gov.cn/zwgk/政策;jsessionid=0A1B?id=2",
    "https://jt.example.gov.cn/zwgk/政策?utm_source=wx&id=2&spm=a.b",
    "//jt.example.gov.cn/zwgk/政策?id=2",
    "jt.example.gov.cn/zwgk/政策?id=2",
    "/zwgk/政策?id=2",
    " /zwgk/政策/?id=2 ",
    "https://someone@jt.example.gov.cn/zwgk/政策?id=2",
    "https://ｊｔ.example.gov.cn/zwgk/政策?id=2",
]
OTHERS = [
    "https://jt.example.gov.cn/zwgk/政策",
    "https://jt.example.gov.cn/zwgk/政策?id=3",
    "https://jt.example.gov.cn:8443/zwgk/政策?id=2",
    "https://jt.example.gov.cn/ZWGK/政策?id=2",
    "https://jt.example.gov.cn/zwgk%2F政策?id=2",
    "https://jt.example.gov.cn/zwgk/政策?id=%32%26x=1",
    "ftp://jt.example.gov.cn/zwgk/政策?id=2",
    "https://other.example.gov.cn/zwgk/政策?id=2",
]


@pytest.mark.rule("supervision.evidence_once")
@pytest.mark.parametrize("url", SPELLINGS)
def test_one_page_is_one_address(url: str) -> None:
    assert same_address(url, home=HOME) == PAGE


@pytest.mark.rule("supervision.evidence_once")
@pytest.mark.parametrize("url", OTHERS)
def test_another_page_is_another(url: str) -> None:
    assert same_address(url, home=HOME) != PAGE


def test_a_chinese_host_is_one_in_either_writing() -> None:
    assert same_address("http://交通.中国/通知", home=HOME) == same_address(
        "https://XN--TLQV90N.xn--fiqs8s/%E9%80%9A%E7%9F%A5", home=HOME
    )


def test_the_order_of_a_query_does_not_matter_but_that_of_one_name_does() -> None:
    one, other, turned = (
        same_address(f"https://a.cn/x?{query}", home=HOME)
        for query in ("a=1&b=2&b=3", "b=2&a=1&b=3", "b=3&a=1&b=2")
    )
    assert one == other != turned


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
HOSTS = st.sampled_from(["a.cn", "WWW.b.gov.cn", "交通.中国", "a.cn.", "www.www.c.cn", "127.0.0.1", "[::1]"])
PORTS = st.sampled_from(["", ":80", ":443", ":8443", ":0", ":99999"])
ADDRESSES = st.builds(
    lambda scheme, host, port, path, query: f"{scheme}{host}{port}/{path}?{query}",
    st.sampled_from(["https://", "http://", "HTTP://", "ftp://", "//", ""]),
    HOSTS,
    PORTS,
    TEXT,
    TEXT,
)


@example("0。")
@example("www..甲。乙。")
@given(ADDRESSES | TEXT | TEXT.map(lambda text: f"/{text}"))
def test_the_canonical_spelling_of_a_canonical_spelling_is_itself(url: str) -> None:
    found = same_address(url, home=HOME)
    assert same_address(found, home=HOME) == found


STEPS = st.lists(TEXT.filter(bool), max_size=4)


@given(HOSTS, STEPS, st.sampled_from(["", "/", "/index.html", "/index.htm/", "/#top"]))
def test_equal_spellings_are_equal(host: str, steps: list[str], ending: str) -> None:
    path = "".join(f"/{quote(step, safe='')}" for step in steps)
    every = "".join("/" + "".join(f"%{byte:02x}" for byte in step.encode()) for step in steps)
    asked = same_address(f"https://{host}{path}", home=HOME)
    assert same_address(f"http://{host.upper()}:80{path}{ending}", home=HOME) == asked
    assert same_address(f"//{host}{every}{ending}", home=HOME) == asked


def test_a_mailbox_is_no_page_of_its_host() -> None:
    assert same_address("mailto:x@a.cn", home=HOME) == "mailto:x@a.cn"
    assert same_address("a.cn:8080/x", home=HOME) == "https://a.cn:8080/x"


def test_what_is_not_seen_at_the_ends_makes_no_other_address() -> None:
    assert same_address("https://a.cn/x\u200b", home=HOME) == same_address("https://a.cn/x", home=HOME)
