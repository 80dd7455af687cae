"""What a message means beyond its words: the glossary, the pieces, the encoder, and the choice."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.kernel.chat.catalogue import Catalogue, Entry
from workbench.kernel.chat.classifying.classifier import Given, LocalClassifier
from workbench.kernel.chat.classifying.meaning import texts
from workbench.kernel.chat.classifying.meaning.encoder import encoder, fits
from workbench.kernel.chat.classifying.meaning.glossary import in_english
from workbench.kernel.chat.classifying.meaning.wordpieces import WordPieces


def entry(name: str, description: str, action: str = "read", **fields: str) -> Entry:
    properties = {key: {"type": kind} for key, kind in fields.items()}
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    return Entry("bills", name, description, action, None, schema, {})


BILLS = Catalogue(
    [
        entry("list_invoices", "Invoices by status and client.", status="string"),
        entry("create_invoice", "Write a new invoice for a client.", "write", client="string"),
        entry("mark_paid", "Set an invoice to paid.", "write", invoice_id="string"),
        entry("send_reminder", "E-mail a client about money owed.", "write", client="string"),
        entry("delete_invoice", "Remove an invoice for good.", "destructive", invoice_id="string"),
        entry("revenue", "Sum of paid invoices in a period.", period="string"),
    ]
)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Удали заметку", "delete note"),
        ("удалить заметки", "delete notes"),
        ("покажи мне заметки", "show me notes"),
        ("create «Отчёт» now", "create «report» now"),
        ("Шампуню — шампунь", "shampoo — shampoo"),
        ("квымза", "kvimza"),
        ("no Russian here: 17 €", "no Russian here: 17 €"),
    ],
)
def test_russian_words_are_read_in_english_whatever_their_form(text: str, english: str) -> None:
    assert in_english(text) == english


def test_words_are_cut_into_the_longest_known_pieces() -> None:
    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    vocabulary = [*marks, "in", "##voice", "##v", "##o", "invoice", "##s", ",", "a"]
    pieces = WordPieces(vocabulary)
    said = [vocabulary[number] for number in pieces.read("Ínvoices, a x invo", 20)]
    assert said == ["[CLS]", "invoice", "##s", ",", "a", "[UNK]", "in", "##v", "##o", "[SEP]"]
    assert [vocabulary[n] for n in pieces.read("a a a a a", 4)] == ["[CLS]", "a", "a", "[SEP]"]


def test_a_function_is_told_by_its_declaration() -> None:
    told = entry("markPaid", "Ставит счёт оплаченным.", "write", invoice_id="string")
    assert texts.function(told).startswith("write. bills. mark Paid: ")
    assert "invoice" in texts.function(told)
    assert texts.function(told).endswith("(invoice id)")
    bare = texts.function(told, app=False, description=False, fields=False)
    assert bare == "write. mark Paid"


def test_a_text_is_read_the_same_whatever_was_read_before() -> None:
    alone = encoder().read("bill the client", 48)
    for other in ("x", "a much longer text " * 20):
        encoder().read(other, 48)
    again = encoder().read("bill the client", 48)
    assert (alone.vectors == again.vectors).all()
    assert (alone.whole == again.whole).all()


@pytest.mark.parametrize(
    ("said", "function"),
    [
        ("Anna settled up yesterday, so 2291 is done", "mark_paid"),
        ("how much did we make in May?", "revenue"),
        ("nudge Acme, they still owe us", "send_reminder"),
        ("get rid of 2291", "delete_invoice"),
        ("who hasn't paid yet?", "list_invoices"),
        ("сколько мы заработали за май?", "revenue"),
        ("Ромашка расплатилась, закрой 2291", "mark_paid"),
        ("напомни Ромашке, что пора платить", "send_reminder"),
    ],
)
async def test_a_wish_is_understood_that_shares_no_word_with_its_function(
    said: str, function: str
) -> None:
    plan = await LocalClassifier().classify(said, Given(BILLS))
    assert [step.function for step in plan.steps] == [function], plan.reasons


@pytest.mark.parametrize(
    "said", ["good morning!", "thanks, that was quick", "what time is it?", "translate 2291"]
)
async def test_what_means_none_of_them_fits_none(said: str) -> None:
    assert max(fits(said, map(texts.function, BILLS.entries))) < 0
    assert (await LocalClassifier().classify(said, Given(BILLS))).steps == []


async def test_a_russian_message_shows_what_it_was_read_as() -> None:
    plan = await LocalClassifier().classify("удали счёт 2291", Given(BILLS))
    assert plan.reasons[-1].startswith("read as “delete ")
    plan = await LocalClassifier().classify("delete invoice 2291", Given(BILLS))
    assert not plan.reasons[-1].startswith("read as")
