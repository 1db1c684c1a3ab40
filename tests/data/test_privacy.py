"""Personal details are masked in free text, prices, dates and orders are not."""

import pytest

from cx.data.privacy import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("write to ann.b@example.co.uk.", "write to [email]."),
        ("E-mail:ann@example.org，谢谢", "E-mail:[email]，谢谢"),
        ("我的邮箱ann@example.org请回复", "我的邮箱[email]请回复"),
        ("josé.müller@exämple.de", "[email]"),
        ("王小明@example.cn", "[email]"),
        ("'ann@example.org'", "'[email]'"),
        ("ann(at)example.org or ann [at] example [dot] com", "[email] or [email]"),
        ("ann at example dot org", "[email]"),
        ("ann @ gmail.com", "[email]"),
        ("ａｎｎ＠example.org", "[email]"),
    ],
)
def test_mail_addresses_are_masked(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("请打13800138000找我", "请打[phone]找我"),
        ("电话+86 138-0013-8000", "电话[phone]"),
        ("手机１３８００１３８０００", "手机[phone]"),
        ("座机010-62345678。", "座机[phone]。"),
        ("010-62345678-801", "[phone]"),
        ("电话：62345678", "电话：[phone]"),
        ("13800138000,13900139000", "[phone],[phone]"),
        ("(021) 5555 1234", "[phone]"),
        ("400-820-8820", "[phone]"),
        ("+44 20 7946 0958", "[phone]"),
        ("+44 (0)20 7946 0958", "[phone]"),
        ("0044 20 7946 0958", "[phone]"),
        ("07700 900123", "[phone]"),
        ("call +1 (555) 123-4567 now", "call [phone] now"),
        ("555-123-4567", "[phone]"),
        ("(555) 123-4567 ext. 12", "[phone]"),
        ("call me at 5551234567", "call me at [phone]"),
        ("06 12 34 56 78", "[phone]"),
        ("06\u202f12\u202f34\u202f56\u202f78", "[phone]"),
        ("030/12345678", "[phone]"),
        ("0171 1234567", "[phone]"),
        ("+49 (0)171/1234567", "[phone]"),
        ("090-1234-5678", "[phone]"),
        ("(11) 91234-5678", "[phone]"),
        ("手机138－0013－8000", "手机[phone]"),
        ("\u202a+44 7700 900123\u202c", "\u202a[phone]\u202c"),
    ],
)
def test_phone_numbers_are_masked(text, masked):
    assert mask(text) == masked


# The numbers are the examples of GB 11643, the SWIFT register of IBANs and the card schemes.
@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("身份证11010519491231002X号", "身份证[id]号"),
        ("身份证号码：110105194912310029", "身份证号码：[id]"),
        ("身份证 110105491231002", "身份证 [id]"),
        ("SSN 219-09-9999", "SSN [id]"),
        ("NI number QQ 12 34 56 C or AB 12 34 56 C", "NI number QQ 12 34 56 C or [id]"),
        ("passport no. E12345678", "passport no. [id]"),
        ("护照号E12345678", "护照号[id]"),
        ("GB82 WEST 1234 5698 7654 32 thanks", "[iban] thanks"),
        ("IBAN DE89370400440532013000.", "IBAN [iban]."),
        ("paid with 4111 1111 1111 1111", "paid with [card]"),
        ("卡号6222021234567890128", "卡号[card]"),
        ("3782 822463 10005", "[card]"),
    ],
)
def test_numbers_of_documents_are_masked(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("from 192.168.1.10", "from [ip]"),
        ("http://203.0.113.7:8080/x", "http://[ip]:8080/x"),
        ("来自１９２．１６８．１．１", "来自[ip]"),
        ("来自203.0.113.7的用户", "来自[ip]的用户"),
        ("at 2001:db8::8a2e:370:7334", "at [ip]"),
        ("fe80::1 and ::ffff:192.0.2.1", "[ip] and [ip]"),
        ("1:2:3:4:5:6:7:8", "[ip]"),
        ("I am at 40.7128, -74.0060", "I am at [coordinates]"),
        ("40°26′46″N 79°58′56″W", "[coordinates]"),
        ("北纬31.23，东经121.47", "北纬[coordinates]，东经[coordinates]"),
        ("GPS: 31.23,121.47", "GPS: [coordinates]"),
    ],
)
def test_addresses_of_machines_and_places_are_masked(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("my name is Ann Smith and I wait", "my name is [name] and I wait"),
        ("My name is Jean-Luc O'Neill.", "My name is [name]."),
        ("my name is ann", "my name is [name]"),
        ("MY NAME IS ANN SMITH", "MY NAME IS [name]"),
        ("I'm Ludwig van Beethoven", "I'm [name]"),
        ("Name: Ann B. Smith", "Name: [name]"),
        ("Je m'appelle Anne Martin", "Je m'appelle [name]"),
        ("Mein Name ist Jürgen Groß", "Mein Name ist [name]"),
        ("Me llamo José García", "Me llamo [name]"),
        ("Great service — Ann", "Great service — [name]"),
        ("Never again.\n-- Peter Jones\n", "Never again.\n-- [name]\n"),
        ("Kind regards,\nXanthe Quill", "Kind regards,\n[name]"),
        ("Thanks, Ann", "Thanks, [name]"),
        ("我叫王小明，今年30岁", "我叫[name]，今年30岁"),
        ("我叫欧阳娜娜", "我叫[name]"),
        ("姓名：李雷 电话：13800138000", "姓名：[name] 电话：[phone]"),
        ("服务很好。——王小明", "服务很好。——[name]"),
        ("我的QQ：410073425", "我的QQ：[contact]"),
        ("微信号 abc_12345", "微信号 [contact]"),
    ],
)
def test_names_are_masked_where_the_text_says_that_they_are_names(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "price 1,299.00 on 2024-01-31 10:20:30",
        "20240131",
        "20240131102030",
        "2024年1月31日花了1299元",
        "order 123456789012",
        "order no. 13800138000",
        "订单号：13800138000",
        "订单编号 4111111111111111",
        "ref 555-123-4567",
        "#13800138000",
        "DD13800138000",
        "¥13800138000",
        "13800138000元",
        "3668-QPYBK",
        "paid 0.123456789",
        "0.13800138000",
        "01/02/2024",
        "01.02.2024 10:20",
        "31.01.2024 - 05.02.2024",
        "call 2024-01-31",
        "phone 20240131",
        "电话 2024-1-31",
        "version v1.2.3.4",
        "version 1.2.3.4",
        "版本号：1.2.3.4",
        "1.2.3.4版",
        "Chrome 120.0.6099.109",
        "rated 10 out of 10, 2 of 3 times",
        "100 200 3000",
        "room 1204, 12,000,000 views",
        "+500000000 views",
        "growth +123456789",
        "000123456789",
        "4111111111111112",
        "GB83 WEST 1234 5698 7654 32",
        "202401311234567890",
        "at 10:20:30 or 12::30",
        "std::vector",
        "scores 3.1415 and 2.7182",
        "0.1234, 0.5678",
        "it was 25°C",
    ],
)
def test_other_figures_are_kept(text):
    assert mask(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "my name is on the list",
        "My name is Not spelled right",
        "I am Very happy",
        "This is London",
        "Great hotel – London",
        "highly recommended — Perfect",
        "Thanks, Amazon",
        "Best regards, The Team",
        "Product name: Garden Chair",
        "我叫外卖",
        "我叫了一份饭",
        "我叫马上来",
        "我叫服务员来",
        "——方便",
        "商品名称：高级沙发",
        "@starbucks please reply",
        "50% @ 20 €",
        "微信支付",
    ],
)
def test_words_that_are_no_names_are_kept(text):
    assert mask(text) == text


def test_text_of_a_megabyte_is_masked_in_time_that_grows_with_its_length():
    assert mask("a" * 1_000_000 + " ann@example.org") == "a" * 1_000_000 + " [email]"
