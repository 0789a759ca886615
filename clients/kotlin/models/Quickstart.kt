import clinic.guides.models.GuideDocument
import clinic.guides.models.GuideListDocument
import clinic.guides.models.ProcessBlock
import clinic.guides.models.Section
import java.net.HttpURLConnection
import java.net.URI
import kotlinx.serialization.json.Json

/** A new field is no break of the contract: an app that is older than it leaves it out. */
val json = Json { ignoreUnknownKeys = true }

/** The platform's own HTTP, so that this runs on Android and on a desktop; OkHttp or Ktor do as well. */
fun get(address: String): String {
    val connection = URI(address).toURL().openConnection() as HttpURLConnection
    check(connection.responseCode == 200) { "$address answers ${connection.responseCode}" }
    return connection.inputStream.bufferedReader().use { it.readText() }
}

fun main(arguments: Array<String>) {
    val api = "${arguments[0]}/api/v1"
    for (card in json.decodeFromString<GuideListDocument>(get("$api/guides/?category=hair")).results) {
        println("${card.title}: ${card.facts.minutesPerSession?.max} minutes at most")
    }

    val guide = json.decodeFromString<GuideDocument>(get("$api/guides/mesotherapy-for-hair/?locale=hi"))
    println("${guide.title}, in ${guide.locale}, version ${guide.version}")
    val process = guide.sections.filterIsInstance<Section.ProcessSectionDocumentValue>().single().value
    for (block in process.blocks) {
        if (block is ProcessBlock.StepBlockDocumentValue) println("${block.value.value.phase}: ${block.value.value.title}")
    }

    // What is newer than the app is no error: the `fallback` of such a block is HTML that says the same.
    val newer = """{"id": "1", "type": "hologram", "value": {}, "fallback": "<p>The same in words.</p>"}"""
    val block = json.decodeFromString<ProcessBlock>(newer)
    if (block is ProcessBlock.UnknownBlockDocumentValue) println(block.value.fallback)
}
