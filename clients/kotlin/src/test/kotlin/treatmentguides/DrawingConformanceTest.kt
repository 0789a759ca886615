package treatmentguides

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.decodeFromJsonElement
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

class DrawingConformanceTest {
    private fun cases(name: String) = conformance(name).jsonObject["cases"]!!.jsonArray.map { it.jsonObject }

    @Test fun `rich text is the words and lines of the suite`() {
        for (case in cases("rich-text.json")) {
            val text = RichText(case["input"]!!.jsonArray.map { it.jsonObject })
            assertEquals(case.string("text"), text.toText(), case.string("name"))
            val lines = case["lines"]!!.jsonArray.map { it.jsonObject }.map { line ->
                Line(line["runs"]!!.jsonArray.map { runOf(it.jsonObject) }, line.string("list"), line["level"]!!.jsonPrimitive.int)
            }
            assertEquals(lines, text.lines, case.string("name"))
        }
    }

    private fun runOf(run: JsonObject) =
        Run(run.string("text")!!, run.strings("marks").toSet(), run.string("href")?.let { Link(it, run.string("guide")) })

    @Test fun `pictures are those of the suite`() {
        val pictures = conformance("pictures.json").jsonObject["pictures"]!!.jsonObject
        for (case in cases("pictures.json")) {
            val picture = json.decodeFromJsonElement<Picture>(pictures[case.string("picture")]!!)
            val drawn = case.strings("drawn")
            val bundled = case["bundled"]?.let { case.strings("bundled") }
            val file = when (case.string("crop")) {
                "square" -> picture.square(drawn)
                "wide" -> picture.wide(drawn)
                else -> picture.file(case["width"]!!.jsonPrimitive.int, drawn) { bundled == null || it.url in bundled }
            }
            assertEquals(case.string("url"), file?.url, case.string("name"))
        }
    }

    @Test fun `with plain text the words are the text`() {
        assertEquals("Words.", json.decodeFromString<RichText>("""{"portable_text": [], "html": "", "text": "Words."}""").toText())
    }

    @Test fun `every block that there is today is read as what it is, one of another shape is shown by its fallback`() {
        val guide = json.decodeFromJsonElement<Guide>(conformance("from-the-future.json").jsonObject["getGuide"]!!)
        val today = guide.sections.dropLast(1).flatMap { it.blocks.dropLast(1) }
        assertEquals(emptyList(), today.filter { it.content is Newer }.map { it.type })
        assertEquals(listOf("feet", "outlook", "fr"), listOf(guide.bodyArea, guide.sections.last().key, guide.locale))
        assertEquals("between", today.map { it.content }.filterIsInstance<Step>().first().phase)
        assertIs<Newer>(Block(type = "step", value = JsonObject(emptyMap()), fallback = "<p>As words.</p>").content)
    }
}
