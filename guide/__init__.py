"""What a person looks at first: the report page, the doctor, the tutorial."""
