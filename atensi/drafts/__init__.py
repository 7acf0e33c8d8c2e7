"""Words on their way: what somebody has typed into a form and not sent, or sent and not been able to keep."""
