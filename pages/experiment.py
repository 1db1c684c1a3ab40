"""What does the A/B test really say?"""

import cx
from cx import ui
from cx.wording import t

test = ui.controls.metrics(ui.require("experiment"))
ui.show(ui.compute(cx.experiment, test, **ui.controls.experiment()))
ui.next_step("nps", t("See how likely customers are to recommend us"))
