package treatmentguides

import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.decodeFromJsonElement

/*
 * What an app draws, of the documents of the API. Codes are strings, since new ones come. What the server leaves out, by
 * `fields` or because it was published before there was such a field, has the value of "nothing".
 */

/** A thing of a copy, or the tombstone of one: then it has a notice and no document. */
@Serializable
data class Item(
    val type: String,
    val id: String,
    val state: String,
    val version: Int,
    val locale: String? = null,
    val slug: String? = null,
    val digest: String = "",
    val notice: Notice? = null,
    @SerialName("changed_sections") val changedSections: List<ChangedSection> = emptyList(),
    /** As the server sent it, so that a later version of the app finds in it what this one does not know. */
    val document: JsonObject? = null,
) {
    val isLive: Boolean get() = state == "live"

    /** The document as a class of this package, such as `Guide`, or one that you generated. Null where it is gone. */
    inline fun <reified Document> read(): Document? = document?.let { json.decodeFromJsonElement<Document>(it) }
}

@Serializable
data class ChangedSection(val key: String, val digest: String = "")

/** Why something is gone. Must be shown. */
@Serializable
data class Notice(
    val state: String = "",
    val reason: String = "",
    val severity: String? = null,
    val successor: Successor? = null,
    val since: String = "",
)

@Serializable
data class Successor(val id: String, val title: String = "", val web: String = "")

/** A guide that stands recalled, or one section of it. Must be shown before the guide. */
@Serializable
data class Recall(
    val guide: String,
    /** Null means the whole guide. */
    val section: String? = null,
    val reason: String = "",
    val severity: String = "",
    val id: String = "",
    @SerialName("recalled_at") val recalledAt: String = "",
)

@Serializable
data class Page(
    val items: List<Item>,
    @SerialName("next_page_token") val nextPageToken: String? = null,
    @SerialName("next_sync_token") val nextSyncToken: String? = null,
    val recalls: List<Recall>? = null,
)

/** A guide, or the card of one: that has `facts`, and no sections. */
@Serializable
data class Guide(
    val id: String = "",
    val slug: String = "",
    val locale: String = "",
    val title: String = "",
    val summary: String = "",
    val category: Category? = null,
    @SerialName("body_area") val bodyArea: String = "",
    @SerialName("also_known_as") val alsoKnownAs: List<String> = emptyList(),
    val hero: Picture? = null,
    val facts: Facts = Facts(),
    val sections: List<Section> = emptyList(),
    val faqs: List<Faq> = emptyList(),
    val review: Review? = null,
    val version: Int = 0,
    val digest: String = "",
    @SerialName("updated_at") val updatedAt: String = "",
)

@Serializable
data class Category(val slug: String = "", val name: String = "")

@Serializable
data class Faq(val question: String = "", val answer: RichText = RichText())

@Serializable
data class Review(
    @SerialName("reviewed_by") val reviewedBy: Clinician? = null,
    @SerialName("last_reviewed") val lastReviewed: String? = null,
    @SerialName("next_review") val nextReview: String? = null,
)

@Serializable
data class Clinician(val id: String = "", val name: String = "", val role: String = "")

/** One of the five parts, or one that came later: show its `heading`, `lead` and `html`. */
@Serializable
data class Section(
    val key: String,
    val heading: String = "",
    val lead: String = "",
    /** Not null: its words are gone, and `lead` says why. */
    val recall: SectionRecall? = null,
    val facts: Facts = Facts(),
    val blocks: List<Block> = emptyList(),
    val html: String = "",
    val digest: String = "",
    /** The risks in brief, to be shown beside every section but `safety`. */
    @SerialName("safety_note") val safetyNote: SafetyNote? = null,
)

@Serializable
data class SectionRecall(val severity: String = "", val reason: String = "", @SerialName("recalled_at") val recalledAt: String = "")

@Serializable
data class SafetyNote(val text: String = "", val risks: List<String> = emptyList(), val link: String = "")

/** The facts of every section and card together; null where there is none. */
@Serializable
data class Facts(
    @SerialName("minutes_per_session") val minutesPerSession: Range? = null,
    @SerialName("downtime_days") val downtimeDays: Int? = null,
    val anaesthesia: String? = null,
    val discomfort: String? = null,
    @SerialName("sessions_needed") val sessionsNeeded: Range? = null,
    @SerialName("weeks_between") val weeksBetween: Range? = null,
    @SerialName("results_after_sessions") val resultsAfterSessions: Int? = null,
    @SerialName("maintenance_months") val maintenanceMonths: Int? = null,
    @SerialName("suits_severity") val suitsSeverity: List<String> = emptyList(),
)

@Serializable
data class Range(val min: Int, val max: Int)
