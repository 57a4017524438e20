"""Which sections ask for a story, and which would take it."""

from __future__ import annotations

from dataclasses import dataclass

from digest.choose.sift import Sieve
from digest.model import Article, Newsletter, Rules, SectionPlan, Source, Story

WHOLE = SectionPlan(key="stories", title="", maximum=1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a newsletter's sections want."""

    newsletter: Newsletter
    sieve: Sieve

    @property
    def plans(self) -> tuple[SectionPlan, ...]:
        """The sections, or one without a name that takes everything."""
        return self.newsletter.sections or (WHOLE,)

    def sections_for(self, story: Story) -> tuple[list[SectionPlan], str]:
        """The sections that ask for a story, in order; those that ask for nothing take what no other asked for.

        None of them: why in words, where a rule was the reason. What an editor pinned passes the rules.
        """
        asking = [plan for plan in self.plans if self._asks(plan, story.article)]
        resting = [plan for plan in self.plans if not (plan.sources or plan.topics or plan.keep != Rules())]
        if story.pinned:
            return asking or resting or list(self.plans), ""
        whys = {plan.key: self._why_not(plan, story.article) for plan in (*resting, *asking)}
        asked, rest = ([plan for plan in some if not whys[plan.key]] for some in (asking, resting))
        return asked or rest, next(filter(None, whys.values()), "")

    def asked_for_by(self, article: Article) -> str:
        """The title of the first section that names an article's source, topic or words; "" if none does."""
        asking = (plan for plan in self.plans if self._asks(plan, article) and not self._why_not(plan, article))
        return next((plan.title or plan.key for plan in asking), "")

    def _why_not(self, plan: SectionPlan, article: Article) -> str:
        return self.sieve.why_not(article, plan.keep, plan.block)

    def _asks(self, plan: SectionPlan, article: Article) -> bool:
        source: Source | None = self.sieve.sources.get(article.source_id)
        if source and (source.slug in plan.sources or source.section == plan.key):
            return True
        if not plan.sources and not plan.topics:
            return plan.keep != Rules()
        topics = {topic.casefold() for topic in (*article.topics, *(source.topics if source else ()))}
        return any(topic.casefold() in topics for topic in plan.topics)
