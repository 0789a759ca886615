package treatmentguides

/** What a copy is of. Null: everything. */
data class Selection(
    val locales: List<String>? = null,
    val types: List<String>? = null,
    /** Slug or id: of branches and offerings only its own. */
    val branch: String? = null,
    /** Of guides only these fields. */
    val fields: List<String>? = null,
    /** The one form in which texts come: "portable", "html" or "plain". */
    val text: String? = null,
) {
    internal val parameters: Map<String, String?> get() = mapOf(
        "locales" to locales?.joinToString(","),
        "types" to types?.joinToString(","),
        "branch" to branch,
        "fields" to fields?.joinToString(","),
        "text" to text,
    )

    /** By which a copy knows what it is of. */
    internal val name: String get() = parameters.filterValues { it != null }.toString()
}

/** What a page changed, to draw anew: of a guide only these sections; of others, and of what is gone, all. */
data class Changed(val item: Item, val sections: List<String>)

/** As many cards as a first screen shows: they come as soon as the connection allows. */
private const val FIRST_CARDS = "8"

/**
 * Bring the copy up to date: everything the first time, then only what changed. Goes on where a broken pass stopped;
 * call it again after any error. Every page is applied whole, with its token, or not at all. A new copy (at first, for
 * another selection, or where the server says "start again") takes the place of the old one only when it is whole.
 *
 * With `onCards`, the cards of guides come first where there is no whole copy yet, and it is called after each page of
 * them: a `Copy` shows them, and is `partial`, until the guides are there.
 *
 * `release`: the number of a release that the copy must have. No cache in between then answers with an older one.
 *
 * It waits for the network, and for another sync into the same store: call it off the main thread.
 */
fun sync(client: Client, store: Store, selection: Selection = Selection(), release: Int? = null, onCards: (() -> Unit)? = null): List<Changed> =
    synchronized(store) {
        val cards = Selection(selection.locales, listOf("card", "group"), selection.branch)
        if (onCards != null && lacksCards(store.readState(), selection, cards)) {
            try {
                pass(client, store, cards, release, onCards)
            } catch (problem: Problem) {
                if (problem.status != 400) throw problem // an older server has no cards by sync
            }
        }
        pass(client, store, selection, release, null)
    }

/** Whether nothing is shown yet but cards, and these cards are not whole. */
private fun lacksCards(state: State?, selection: Selection, cards: Selection): Boolean {
    if (state == null || state.shown == 0) return state?.selection != selection.name
    val isUnderWay = state.selection == selection.name || (state.selection == cards.name && state.syncToken != null)
    return state.partial && !isUnderWay
}

/** With `onCards` what has come is shown at once. */
private fun pass(client: Client, store: Store, selection: Selection, release: Int?, onCards: (() -> Unit)?): List<Changed> {
    val changed = mutableListOf<Changed>()
    val kept = store.readState()
    var state = if (kept?.selection == selection.name) kept else begin(selection, kept)
    var beganAgain = false
    do {
        val page = try {
            client.get<Page>("sync/", questionOf(state, selection, onCards) + ("_" to release?.toString()))
        } catch (problem: Problem) {
            if (beganAgain || problem.status != 410) throw problem
            state = begin(selection, state)
            beganAgain = true
            null
        }
        if (page != null) {
            val isWhole = page.nextPageToken == null
            val items = page.items.filter { item -> store.read(keyOf(state.making, item)).let { it == null || it.version <= item.version } }
            state = state.copy(
                pageToken = page.nextPageToken,
                syncToken = page.nextSyncToken ?: state.syncToken,
                recalls = page.recalls ?: state.recalls,
                shown = if (isWhole || onCards != null) state.making else state.shown,
                partial = onCards != null || (state.partial && !isWhole),
            )
            store.write(items, state)
            items.mapTo(changed) { item -> Changed(item, item.changedSections.map { it.key }) }
            onCards?.invoke()
        }
    } while (page == null || state.pageToken != null)
    return changed
}

/** A new copy, beside the one that is shown. */
internal fun begin(selection: Selection, state: State?): State {
    val shown = state?.shown ?: 0
    val making = maxOf(shown, state?.making ?: 0) + 1
    return State(selection.name, shown, making, recalls = state?.recalls.orEmpty(), partial = state?.partial ?: false)
}

private fun questionOf(state: State, selection: Selection, onCards: (() -> Unit)?): Map<String, String?> = when {
    state.pageToken != null -> mapOf("page_token" to state.pageToken)
    state.syncToken != null -> mapOf("sync_token" to state.syncToken)
    else -> selection.parameters + ("page_size" to FIRST_CARDS.takeIf { onCards != null })
}
