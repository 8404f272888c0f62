"""National alerts beyond the case: what custodians receive, its ledger, their directory, exercises, and what others send."""
