"""What are fans worth?"""

import cx
from cx import ui
from cx.wording import t

feedback, settings = ui.require_value()
ui.show(ui.compute(cx.nps_value, feedback, **settings))
ui.next_step("behaviour", t("See which behaviour goes with recommendation"))
