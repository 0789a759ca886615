package treatmentguides

/** A copy, read without a network: the last whole one, as one snapshot. */
class Copy private constructor(
    private val items: List<Item>,
    val recalls: List<Recall>,
    /** Whether it has cards in place of guides: these are still to come. */
    val partial: Boolean,
) {
    companion object {
        /** Null until the first sync has come to its end, or has brought cards. */
        fun open(store: Store): Copy? = store.readState()?.takeIf { it.shown > 0 }?.let { Copy(store.list(it.shown), it.recalls, it.partial) }
    }

    /** Things of a type, each once, in the best of these locales, by their slugs; tombstones too unless `live`. */
    fun list(type: String, locales: List<String>, live: Boolean = true): List<Item> = items
        .filter { it.type == type && (it.locale == null || it.locale in locales) }
        .groupBy { it.id }.values
        .map { same -> same.minBy { rank(it, locales) } }
        .filter { !live || it.isLive }
        .sortedWith(compareBy({ it.slug.orEmpty() }, { it.id }))

    /**
     * By id, or by the slug that it has in the best of these locales, else in any; what is live comes before what is gone.
     * A tombstone has a `notice` and no document. A copy knows no old slugs: ask the server for those.
     */
    fun find(type: String, key: String, locales: List<String>): Item? {
        val every = list(type, locales, live = false).sortedBy { rank(it, locales) }
        every.find { it.id == key }?.let { return it }
        every.find { it.isLive && it.slug == key }?.let { return it }
        val others = items.filter { it.type == type && it.slug == key }
        val id = (others.find { it.isLive } ?: others.firstOrNull())?.id
        return every.find { it.id == id }
    }

    /** What stands recalled of a guide. Look there before you show it. */
    fun recallsOf(guide: String): List<Recall> = recalls.filter { it.guide == guide }
}

/** Best first: what is live, and then in the better language. */
private fun rank(item: Item, locales: List<String>): Int = (if (item.isLive) 0 else 100) + maxOf(0, locales.indexOf(item.locale))
