"""The room's door: a `Document` in, a `Decision` out."""

from __future__ import annotations

from extract.checks import check
from extract.contents import with_parts
from extract.counts import declared_counts
from extract.decision import Decision
from extract.head import read_head
from extract.items import items_of
from extract.joining import join_pages
from extract.links import affects, based_on
from extract.lists import Found, find_lists
from extract.outline import outline
from extract.prose import first_article
from extract.publication import classify, departments
from extract.submission import read_submission
from ingest.document import Document


def decide(document: Document) -> Decision:
    """What a document decides; a document that publishes nothing has no items (`is_publication` False)."""
    parts = outline(document)
    head = read_head(parts, document.text())
    nature = classify(parts)
    annex = join_pages(parts.annex)
    found = find_lists(annex, first_article(document.blocks)) if nature.is_publication else Found()
    items = items_of(found, parts, head, nature.internal) if nature.is_publication else ()
    items = with_parts(items, annex)
    counts = declared_counts(parts, found)
    decision = Decision(
        number=head.number,
        issuer=head.issuer,
        issuer_level=head.issuer_level,
        signed=head.signed,
        signer=head.signer,
        title=parts.title or None,
        effective=head.effective,
        is_publication=nature.is_publication,
        internal=nature.internal,
        approves_workflow=nature.approves_workflow,
        shortened_procedure=nature.shortened_procedure,
        departments=departments(parts.title),
        based_on=based_on(parts, head.number) if nature.is_publication else (),
        affects=affects(parts.articles, head.number, head.signed) if nature.is_publication else (),
        declared_counts=counts,
        items=items,
        sha256=document.sha256,
        media_type=document.media_type,
        pages=len(document.pages) or None,
        submission=read_submission(parts.preamble),
    )
    return check(decision, found, document, nature.doubtful)
