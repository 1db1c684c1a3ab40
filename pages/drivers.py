"""What drives recommendation?"""

import cx
from cx import ui
from cx.wording import t

feedback = ui.require("feedback")
ui.show(ui.compute(cx.drivers, feedback))
ui.next_step("barriers", t("See what nearly stopped people buying"))
