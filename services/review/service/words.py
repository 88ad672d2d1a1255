"""Word lists that are shipped, and what words would find: reading, nothing is kept."""

from __future__ import annotations

from services.review import shipped
from services.review.domain import permissions
from services.review.domain.screening import Tally, fold, squeezed
from services.review.service.base import Base, Data
from shared.context import RequestContext
from shared.contracts import review as contracts
from shared.contracts.review_terms import WordLevel
from shared.errors import Forbidden
from shared.messaging import query
from shared.screening import ListedWord, matcher
from shared.simplified import folding

# So many are read in about a second of one core, and nobody else is answered meanwhile.
MOST_CHARACTERS = 2_000_000


class WordMethods(Base):
    """Before a list is proposed."""

    @query(contracts.ShippedQuery)
    def shipped_word_lists(self, _data: Data, context: RequestContext) -> Data:
        """The lists that come with the system, and which of them the bureau has."""
        permissions.require_rule_reader(context.actor)
        items = []
        for each in shipped.word_lists():
            standing = self.policy_store.newest_list(context.bureau, each["list"])
            items.append({**each, "version": standing["version"] if standing else 0})
        return {"items": items, "may": self.keeps(context, "propose_word_list")}

    @query(contracts.TryWords)
    def try_words(self, data: Data, context: RequestContext) -> Data:
        """What words would have found in the texts that were handed in last. Raises: Forbidden."""
        if not self.is_keeper(context):
            raise Forbidden("review.forbidden.keeper")
        words = matcher([ListedWord(each["word"], WordLevel.SENSITIVE, "", "") for each in data["words"]])
        tally, characters = Tally(), 0
        for review, at, title, body in self.reviews.newest_texts(context.bureau, data["texts"]):
            read = squeezed(fold(f"{title}\n{body}", folding())).text
            characters += len(read)
            tally.count(review, at, [word.word for _, _, word in words(read)])
            if characters >= MOST_CHARACTERS:
                break
        return tally.view()
