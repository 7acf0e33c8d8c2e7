"""`script/bench`: what the pages and the scheduled work cost, beside their floors and beside the obvious build."""
