"""What the bureau does with what arrives: intake, decision, enrolment, what is due."""
