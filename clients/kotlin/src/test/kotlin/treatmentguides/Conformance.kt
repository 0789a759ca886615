package treatmentguides

import java.io.File
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive

/** A file of the suite that all our clients run. */
fun conformance(name: String): JsonElement = json.parseToJsonElement(File(System.getProperty("conformance"), name).readText())

fun JsonObject.string(name: String): String? = this[name]?.jsonPrimitive?.contentOrNull

fun JsonObject.strings(name: String): List<String> = this[name]?.jsonArray.orEmpty().map { it.jsonPrimitive.content }
