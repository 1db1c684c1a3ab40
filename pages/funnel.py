"""Where do we lose people?"""

import cx
from cx import ui
from cx.wording import t

events = ui.require("events")
ui.show(ui.compute(cx.funnel, events, **ui.controls.funnel(events)))
ui.next_step("barriers", t("See what nearly stopped people buying"))
