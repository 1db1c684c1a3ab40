"""Which behaviour goes with recommendation?"""

import cx
from cx import ui
from cx.wording import t

feedback, customers = ui.require_known()
settings = ui.controls.behaviour(customers)
ui.show(ui.compute(cx.behaviour_drivers, feedback, customers=customers, **settings))
ui.next_step("value", t("See what fans are worth"))
