"""Documents of national alerts: sealed to a custodian's key where the sender's policy is so, and sealed anew by whoever gets one."""
