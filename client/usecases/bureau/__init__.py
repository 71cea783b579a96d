"""All that goes to the bureau and comes from it: enrolment, filing, receipts, notices."""
