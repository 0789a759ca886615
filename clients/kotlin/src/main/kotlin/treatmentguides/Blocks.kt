package treatmentguides

import kotlinx.serialization.KSerializer
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.JsonObject

/** A piece of a section. Draw its `content`. */
@Serializable
data class Block(
    val id: String = "",
    val type: String,
    val value: JsonObject = JsonObject(emptyMap()),
    /** Safe HTML that says the same. */
    val fallback: String = "",
) {
    /** `Newer` where this package does not know the type: show the fallback. */
    val content: Content get() {
        val serializer = CONTENTS[type] ?: return Newer(value, fallback)
        return try {
            json.decodeFromJsonElement(serializer, value)
        } catch (_: SerializationException) {
            Newer(value, fallback)
        }
    }
}

sealed interface Content

data class Newer(val value: JsonObject, val fallback: String) : Content

/** Of `paragraph`, `suits`, `does_not_suit`, `seek_help` and `aftercare`. */
@Serializable
data class Words(val text: RichText) : Content

@Serializable
data class Callout(val tone: String = "", val title: String = "", val text: RichText) : Content

@Serializable
data class Illustration(val image: Picture, val caption: String = "") : Content

@Serializable
data class Step(val phase: String = "", val title: String = "", val text: RichText, val image: Picture? = null) : Content

@Serializable
data class Point(val name: String = "", val text: RichText, val citations: List<String> = emptyList()) : Content

@Serializable
data class Milestone(@SerialName("when") val moment: String = "", val text: RichText) : Content

@Serializable
data class Contraindication(val name: String = "", val kind: String = "", val text: RichText) : Content

@Serializable
data class SideEffect(
    val name: String = "",
    val frequency: String = "",
    @SerialName("resolves_within_days") val resolvesWithinDays: Int? = null,
    val text: RichText,
) : Content

/** With another guide, or with a therapy that has none. */
@Serializable
data class Combination(
    val guide: GuideReference? = null,
    val therapy: Therapy? = null,
    val kind: String = "",
    val benefit: RichText,
    val caution: RichText,
    val citations: List<String> = emptyList(),
) : Content

@Serializable
data class GuideReference(val id: String, val title: String = "", val url: String = "")

@Serializable
data class Therapy(val name: String = "")

private val CONTENTS: Map<String, KSerializer<out Content>> = mapOf(
    "paragraph" to Words.serializer(),
    "suits" to Words.serializer(),
    "does_not_suit" to Words.serializer(),
    "seek_help" to Words.serializer(),
    "aftercare" to Words.serializer(),
    "callout" to Callout.serializer(),
    "image" to Illustration.serializer(),
    "step" to Step.serializer(),
    "point" to Point.serializer(),
    "milestone" to Milestone.serializer(),
    "contraindication" to Contraindication.serializer(),
    "side_effect" to SideEffect.serializer(),
    "combination" to Combination.serializer(),
)
