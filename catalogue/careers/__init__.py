"""Technical careers: what they are called (`table`), the words that name them (`lexicon`), which careers a course leads
to (`match`), and what editors decided about that (`decisions`)."""
