"""What people write, in English and in Russian: words, stems, clauses, days, spans and units."""
