"""The record in columns: what lists compare, held in memory, so that a question is answered without a look at all rows.

`Columns` keeps them while a server runs; `Table` are those of one state of the record. They say which rows are asked
for, in which order and how many; the rows themselves are taken from the store. Where there are none yet, the store is
asked the same question, and gives the same answer in more time.
"""
