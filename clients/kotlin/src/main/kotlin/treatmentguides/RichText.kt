package treatmentguides

import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.intOrNull

private val MARKS = setOf("strong", "em", "sup", "sub")
private val FOLLOWED = Regex("^(https?:|mailto:|tel:|[/#])", RegexOption.IGNORE_CASE)

/** Words with their marks. A part of a kind that is newer than this package is left out, or its words are kept. */
@Serializable
data class RichText(
    @SerialName("portable_text") val portableText: List<JsonObject> = emptyList(),
    val html: String = "",
    /** With `text=plain` the words, and nothing else comes. */
    val text: String = "",
) {
    /** Paragraphs and items of lists, for an AnnotatedString, a Spannable or views of your own. */
    val lines: List<Line> get() = portableText.filter { it.text("_type") == "block" }.map(::lineOf)

    /** The words alone, a line for each paragraph or item. */
    fun toText(): String =
        if (portableText.isEmpty()) text else lines.joinToString("\n") { line -> line.runs.joinToString("") { it.text } }
}

/** `list` is "bullet" or "number", and null for a paragraph; the outermost level is 1. */
data class Line(val runs: List<Run>, val list: String?, val level: Int)

/** `marks` are of strong, em, sup and sub. A line break is "\n". */
data class Run(val text: String, val marks: Set<String>, val link: Link?)

/** An address that may be followed, root-relative where it is on the server; `guide` is the id of the guide that it leads to. */
data class Link(val href: String, val guide: String?)

private fun lineOf(block: JsonObject): Line {
    val links = block.objects("markDefs").mapNotNull { mark -> linkOf(mark)?.let { mark.text("_key") to it } }.toMap()
    val runs = block.objects("children").filter { it.text("_type") == "span" }.map { span ->
        val marks = (span["marks"] as? JsonArray).orEmpty().mapNotNull { (it as? JsonPrimitive)?.contentOrNull }
        Run(span.text("text").orEmpty(), marks.filter(MARKS::contains).toSet(), marks.firstNotNullOfOrNull(links::get))
    }
    val list = if ("listItem" in block) block.text("listItem").takeIf { it == "number" } ?: "bullet" else null
    return Line(runs, list, (block["level"] as? JsonPrimitive)?.intOrNull ?: 1)
}

private fun linkOf(mark: JsonObject): Link? {
    val href = mark.text("href")?.takeIf(FOLLOWED::containsMatchIn) ?: return null
    return if (mark.text("_type") == "link") Link(href, mark.text("guide")) else null
}

private fun JsonObject.objects(name: String): List<JsonObject> = (this[name] as? JsonArray).orEmpty().filterIsInstance<JsonObject>()
