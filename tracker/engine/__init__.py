"""Where the line runs: on one machine, with a ledger that lets an interrupted run go on."""
