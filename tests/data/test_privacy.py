"""Personal details are masked in free text, prices, dates and orders are not."""

import pytest

from cx.data.privacy import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("write to ann.b@example.co.uk.", "write to [email]."),
        ("请打13800138000找我", "请打[phone]找我"),
        ("电话+86 138-0013-8000", "电话[phone]"),
        ("座机010-62345678。", "座机[phone]。"),
        ("(021) 5555 1234", "[phone]"),
        ("400-820-8820", "[phone]"),
        ("+44 20 7946 0958", "[phone]"),
        ("call +1 (555) 123-4567 now", "call [phone] now"),
        ("555-123-4567", "[phone]"),
        ("06 12 34 56 78", "[phone]"),
        ("身份证11010519491231002X号", "身份证[id]号"),
        ("from 192.168.1.10", "from [ip]"),
    ],
)
def test_personal_details_are_masked(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "price 1,299.00 on 2024-01-31 10:20:30",
        "20240131",
        "2024年1月31日花了1299元",
        "order 123456789012",
        "3668-QPYBK",
        "paid 0.123456789",
        "01/02/2024",
        "version v1.2.3.4",
        "rated 10 out of 10, 2 of 3 times",
        "100 200 3000",
        "room 1204, 12,000,000 views",
    ],
)
def test_other_figures_are_kept(text):
    assert mask(text) == text
