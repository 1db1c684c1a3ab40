"""Who answered, and who did not?"""

from cx import ui
from cx.ui.respondents import respondents
from cx.wording import t

respondents(ui.require("feedback"))
ui.next_step("nps", t("See how likely customers are to recommend us"))
