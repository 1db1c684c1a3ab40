"""From spreadsheets to customer insight. The public names follow when every module is in."""
