"""Our own vocabulary of needs, kept in the directory as a taxonomy like any other."""

from services.directory.store import indexing, services
from shared.db import Transaction
from shared.needs import taxonomy
from shared.needs.vocabulary import Vocabulary


async def keep(tx: Transaction, vocabulary: Vocabulary) -> None:
    """Bring the taxonomy to what this vocabulary says."""
    await services.lock(tx)
    await indexing.save_taxonomies(tx, [taxonomy.taxonomy(vocabulary)])
    await indexing.save_terms(tx, taxonomy.terms(vocabulary))
