"""One APScheduler process that starts crawls and upkeep as subprocesses."""
