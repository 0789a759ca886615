package treatmentguides

import kotlinx.serialization.Serializable

/** Where a copy stands. All of it changes together with the items of a page, or not at all. */
@Serializable
data class State(
    val selection: String,
    /** The copy that is shown (0: none yet), and the one that is being made to take its place: the same during a delta. */
    val shown: Int,
    val making: Int,
    /** Of the last whole pass; null until there was one. */
    val syncToken: String? = null,
    /** Of the page to go on from, where a pass was broken off. */
    val pageToken: String? = null,
    val recalls: List<Recall> = emptyList(),
    /** Whether the copy that is shown has the cards of guides alone, or not even all of them. */
    val partial: Boolean = false,
)

/** `locale` is "" for things without a language. */
data class Key(val copy: Int, val type: String, val id: String, val locale: String)

fun keyOf(copy: Int, item: Item): Key = Key(copy, item.type, item.id, item.locale.orEmpty())

/** Where an app keeps its copy. Make one over any database that has transactions. */
interface Store {
    fun readState(): State?

    fun read(key: Key): Item?

    /** Every item of a copy. */
    fun list(copy: Int): List<Item>

    /** Write items into copy `state.making`, drop every copy that `state` does not name, and keep `state`: at once. */
    fun write(items: List<Item>, state: State)
}

/** For tests and for apps that need no copy after they end. */
class MemoryStore : Store {
    private var state: State? = null
    private val items = LinkedHashMap<Key, Item>()

    @Synchronized override fun readState(): State? = state

    @Synchronized override fun read(key: Key): Item? = items[key]

    @Synchronized override fun list(copy: Int): List<Item> = items.filterKeys { it.copy == copy }.values.toList()

    @Synchronized override fun write(items: List<Item>, state: State) {
        for (item in items) this.items[keyOf(state.making, item)] = item
        this.items.keys.removeAll { it.copy != state.shown && it.copy != state.making }
        this.state = state
    }
}
