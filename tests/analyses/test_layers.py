import pytest

from cx.analyses.funnel import Step
from cx.analyses.layers import guess_layer
from cx.errors import InvalidSetting


@pytest.mark.parametrize(
    ("event", "layer"),
    [
        ("product_view", "attract"),
        ("landingPage", "attract"),
        ("浏览商品", "attract"),
        ("add_to_cart", "convert"),
        ("viewCart", "convert"),
        ("Sign-up", "convert"),
        ("提交订单", "convert"),
        ("share_product", "advocate"),
        ("referral", "advocate"),
        ("邀请好友", "advocate"),
        ("step_3", None),
        ("cartography", None),
    ],
)
def test_layer_of_an_event(event, layer):
    assert guess_layer(event) == layer


def test_a_step_is_named_after_its_event():
    assert Step("purchase") == Step("purchase", "purchase", "convert")


def test_a_layer_that_is_given_stands():
    assert Step("purchase", layer="advocate").layer == "advocate"


def test_the_name_tells_where_the_event_does_not():
    assert Step("Checkout", event="e17").layer == "convert"


def test_an_unknown_layer_names_the_choices():
    with pytest.raises(InvalidSetting, match="“delight” is not a layer.*attract, convert"):
        Step("purchase", layer="delight")


@pytest.mark.parametrize("name", ["", None, 3])
def test_a_step_needs_a_name(name):
    with pytest.raises(InvalidSetting, match="A step is named by a text"):
        Step(name)
